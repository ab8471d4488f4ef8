import { annotationsOf, resourcesOf, scan, wildcardsIn } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { type IBucket, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { App, Duration, type Environment, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import {
  AlarmSet,
  AlarmWhen,
  AlertTopic,
  AuditBucket,
  AuditPurpose,
  AuditTrail,
  ChatChannel,
  ComplianceKey,
  ComplianceLogGroup,
  DataEvents,
  DataMasking,
} from '../src';

/** Everything the package offers, twice in one stack, with a key from another. */
function build(app: App, env?: Environment): Stack {
  const keys = new Stack(app, 'Keys', { env });
  const stack = new Stack(app, 'Stack', { env });
  const encryptionKey = new Key(keys, 'Key', { enableKeyRotation: true });
  for (const id of ['One', 'Two']) {
    const removalPolicy = id === 'One' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    const access = new AuditBucket(stack, `${id}Access`, { purpose: AuditPurpose.serverAccessLogs(), removalPolicy });
    const common = { removalPolicy, serverAccessLogsBucket: access.bucket };
    new AuditBucket(stack, `${id}Flow`, { purpose: AuditPurpose.flowLogs(), encryptionKey, ...common });
    new AuditBucket(stack, `${id}Alb`, { purpose: AuditPurpose.loadBalancerLogs(), ...common });
    const backups = new AuditBucket(stack, `${id}Backups`, {
      purpose: AuditPurpose.backups(),
      encryptionKey,
      objectLock: id === 'Two' ? ObjectLockRetention.compliance(Duration.days(365)) : undefined,
      ...common,
    });
    const { key } = new ComplianceKey(stack, `${id}Key`, { removalPolicy });
    const data = new AuditBucket(stack, `${id}Data`, { purpose: AuditPurpose.data(), encryptionKey: key, ...common });
    const role = new Role(stack, `${id}Task`, { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    data.grantReadWrite(new ManagedPolicy(stack, `${id}TaskPolicy`, { roles: [role] }), 'receipts');
    const findings = new ComplianceLogGroup(stack, `${id}Findings`, { encryptionKey, removalPolicy });
    const masking = DataMasking.cardNumbersAndCredentials({ auditDestination: findings.logGroup });
    const log = new ComplianceLogGroup(stack, `${id}Log`, { encryptionKey, masking, removalPolicy });
    const trail = trails(stack, id, {
      removalPolicy,
      encryptionKey,
      logGroup: log.logGroup,
      buckets: [backups.bucket],
    });
    alerts(stack, id, removalPolicy, findings).add(trail.addAlarms());
  }
  return stack;
}

interface Surroundings {
  readonly removalPolicy: RemovalPolicy;
  readonly encryptionKey: IKey;
  readonly logGroup: ILogGroup;
  readonly buckets: IBucket[];
}

function trails(
  stack: Stack,
  id: string,
  { removalPolicy, encryptionKey, logGroup, buckets }: Surroundings,
): AuditTrail {
  const own = new AuditTrail(stack, `${id}Trail`, { removalPolicy });
  const dataEvents = DataEvents.only({ buckets });
  new AuditTrail(stack, `${id}Second`, { bucket: own.bucket, encryptionKey, logGroup, dataEvents, removalPolicy });
  return own;
}

function alerts(stack: Stack, id: string, removalPolicy: RemovalPolicy, findings: ComplianceLogGroup): AlarmSet {
  const topic = new AlertTopic(stack, `${id}Alerts`, { removalPolicy });
  topic.addEmail('alerts@example.com');
  topic.addSms('+491711234567');
  topic.addHttps('https://events.example.com/alerts');
  topic.addChat('Ops', ChatChannel.slack({ workspaceId: 'T0123456789', channelId: 'C0123456789' }));
  const set = new AlarmSet(stack, `${id}Alarms`, { topic: topic.topic });
  set.watch('CardNumbers', findings.metricIncomingLogEvents(), AlarmWhen.above(0));
  return set;
}

const templateOf = (app: App, env?: Environment) => Template.fromStack(build(app, env)).toJSON();
const withRecommendedFlags = () => new App({ context: { ...recommendedFlags } });

describe.each([
  ['without a feature flag', () => new App()],
  ['with all recommended flags', withRecommendedFlags],
])('%s', (_flags, newApp) => {
  test.each([
    ['no account and region', undefined],
    ['a region only', { region: 'us-east-1' }],
    ['an account and a region', { account: '111122223333', region: 'us-east-1' }],
  ])('with %s, two of each construct fit in one stack and synthesize alike each time', (_where, env) => {
    expect(templateOf(newApp(), env)).toEqual(templateOf(newApp(), env));
  });

  const stack = build(newApp());

  test('nothing warns, and no role has a wildcard', () => {
    expect(annotationsOf(stack)).toEqual([]);
    expect(wildcardsIn(stack)).toEqual([]);
  });

  test('each delivery statement stands in its policy once', () => {
    for (const { logicalId, Properties } of resourcesOf(stack, 'AWS::S3::BucketPolicy')) {
      const sids = (Properties.PolicyDocument.Statement as { Sid?: string }[]).flatMap(({ Sid }) => Sid ?? []);
      expect({ logicalId, sids }).toEqual({ logicalId, sids: [...new Set(sids)] });
    }
  });
});

describe('the scanners', () => {
  const { findings, acknowledged } = scan((app) => build(app), 'cdk-and-nag', 'Stack/');
  const packs = ['NIST.800.53.R5', 'PCI.DSS.321', 'HIPAA.Security'];

  test('find nothing that is not acknowledged', () => {
    expect(findings).toEqual([]);
  });

  test('find what these reasons explain, and no more', () => {
    const rules = acknowledged.map(({ rule, construct }) => {
      const where = construct.replace(/^Stack\/(One|Two)/, '').replace(/\/Resource$/, '');
      return `${rule.replace(/\[.*\]$/, '')}: ${where}`;
    });
    const everyBucket = [
      'Access/Bucket',
      'Alb/Bucket',
      'Backups/Bucket',
      'Data/Bucket',
      'Flow/Bucket',
      'Trail/AccessLogs/Bucket',
      'Trail/Bucket/Bucket',
    ];
    const withoutKeys = ['Access/Bucket', 'Alb/Bucket', 'Trail/AccessLogs/Bucket'];
    const expected = [
      ...packs.flatMap((pack) => everyBucket.map((where) => `${pack}-S3BucketReplicationEnabled: ${where}`)),
      ...packs.flatMap((pack) => withoutKeys.map((where) => `${pack}-S3DefaultEncryptionKMS: ${where}`)),
      'AwsSolutions-IAM5: Trail/Policy',
      'AwsSolutions-IAM5: Second/Policy',
      'AwsSolutions-IAM5: TaskPolicy',
    ];
    expect([...new Set(rules)].sort()).toEqual(expected.sort());
  });

  test('name the two wildcards there are: streams of a trail, objects below a prefix', () => {
    const wildcards = acknowledged.map(({ rule }) => rule).filter((rule) => rule.startsWith('AwsSolutions-IAM5'));
    const streams = /log-group:<\w+>:log-stream:<AWS::AccountId>_CloudTrail_<AWS::Region>\*\]$/;
    const objects = /^AwsSolutions-IAM5\[Resource::<(One|Two)DataBucket\w+\.Arn>\/receipts\/\*\]$/;
    expect(wildcards.filter((wildcard) => !streams.test(wildcard) && !objects.test(wildcard))).toEqual([]);
    expect(new Set(wildcards).size).toBe(6);
  });
});

describe('acknowledgements that need surroundings of their own', () => {
  const { findings, acknowledged } = scan((app) => {
    const logs = new Stack(app, 'Logs');
    const stack = new Stack(app, 'Stack');
    // Its writers are in other stacks, where the rules do not look.
    new AuditBucket(stack, 'Access', { purpose: AuditPurpose.serverAccessLogs() });
    const encryptionKey = new Key(logs, 'Key', { enableKeyRotation: true });
    const { logGroup } = new ComplianceLogGroup(logs, 'Log', { encryptionKey });
    new AuditTrail(stack, 'Trail', { logGroup });
  });

  test('leave nothing open', () => {
    expect(findings).toEqual([]);
  });

  test('cover a bucket for access logs, which logs no access itself', () => {
    const rules = acknowledged.filter(({ construct }) => construct === 'Stack/Access/Bucket/Resource');
    expect(rules.map(({ rule }) => rule).filter((rule) => /S1$|Logging/.test(rule))).toEqual([
      'AwsSolutions-S1',
      'NIST.800.53.R5-S3BucketLoggingEnabled',
      'PCI.DSS.321-S3BucketLoggingEnabled',
      'HIPAA.Security-S3BucketLoggingEnabled',
    ]);
  });

  test('cover a log group of another stack', () => {
    const rules = acknowledged.filter(({ construct }) => construct === 'Stack/Trail/Policy/Resource');
    expect(rules.map(({ rule }) => rule)).toEqual([expect.stringContaining('log-group:Logs:ExportsOutput')]);
  });

  test('give a reason each', () => {
    for (const { reason } of acknowledged) expect(reason).toMatch(/^[A-Z].{100,}\.$/);
  });
});
