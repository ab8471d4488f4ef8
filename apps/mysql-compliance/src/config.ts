import {
  CERTIFICATE_ALTERNATIVES,
  certificateFields,
  emailAddress,
  environmentSuffix,
  exceptions,
  imageTag,
  ipv4Cidr,
  logRetentionDays,
  oneCertificate,
  ordered,
  pathPatterns,
  serviceFields,
} from '@org/app-kit';
import { z } from 'zod';

const service = z
  .strictObject({ ...serviceFields, paths: pathPatterns() })
  .omit({ memoryTargetPercent: true })
  .extend({
    /** Folder of the data bucket that the service may read and write. */
    dataPrefix: z.string().regex(/^[a-z0-9-]+$/, 'must be a folder name of lower-case letters, digits and hyphens'),
  });

/** Seven years, in the values that CloudWatch Logs offers; the document's 2555 days are none of them. */
const SEVEN_YEARS_IN_DAYS = 2557;

/** The shape of config/*.json. A top-level field that is also a context key can be given as `-c name=value`. */
const schema = oneCertificate(
  z.strictObject({
    /** Ends every name. */
    environmentSuffix: environmentSuffix(),
    /** Tag Environment. */
    environment: z.string().min(1),
    /** Tag Application. */
    application: z.string().min(1),
    /** Tag CostCenter. */
    costCenter: z.string().min(1),
    region: z.literal('us-east-2'),
    ...certificateFields,
    network: z.strictObject({ cidr: ipv4Cidr() }),
    /** Tag of the image in the app's own repository. */
    imageTag: imageTag(),
    service: ordered(service, 'minTasks', 'maxTasks'),
    database: z.strictObject({
      name: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be a MySQL name in lower case'),
      engineVersion: z.string().regex(/^3\.\d{2}\.\d{1,2}$/, 'must be an Aurora MySQL version 3 such as 3.10.4'),
      instanceType: z
        .string()
        .regex(/^r\d+[a-z]*\.(large|\d*xlarge)$/, 'must be a memory-optimized class such as r6g.large'),
      readers: z.int().min(1).max(15),
      /** Statements that take at least this long stand in the slow query log. */
      slowQuerySeconds: z.number().min(0.001).max(3600),
    }),
    logRetentionDays: logRetentionDays().min(SEVEN_YEARS_IN_DAYS, 'must be seven years (2557 days) or more'),
    /** Mailbox that alarms and changes of the database go to. */
    alertEmail: emailAddress(),
    exceptions: exceptions(),
  }),
);

export type Config = z.infer<typeof schema>;

/** Where the configuration comes from: the file, and the fields that `-c name=value` overrides. */
export const SOURCE = {
  file: 'config/mysql-compliance.json',
  schema,
  contextKeys: ['environmentSuffix', 'certificateArn', 'domainName', 'hostedZoneId', 'imageTag', 'alertEmail'],
  alternatives: CERTIFICATE_ALTERNATIVES,
} as const;
