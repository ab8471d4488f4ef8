import {
  certificateArn,
  emailAddress,
  environmentSuffix,
  exceptions,
  hostedZoneId,
  imageTag,
  ipv4Cidr,
  logRetentionDays,
  ordered,
  serviceFields,
} from '@org/app-kit';
import { z } from 'zod';
import { REGION } from './definition';

/** The environments, in the order in which a change reaches them. Each is defined by its file in config/. */
export const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const;

export type EnvironmentName = (typeof ENVIRONMENTS)[number];

const ECR_REPOSITORY = new RegExp(`^arn:aws:ecr:${REGION}:\\d{12}:repository/[a-z0-9._/-]+$`);

const percent = () => z.int().min(1).max(99);

/** Port and health path are the same everywhere: see definition.ts. */
const service = z.strictObject(serviceFields).omit({ port: true, healthPath: true });

const weight = () => z.int().min(0).max(255);

const weightedDns = z
  .strictObject({
    blueWeight: weight(),
    greenWeight: weight(),
    /** Outputs of the deployment that green leads to; without them it leads to this stack's load balancer, as blue does. */
    green: z
      .strictObject({
        loadBalancerArn: z.string().startsWith('arn:aws'),
        securityGroupId: z.string().startsWith('sg-'),
        dnsName: z.string().min(1),
        zoneId: hostedZoneId(),
      })
      .optional(),
  })
  .refine(({ blueWeight, greenWeight }) => blueWeight + greenWeight > 0, {
    path: ['blueWeight'],
    error: 'must not be 0 together with greenWeight, or no record would be answered by its weight',
  });

/** The shape of config/*.json. A top-level field that is also a context key can be given as `-c name=value`. */
export const schema = z.strictObject({
  /** Ends every name. */
  environmentSuffix: environmentSuffix().max(
    6,
    'must have at most 6 characters, or names of load balancers would be longer than 32',
  ),
  /** An existing certificate, for the name that `host` and `domainName` make. */
  certificateArn: certificateArn(),
  /** Domain of the hosted zone. */
  domainName: z.string().min(1),
  hostedZoneId: hostedZoneId(),
  /** Clients find the environment at `<host>.<domainName>`. */
  host: z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'must be the first labels of a domain name, e.g. pay-dev'),
  /** Records for a blue/green deployment; without it there is a single record. */
  weightedDns: weightedDns.optional(),
  imageRepositoryArn: z.string().regex(ECR_REPOSITORY, `must be the ARN of an ECR repository in ${REGION}`),
  imageTag: imageTag(),
  network: z.strictObject({
    cidr: ipv4Cidr(),
    availabilityZones: z.int().min(2).max(6),
    natGateways: z.enum(['single', 'onePerZone']),
  }),
  service: ordered(service, 'minTasks', 'maxTasks'),
  database: z.strictObject({
    engineVersion: z.string(),
    instanceType: z
      .string()
      .regex(/^(t4g\.(medium|large)|r6g\.(large|\d*xlarge))$/, 'must be t4g.medium, t4g.large, r6g.large or larger'),
    /** One at least, so that every environment has the same alarms, that on replication included. */
    readers: z.int().min(1).max(15),
    backupRetentionDays: z.int().min(1).max(35),
    /** Said in so many words where the password stays as it was generated. */
    rotationDays: z.union([z.int().min(1).max(1000), z.literal('never')], {
      error: 'must be 1 to 1000 days, or "never"',
    }),
  }),
  logRetentionDays: logRetentionDays(),
  alertEmail: emailAddress(),
  alarms: z.strictObject({
    cpuPercent: percent(),
    serverErrorPercent: percent(),
    latencyMillis: z.int().min(1),
  }),
  /** Whether the stack can be deleted; if not, CloudFormation refuses it. */
  allowDestroy: z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })], {
    error: 'must be true or false',
  }),
  /** Of a bootstrap of its own: another bucket for templates and assets, other roles to deploy with. */
  bootstrapQualifier: z
    .string()
    .regex(/^[a-z0-9]{1,10}$/, 'must be 1 to 10 lower-case letters or digits')
    .optional(),
  exceptions: exceptions(),
});

export type Config = z.infer<typeof schema>;

/** Fields that `-c name=value` overrides. */
export const CONTEXT_KEYS = [
  'environmentSuffix',
  'certificateArn',
  'domainName',
  'hostedZoneId',
  'host',
  'imageTag',
  'alertEmail',
  'allowDestroy',
  'bootstrapQualifier',
] as const;
