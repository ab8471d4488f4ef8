import {
  CERTIFICATE_ALTERNATIVES,
  certificateFields,
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

const service = ordered(
  z.strictObject({
    ...serviceFields,
    /** Instead of the tag that all services share. */
    imageTag: imageTag().optional(),
    /** Why this service may reach any address on port 443, through NAT; without a reason it may not. */
    internetAccess: z.string().min(1).optional(),
  }),
  'minTasks',
  'maxTasks',
);

/** The shape of config/*.json. A top-level field that is also a context key can be given as `-c name=value`. */
const schema = oneCertificate(
  z.strictObject({
    /** Ends every name. */
    environmentSuffix: environmentSuffix(),
    /** Stands in every name and in the tag Environment. */
    environment: z
      .string()
      .regex(/^[a-z][a-z0-9]{0,9}$/, 'must be 1 to 10 lower-case letters or digits, e.g. production'),
    team: z.string().min(1),
    costCenter: z.string().min(1),
    region: z.literal('us-east-1'),
    ...certificateFields,
    network: z.strictObject({
      cidr: ipv4Cidr(),
      availabilityZones: z.int().min(2).max(6),
      /** The addresses of Amazon S3 in the region, where ECR keeps image layers. */
      s3PrefixList: z.string().regex(/^pl-[0-9a-f]{8,17}$/, 'must be a prefix list id such as pl-63a5400a'),
    }),
    /** Private DNS domain in which the services find each other. */
    namespace: z.string(),
    /** Tag of the images in the app's own repositories. */
    imageTag: imageTag(),
    /** How much of each service runs on Fargate Spot, at every number of tasks that it may have. */
    spotShare: z.number().min(0.5).max(1),
    /** What the load balancer hands to payment-api. */
    paths: pathPatterns(),
    services: z.strictObject({
      'payment-api': service,
      'fraud-detection': service,
      'notification-service': service,
    }),
    /** How long CloudWatch keeps what the containers write. */
    logRetentionDays: logRetentionDays(),
    /** What encrypts the log groups: a key that CloudWatch Logs owns, or one of this account. */
    logKey: z.enum(['service', 'customer']),
    exceptions: exceptions(),
  }),
);

export type Config = z.infer<typeof schema>;

/** The microservices, each with an image of its own. */
export const SERVICE_NAMES = ['payment-api', 'fraud-detection', 'notification-service'] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Where the configuration comes from: the file, and the fields that `-c name=value` overrides. */
export const SOURCE = {
  file: 'config/spot-microservices.json',
  schema,
  contextKeys: ['environmentSuffix', 'certificateArn', 'domainName', 'hostedZoneId', 'imageTag'] as const,
  alternatives: CERTIFICATE_ALTERNATIVES,
};
