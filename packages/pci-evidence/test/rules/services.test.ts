import { bucketWithPolicy } from './resources';
import { outcomes, type Resources, type Seed, testSeeds } from './seeded';

const write = (more: object, Service = 'delivery.logs.amazonaws.com') => ({
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 's3:PutObject', Resource: '*', ...more }],
});
const account = { Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } };
const own = (Type: string, names: string, document: object): Resources => ({
  X: { Type: `AWS::${Type}` },
  Policy: { Type: `AWS::${Type}Policy`, Properties: { [names]: [{ Ref: 'X' }], PolicyDocument: document } },
});
const key = (KeyPolicy: object): Resources => ({ X: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy } } });
const context = { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:us-east-1:111122223333:log-group:pay' };

const seeds: Seed[] = [
  { rule: 'PCI.IAM.10', bad: bucketWithPolicy(write({})), good: bucketWithPolicy(write(account)) },
];
testSeeds(seeds);

test.each<[string, Resources, string]>([
  ['a topic', own('SNS::Topic', 'Topics', write({}, 'cloudwatch.amazonaws.com')), 'violated'],
  ['a queue', own('SQS::Queue', 'Queues', write({}, 'sns.amazonaws.com')), 'violated'],
  ['a key', key(write({}, 'logs.us-east-1.amazonaws.com')), 'violated'],
  ['a key of one log group', key(write({ Condition: { ArnLike: context } })), 'satisfied'],
  [
    'a condition on something else',
    bucketWithPolicy(write({ Condition: { StringEquals: { 's3:x-amz-acl': 'private' } } })),
    'violated',
  ],
  [
    'EventBridge does not say for whom',
    own('SNS::Topic', 'Topics', write({}, 'events.amazonaws.com')),
    'not-applicable',
  ],
  ['no policy', { X: { Type: 'AWS::S3::Bucket' } }, 'not-applicable'],
])('%s: PCI.IAM.10', (_name, Resources, outcome) => {
  expect(outcomes('PCI.IAM.10', Resources)).toEqual([outcome]);
});
