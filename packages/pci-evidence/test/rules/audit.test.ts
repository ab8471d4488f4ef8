import { RULES } from '../../src/private/rules';
import { Reader } from '../../src/private/template/read';
import { platformOf } from '../template/build';
import { judgements, outcomes, type Resources, type Seed, testSeeds } from './seeded';

const group = (more: object): Resources => ({ Group: { Type: 'AWS::Logs::LogGroup', Properties: more } });
const kept = (more: object): Resources => ({
  Group: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain', Properties: more },
});
const trail = (more: object): Resources => ({ Trail: { Type: 'AWS::CloudTrail::Trail', Properties: more } });
const trailInto = (bucket: object): Resources => ({
  ...trail({ S3BucketName: { Ref: 'Bucket' } }),
  Bucket: { Type: 'AWS::S3::Bucket', Properties: bucket },
});
const select = (...fields: object[]) => trail({ AdvancedEventSelectors: [{ FieldSelectors: fields }] });
const management = { Field: 'eventCategory', Equals: ['Management'] };
const alarm = (more: object, others: Resources = {}): Resources => ({
  Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: more },
  ...others,
});
const vpc = (others: Resources): Resources => ({ Vpc: { Type: 'AWS::EC2::VPC' }, ...others });
const flowLog = (more: object): Resources => ({
  Log: { Type: 'AWS::EC2::FlowLog', Properties: { ResourceId: { Ref: 'Vpc' }, TrafficType: 'ALL', ...more } },
});
const protection = (operation: object) => ({
  DataProtectionPolicy: {
    Statement: [
      { DataIdentifier: ['arn:aws:dataprotection::aws:data-identifier/CreditCardNumber'], Operation: operation },
    ],
  },
});
const data = (Type: string) => ({ EventSelectors: [{ DataResources: [{ Type, Values: ['arn:aws:s3:::b/'] }] }] });

const seeds: Seed[] = [
  { rule: 'PCI.Logs.1', bad: group({ RetentionInDays: 90 }), good: group({ RetentionInDays: '365' }) },
  { rule: 'PCI.Logs.5', bad: group({}), good: group({ RetentionInDays: 3653 }) },
  { rule: 'PCI.Logs.2', bad: group({}), good: group({ KmsKeyId: 'arn:x' }) },
  {
    rule: 'PCI.Logs.3',
    bad: group(protection({ Audit: {} })),
    good: group(protection({ Deidentify: { MaskConfig: {} } })),
  },
  {
    rule: 'PCI.Logs.4',
    bad: kept({ DeletionProtectionEnabled: 'false' }),
    good: kept({ DeletionProtectionEnabled: true }),
  },
  { rule: 'PCI.CloudTrail.1', bad: trail({}), good: trail({ IsMultiRegionTrail: true }) },
  { rule: 'PCI.CloudTrail.2', bad: trail({ IsLogging: false }), good: trail({ IsLogging: true }) },
  { rule: 'PCI.CloudTrail.3', bad: trail({}), good: trail({ EnableLogFileValidation: true }) },
  { rule: 'PCI.CloudTrail.4', bad: trail({}), good: trail({ KMSKeyId: 'arn:x' }) },
  { rule: 'PCI.CloudTrail.5', bad: trail({}), good: trail({ CloudWatchLogsLogGroupArn: 'arn:x' }) },
  { rule: 'PCI.CloudTrail.6', bad: trail(data('AWS::Lambda::Function')), good: trail(data('AWS::S3::Object')) },
  {
    rule: 'PCI.CloudTrail.7',
    bad: trail({ EventSelectors: [{ IncludeManagementEvents: 'false' }] }),
    good: trail({ EventSelectors: [{ IncludeManagementEvents: false }, { ReadWriteType: 'All' }] }),
  },
  {
    rule: 'PCI.CloudTrail.8',
    bad: trail({}),
    good: trail({ InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] }),
  },
  { rule: 'PCI.CloudTrail.9', bad: trailInto({}), good: trailInto({ LoggingConfiguration: { LogFilePrefix: 'x' } }) },
  { rule: 'PCI.CloudWatch.1', bad: alarm({}), good: alarm({ AlarmActions: ['arn:x'] }) },
  { rule: 'PCI.VPC.1', bad: vpc(flowLog({ TrafficType: 'REJECT' })), good: vpc(flowLog({})) },
];
testSeeds(seeds);

const advanced = {
  AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'resources.type', Equals: ['AWS::S3::Object'] }] }],
};
const deployment: Resources = {
  Service: {
    Type: 'AWS::ECS::Service',
    Properties: { DeploymentConfiguration: { Alarms: { AlarmNames: ['rollback'] } } },
  },
};

test.each<[string, string, Resources, string]>([
  ['a group that goes with its stack', 'PCI.Logs.4', group({}), 'not-applicable'],
  ['events that are kept for ever', 'PCI.Logs.1', group({}), 'satisfied'],
  ['a retention for each stage', 'PCI.Logs.1', group({ RetentionInDays: { 'Fn::If': ['Prod', 365, 7] } }), 'violated'],
  ['advanced selectors', 'PCI.CloudTrail.6', trail(advanced), 'satisfied'],
  ['a trail without selectors', 'PCI.CloudTrail.7', trail({}), 'satisfied'],
  ['writing alone', 'PCI.CloudTrail.7', trail({ EventSelectors: [{ ReadWriteType: 'WriteOnly' }] }), 'violated'],
  ['data alone', 'PCI.CloudTrail.7', trail(advanced), 'violated'],
  ['management, by advanced selectors', 'PCI.CloudTrail.7', select(management), 'satisfied'],
  [
    'management that writes, by advanced selectors',
    'PCI.CloudTrail.7',
    select(management, { Field: 'readOnly', Equals: ['false'] }),
    'violated',
  ],
  [
    'management but for keys, by advanced selectors',
    'PCI.CloudTrail.7',
    select(management, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }),
    'violated',
  ],
  ['a field that is open', 'PCI.CloudTrail.7', select(management, { Field: { Ref: 'Field' } }), 'undecidable'],
  [
    'management but for keys',
    'PCI.CloudTrail.7',
    trail({ EventSelectors: [{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }] }),
    'violated',
  ],
  [
    'management that leaves out nothing',
    'PCI.CloudTrail.7',
    trail({ EventSelectors: [{ ExcludeManagementEventSources: [] }] }),
    'satisfied',
  ],
  ['a bucket of another app', 'PCI.CloudTrail.9', trail({ S3BucketName: 'trails' }), 'undecidable'],
  ['an alarm that a deployment reads', 'PCI.CloudWatch.1', alarm({ AlarmName: 'rollback' }, deployment), 'satisfied'],
  ['one that a deployment does not read', 'PCI.CloudWatch.1', alarm({ AlarmName: 'other' }, deployment), 'violated'],
  [
    'an alarm whose actions are off',
    'PCI.CloudWatch.1',
    alarm({ AlarmActions: ['a'], ActionsEnabled: 'false' }),
    'violated',
  ],
  ['no flow log', 'PCI.VPC.1', vpc({}), 'violated'],
  ['a flow log of something outside', 'PCI.VPC.1', vpc(flowLog({ ResourceId: 'vpc-1' })), 'undecidable'],
])('%s: %s', (_name, rule, Resources, outcome) => {
  expect(outcomes(rule, Resources)).toEqual([outcome]);
});

const composite = (AlarmRule: unknown, more: object = { AlarmActions: ['arn:x'] }) => ({
  Type: 'AWS::CloudWatch::CompositeAlarm',
  Properties: { AlarmRule, ...more },
});
const errors = { 'Fn::Sub': 'ALARM("${Alarm}")' };
const sometimes = { ...composite(errors), Condition: 'Live' };
const both = { 'Fn::Sub': 'ALARM("${Both.Arn}")' };

test.each<[string, Resources, string[]]>([
  ['that has an action', { Both: composite(errors) }, ['satisfied', 'satisfied']],
  ['that has none', { Both: composite(errors, {}) }, ['violated', 'violated']],
  [
    'whose actions are off',
    { Both: composite(errors, { AlarmActions: ['arn:x'], ActionsEnabled: false }) },
    ['violated', 'violated'],
  ],
  [
    'that another one reads, which has an action',
    { Both: composite(errors, {}), Top: composite(both) },
    ['satisfied', 'satisfied', 'satisfied'],
  ],
  [
    'that another one reads, which has none either, and is read by it',
    { Both: composite({ 'Fn::Sub': 'ALARM(${Alarm}) OR ALARM(${Top.Arn})' }, {}), Top: composite(both, {}) },
    ['violated', 'violated', 'violated'],
  ],
  [
    'that has none, beside one that has',
    { Both: composite(errors, {}), Top: composite({ 'Fn::Sub': 'OK(x) OR ALARM(${Alarm})' }) },
    ['satisfied', 'violated', 'satisfied'],
  ],
  ['that is there sometimes', { Both: sometimes }, ['undecidable', 'satisfied']],
  ['that reads others', { Both: composite('ALARM("other")') }, ['violated', 'satisfied']],
])('an alarm without actions and a composite one %s', (_name, others, expected) => {
  expect(outcomes('PCI.CloudWatch.1', alarm({}, others))).toEqual(expected);
});

test('who is told of an alarm stands in the evidence', () => {
  const [read] = judgements('PCI.CloudWatch.1', alarm({}, { Both: composite(errors) }));
  expect([read?.at?.logicalId, read?.path, read?.found]).toEqual([
    'Both',
    'Properties.AlarmActions',
    'read by Both; ActionsEnabled: left out, which means the same',
  ]);
});

test('who reads an alarm is in its stack, or says its name', () => {
  const alarm = (AlarmName?: string) => ({ Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName } });
  const rule = RULES.find(({ id }) => id === 'PCI.CloudWatch.1');
  const arn = 'arn:aws:cloudwatch:eu-west-1:111122223333';
  const platform = platformOf(
    {
      Dev: { Resources: { Errors: alarm() } },
      Prod: { Resources: { Errors: alarm(), All: composite({ 'Fn::Sub': 'ALARM("${Errors}")' }) } },
      Live: {
        Resources: { Errors: alarm(), All: composite({ 'Fn::Join': ['', ['ALARM("', { Ref: 'Errors' }, '")']] }) },
      },
      Named: { Resources: { Late: alarm('late'), Slow: alarm('slow'), Full: alarm('full') } },
      Reader: { Resources: { All: composite(`ALARM("late") AND (NOT OK(slow) OR ALARM("${arn}:alarm:full"))`) } },
      Elsewhere: { Resources: { Late: alarm('late') } },
    },
    { Elsewhere: '444455556666' },
  );
  const reader = new Reader(platform);
  expect(platform.all('AWS::CloudWatch::Alarm').map((one) => [one.id, rule?.check(one, reader).outcome])).toEqual([
    ['Dev/Errors', 'violated'],
    ['Prod/Errors', 'satisfied'],
    ['Live/Errors', 'satisfied'],
    ['Named/Late', 'satisfied'],
    ['Named/Slow', 'satisfied'],
    ['Named/Full', 'satisfied'],
    ['Elsewhere/Late', 'violated'],
  ]);
});
