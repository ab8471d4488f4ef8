import {
  CERTIFICATE_ALTERNATIVES,
  certificateFields,
  environmentSuffix,
  imageTag,
  ipv4Cidr,
  logRetentionDays,
  oneCertificate,
  ordered,
  pathPatterns,
  serviceFields,
} from '@org/app-kit';
import { z } from 'zod';

const service = z.strictObject({ ...serviceFields, paths: pathPatterns() });

/** The shape of config/*.json. A top-level field that is also a context key can be given as `-c name=value`. */
const schema = oneCertificate(
  z.strictObject({
    /** Ends every name. */
    environmentSuffix: environmentSuffix(),
    /** Stands in every name and in the tag Environment. */
    environment: z.string().regex(/^[a-z][a-z0-9]{0,9}$/, 'must be 1 to 10 lower-case letters or digits, e.g. prod'),
    project: z.string().min(1),
    region: z.literal('us-east-1'),
    ...certificateFields,
    network: z.strictObject({ cidr: ipv4Cidr(), availabilityZones: z.int().min(2).max(6) }),
    /** Tag of the image in the app's own repository. */
    imageTag: imageTag(),
    service: ordered(service, 'minTasks', 'maxTasks'),
    database: z.strictObject({
      name: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be a PostgreSQL name in lower case'),
      engineVersion: z.string(),
      instanceType: z.string().regex(/^r6g\.(large|\d*xlarge)$/, 'must be r6g.large or larger of that family'),
      readers: z.int().min(1).max(15),
      backupRetentionDays: z.int().min(3).max(35),
      rotationDays: z.int().min(1).max(1000),
    }),
    logRetentionDays: logRetentionDays(),
  }),
);

export type Config = z.infer<typeof schema>;

/** Where the configuration comes from: the file, and the fields that `-c name=value` overrides. */
export const SOURCE = {
  file: 'config/single-service.json',
  schema,
  contextKeys: ['environmentSuffix', 'certificateArn', 'domainName', 'hostedZoneId', 'imageTag'] as const,
  alternatives: CERTIFICATE_ALTERNATIVES,
};
