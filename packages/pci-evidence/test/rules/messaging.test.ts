import { outcomes, type Resources, type Seed, testSeeds } from './seeded';

const tlsOnly = (Action: string) => ({
  Effect: 'Deny',
  Principal: '*',
  Action,
  Condition: { Bool: { 'aws:SecureTransport': false } },
});
const send = (Principal: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action: 'sqs:SendMessage',
  Principal,
  ...more,
});
const queue = (more: object = {}, ...Statement: object[]): Resources => ({
  Queue: { Type: 'AWS::SQS::Queue', Properties: more },
  Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: { Statement } } },
});
const topic = (more: object = {}, ...Statement: object[]): Resources => ({
  Topic: { Type: 'AWS::SNS::Topic', Properties: more },
  Policy: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: { Statement } } },
});
const subscription = (Protocol: string): Resources => ({
  Subscription: { Type: 'AWS::SNS::Subscription', Properties: { Protocol } },
});
const events = { Service: 'events.amazonaws.com' };

const seeds: Seed[] = [
  { rule: 'PCI.SQS.1', bad: queue({ SqsManagedSseEnabled: 'false' }), good: queue() },
  { rule: 'PCI.SQS.2', bad: queue({}, send(events)), good: queue({}, tlsOnly('sqs:*')) },
  { rule: 'PCI.SQS.3', bad: queue({}, send('*')), good: queue({}, send(events)) },
  { rule: 'PCI.SNS.1', bad: topic(), good: topic({ KmsMasterKeyId: 'alias/alerts' }) },
  { rule: 'PCI.SNS.2', bad: topic({}, tlsOnly('sns:Subscribe')), good: topic({}, tlsOnly('sns:Publish')) },
  {
    rule: 'PCI.SNS.3',
    bad: topic({}, send({ AWS: '*' })),
    good: topic({}, send({ AWS: '*' }, { Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } })),
  },
  { rule: 'PCI.SNS.4', bad: subscription('http'), good: subscription('https') },
];
testSeeds(seeds);

test.each<[string, string, Resources, string]>([
  ['a key', 'PCI.SQS.1', queue({ KmsMasterKeyId: 'alias/aws/sqs', SqsManagedSseEnabled: false }), 'satisfied'],
  ['the key of Amazon SQS by name', 'PCI.SQS.1', queue({ SqsManagedSseEnabled: true }), 'satisfied'],
  [
    'a subscription inside the topic',
    'PCI.SNS.4',
    topic({ Subscription: [{ Protocol: 'http', Endpoint: 'x' }] }),
    'violated',
  ],
])('%s: %s', (_name, rule, Resources, outcome) => {
  expect(outcomes(rule, Resources)).toEqual([outcome]);
});
