import { onlyResource } from '@org/testing';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { App, Stack } from 'aws-cdk-lib/core';
import { AlarmSet, AuditBucket, AuditPurpose, AuditTrail, type AuditTrailProps } from '../src';

const account = '111122223333';
const arnIn = (region: string) => `arn:aws:kms:${region}:${account}:key/01234567-89ab-cdef-0123-456789abcdef`;

/** A stack in Ireland, or anywhere, and what stands in Virginia. */
function places(env: { account?: string; region?: string } = { account, region: 'eu-west-1' }) {
  const stack = new Stack(new App(), 'Here', { env });
  return {
    stack,
    key: Key.fromKeyArn(stack, 'KeyThere', arnIn('us-east-1')),
    bucket: Bucket.fromBucketAttributes(stack, 'BucketThere', { bucketName: 'logs', region: 'us-east-1' }),
    logGroup: LogGroup.fromLogGroupArn(stack, 'LogThere', `arn:aws:logs:us-east-1:${account}:log-group:trail`),
  };
}

const trailOf = (props: AuditTrailProps, { stack }: ReturnType<typeof places>) => new AuditTrail(stack, 'Trail', props);

describe('a trail', () => {
  test('that is delivered to another region takes the key from there, and a log group of its own region', () => {
    const there = places();
    const logGroup = new LogGroup(there.stack, 'Log');
    trailOf({ bucket: there.bucket, encryptionKey: there.key, logGroup }, there);
    expect(onlyResource(there.stack, 'AWS::CloudTrail::Trail').Properties).toMatchObject({
      KMSKeyId: arnIn('us-east-1'),
      S3BucketName: 'logs',
    });
  });

  test.each<[string, (there: ReturnType<typeof places>) => AuditTrailProps, string]>([
    [
      'the own key for a bucket elsewhere',
      ({ bucket }) => ({ bucket }),
      "`encryptionKey` must be in the region of the bucket (us-east-1), got: the trail's own in eu-west-1. Give a key of " +
        'us-east-1.',
    ],
    [
      'a key of another region than the bucket',
      ({ bucket, stack }) => ({ bucket, encryptionKey: new Key(stack, 'Key') }),
      '`encryptionKey` must be in the region of the bucket (us-east-1), got: one in eu-west-1. Give a key of us-east-1.',
    ],
    [
      'a key of another region than the own bucket',
      ({ key }) => ({ encryptionKey: key }),
      '`encryptionKey` must be in the region of the bucket (eu-west-1), got: one in us-east-1. Give a key of eu-west-1.',
    ],
    [
      'the own log group with a key of another region',
      ({ bucket, key }) => ({ bucket, encryptionKey: key }),
      '`logGroup` must be given where `encryptionKey` is in another region (us-east-1) than the trail (eu-west-1), got: ' +
        "none. The trail's own would take that key, and CloudWatch Logs takes keys of its region only: give a " +
        'ComplianceLogGroup with a key of its own.',
    ],
    [
      'a log group of another region',
      ({ logGroup }) => ({ logGroup }),
      '`logGroup` must be in the region of the trail (eu-west-1), got: one in us-east-1. Leave it out, or give one of ' +
        'eu-west-1.',
    ],
  ])('does not take %s', (_name, props, message) => {
    const there = places();
    expect(() => trailOf(props(there), there)).toThrow(new Error(`Here/Trail: ${message}`));
  });

  test('of a stack that goes anywhere is not judged', () => {
    const there = places({});
    expect(() => trailOf({ bucket: there.bucket, encryptionKey: there.key }, there)).not.toThrow();
  });

  test('is read through Amazon S3 of the region of its key', () => {
    const there = places();
    const logGroup = new LogGroup(there.stack, 'Log');
    const role = new Role(there.stack, 'Role', { assumedBy: new AccountRootPrincipal() });
    trailOf({ bucket: there.bucket, encryptionKey: there.key, logGroup }, there).grantRead(role);
    expect(onlyResource(there.stack, 'AWS::IAM::Policy').Properties.PolicyDocument.Statement).toContainEqual({
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
      Resource: arnIn('us-east-1'),
    });
  });
});

describe('server access logs', () => {
  const write = (attributes: { region?: string; account?: string }, env?: object) => {
    const { stack } = places(env);
    const serverAccessLogsBucket = Bucket.fromBucketAttributes(stack, 'Logs', { bucketName: 'logs', ...attributes });
    new AuditBucket(stack, 'Data', { purpose: AuditPurpose.data(), serverAccessLogsBucket });
  };

  test.each([
    [{ region: 'us-east-1' }, 'us-east-1 of 111122223333'],
    [{ account: '444455556666' }, 'eu-west-1 of 444455556666'],
  ])('do not go to %j', (attributes, there) => {
    expect(() => write(attributes)).toThrow(
      new Error(
        'Here/Data: `serverAccessLogsBucket` must be in the region and account of the bucket (eu-west-1 of 111122223333), ' +
          `got: one in ${there}, to which S3 delivers no access logs. Give each region and account one of its own.`,
      ),
    );
  });

  test('name only what is known', () => {
    expect(() => write({ region: 'us-east-1' }, { region: 'eu-west-1' })).toThrow('(eu-west-1 of any)');
  });

  test('may go there as far as anybody knows', () => {
    expect(() => write({ region: 'us-east-1', account: '444455556666' }, {})).not.toThrow();
    expect(() => write({})).not.toThrow();
  });
});

describe('an alarm', () => {
  const metric = new Metric({ namespace: 'Payments', metricName: 'Refused' });
  const topicArn = (region: string) => `arn:aws:sns:${region}:${account}:alerts`;
  const alarmIn = (stack: Stack) => new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 });
  const setOf = (stack: Stack, id: string, region: string) =>
    new AlarmSet(stack, id, { topic: Topic.fromTopicArn(stack, `${id}Topic`, topicArn(region)) });

  test('does not go to a topic of another region', () => {
    const { stack } = places();
    const set = setOf(stack, 'Set', 'us-east-1');
    expect(() => set.add([alarmIn(stack)])).toThrow(
      new Error(
        "Here/Set: `topic` must be in the region of its alarms (eu-west-1 for 'Here/Alarm'), got: one in us-east-1. Give " +
          'each region a topic of its own.',
      ),
    );
    expect(set.alarms).toEqual([]);
  });

  test('goes there from a stack that goes anywhere', () => {
    const { stack } = places({});
    expect(() => setOf(stack, 'Set', 'us-east-1').add([alarmIn(stack)])).not.toThrow();
  });

  test('is sent once to a topic that is imported twice', () => {
    const { stack } = places();
    const alarm = alarmIn(stack);
    for (const id of ['One', 'Two']) setOf(stack, id, 'eu-west-1').add([alarm]);
    expect(onlyResource(stack, 'AWS::CloudWatch::Alarm').Properties).toMatchObject({
      AlarmActions: [topicArn('eu-west-1')],
      OKActions: [topicArn('eu-west-1')],
    });
  });

  test('goes to five topics, and no sixth', () => {
    const { stack } = places();
    const alarm = alarmIn(stack);
    const send = (place: number) =>
      new AlarmSet(stack, `Set${place}`, { topic: new Topic(stack, `Topic${place}`) }).add([alarm]);
    for (const place of [1, 2, 3, 4, 5]) send(place);
    expect(() => send(6)).toThrow(
      new Error(
        'Here/Set6: `alarms` must go to at most 5 topics each, which is what CloudWatch takes, got: one more for ' +
          "'Here/Alarm'. Subscribe more people to one of its topics.",
      ),
    );
  });
});
