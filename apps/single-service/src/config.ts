import {
  CERTIFICATE_ALTERNATIVES,
  ConfigError,
  type ConfigSource,
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
  postgresFields,
  removalPolicy,
  serviceFields,
} from '@org/app-kit';
import { type App, RemovalPolicy } from 'aws-cdk-lib/core';
import { z } from 'zod';

const service = z.strictObject({ ...serviceFields, paths: pathPatterns() });

/** The shape of config/*.json. A top-level field that is also a context key can be given as `-c name=value`. */
const fields = z.strictObject({
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
    ...postgresFields,
    backupRetentionDays: z.int().min(3).max(35),
    rotationDays: z.int().min(1).max(1000),
  }),
  logRetentionDays: logRetentionDays(),
  /** Mailbox that alarms and changes of the database go to. */
  alertEmail: emailAddress(),
  /** What happens to data when the stacks go; the source document says that nothing may stay. */
  removalPolicy: removalPolicy(),
  /** Keeps daily backups where deleting the database does not reach them. */
  backupVault: z.strictObject({ retentionDays: z.int().min(7).max(3650) }).optional(),
  exceptions: exceptions(),
});

const schema = oneCertificate(fields).refine(
  ({ backupVault, removalPolicy: policy }) => !backupVault || policy === RemovalPolicy.RETAIN,
  { path: ['backupVault'], error: 'needs removalPolicy "retain": a vault with backups in it cannot be deleted' },
);

export type Config = z.infer<typeof schema>;

const CONTEXT_KEYS = [
  'environmentSuffix',
  'certificateArn',
  'domainName',
  'hostedZoneId',
  'imageTag',
  'alertEmail',
] as const;

/** Chooses a file of config/: `-c profile=production`. */
const SELECTOR = 'profile';
const DEFAULT = 'single-service';
const PROFILES: readonly unknown[] = [DEFAULT, 'production'];

/**
 * Where the configuration comes from: the file of the profile, and the fields that `-c name=value` overrides.
 * @throws ConfigError for a profile that is none.
 */
export function sourceOf(app: App): ConfigSource<typeof schema> {
  const profile: unknown = app.node.tryGetContext(SELECTOR) ?? DEFAULT;
  if (!PROFILES.includes(profile)) {
    const known = PROFILES.join(', ');
    throw new ConfigError(`-c ${SELECTOR}: must be one of ${known}, got: ${JSON.stringify(profile)}`);
  }
  const alternatives = CERTIFICATE_ALTERNATIVES;
  const file = `config/${profile}.json`;
  return { app, file, schema, contextKeys: CONTEXT_KEYS, otherContextKeys: [SELECTOR], alternatives };
}
