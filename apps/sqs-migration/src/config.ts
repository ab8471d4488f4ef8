import {
  CERTIFICATE_ALTERNATIVES,
  certificateFields,
  emailAddress,
  environmentSuffix,
  exceptions,
  ipv4Cidr,
  logRetentionDays,
  oneCertificate,
  ordered,
  postgresFields,
  serviceFields,
} from '@org/app-kit';
import { z } from 'zod';
import { imageReference } from './image-reference';

/** Wider ranges are no partner's: the way out is open to those who are named, not to the internet. */
const partnerRange = ipv4Cidr().regex(/\/(1[6-9]|2\d|3[0-2])$/, 'must be a range of /16 to /32, those of one partner');

const service = ordered(
  z
    .strictObject(serviceFields)
    .omit({ healthPath: true, memoryTargetPercent: true })
    .extend({
      /** Addresses of payment partners, which the tasks reach on 443 through the NAT gateways. */
      partnerRanges: z.array(partnerRange),
    }),
  'minTasks',
  'maxTasks',
);

const queue = z.strictObject({
  retentionDays: z.int().min(1).max(14),
  deadLetterRetentionDays: z.int().min(1).max(14),
  visibilityTimeoutSeconds: z.int().min(60).max(43_200),
  receiveWaitSeconds: z.int().min(1).max(20),
  /** Attempts before a job is set aside. */
  maxReceiveCount: z.int().min(3).max(5),
  oldestJobAlarmMinutes: z.int().min(1).max(1440),
});

/** The shape of config/*.json. A top-level field that is also a context key can be given as `-c name=value`. */
const schema = oneCertificate(
  z.strictObject({
    /** Ends every name. */
    environmentSuffix: environmentSuffix(),
    /** Tag Environment. */
    environment: z.string().min(1),
    /** Tag MigrationBatch. */
    migrationBatch: z.string().min(1),
    region: z.literal('us-east-1'),
    ...certificateFields,
    /** Operations mailbox that the alerts go to. */
    alertEmail: emailAddress(),
    paymentApiImage: imageReference(),
    jobProcessorImage: imageReference(),
    network: z.strictObject({ cidr: ipv4Cidr(), availabilityZones: z.int().min(2).max(6) }),
    paymentApi: service,
    jobProcessor: service,
    queue,
    database: z.strictObject({
      ...postgresFields,
      backupRetentionDays: z.int().min(1).max(35),
      /** Write-ahead log that a subscription can read, for the cut-over; changing it takes a reboot. */
      logicalReplication: z.boolean(),
    }),
    /** What both services read from Parameter Store. */
    settings: z.strictObject({
      apiTimeoutSeconds: z.int().min(1).max(300),
      apiRetryCount: z.int().min(0).max(10),
    }),
    logRetentionDays: logRetentionDays(),
    exceptions: exceptions(),
  }),
);

export type Config = z.infer<typeof schema>;

/** Where the configuration comes from: the file, and the fields that `-c name=value` overrides. */
export const SOURCE = {
  file: 'config/sqs-migration.json',
  schema,
  contextKeys: [
    'environmentSuffix',
    'certificateArn',
    'domainName',
    'hostedZoneId',
    'alertEmail',
    'paymentApiImage',
    'jobProcessorImage',
  ] as const,
  alternatives: CERTIFICATE_ALTERNATIVES,
};
