import { accountKey, has, isTrue, judge, oneOf, present, target } from '../checks';
import type { Check, Rule } from '../rule';
import { describe, type Possibility } from '../template/possibility';
import type { Reader } from '../template/read';
import { best, type Judgement, readOff, worst } from '../verdict';
import { COMPOSITE, tellsSomebody } from './alarm-readers';

const TRAIL = 'AWS::CloudTrail::Trail';
const FLOW_LOG = 'AWS::EC2::FlowLog';
const TRAIL_HUB = 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html';
const WATCH_HUB = 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html';

/** Data events of a kind of resource, by the older selectors or the advanced ones. */
const recordsData =
  (type: string): Check =>
  (trail, reader): Judgement => {
    const expected = `data events of ${type}`;
    const selectors = ['EventSelectors', 'AdvancedEventSelectors'].flatMap((key) => reader.lists(trail, key).flat(2));
    const kinds = selectors.filter((selector) => names(selector, type, reader)).flatMap((one) => recorded(one, reader));
    const missing = ['reads', 'writes'].filter((kind) => !kinds.includes(kind));
    const open = selectors.some(({ kind }) => kind === 'unknown');
    const outcome = missing.length === 0 ? 'satisfied' : open ? 'undecidable' : 'violated';
    const found = missing.length === 0 ? 'such events' : kinds[0] === undefined ? 'none' : `${kinds.join()} alone`;
    return { outcome, path: 'Properties.EventSelectors', found, expected };
  };

/** Whether a selector of data takes what reads, what writes, or both. */
function recorded(selector: Possibility, reader: Reader): string[] {
  const fields = reader.listsOf(reader.below(selector, 'FieldSelectors')).flat(2);
  const readOnly = fields
    .filter((field) => reader.below(field, 'Field').some((one) => describe(one) === 'readOnly'))
    .flatMap((field) => reader.listsOf(reader.below(field, 'Equals')).flat(2));
  const said = [...reader.below(selector, 'ReadWriteType'), ...readOnly].map(describe);
  const only = { WriteOnly: 'writes', false: 'writes', ReadOnly: 'reads', true: 'reads' } as const;
  const narrowed = said.flatMap((word) => (word in only ? [only[word as keyof typeof only]] : []));
  return narrowed.length > 0 ? [...new Set(narrowed)] : ['reads', 'writes'];
}

function names(selector: Possibility, type: string, reader: Reader): boolean {
  const plain = reader.listsOf(reader.below(selector, 'DataResources')).flat(2);
  const fields = reader.listsOf(reader.below(selector, 'FieldSelectors')).flat(2);
  return (
    plain.some((one) => reader.below(one, 'Type').some((value) => describe(value) === type)) ||
    fields.some((field) =>
      reader
        .listsOf(reader.below(field, 'Equals'))
        .flat(2)
        .some((value) => describe(value) === type),
    )
  );
}

/** Without selectors a trail records all management events; with them, those that one of them selects. */
const recordsManagement: Check = (trail, reader): Judgement => {
  const expected = 'management events, those that read included';
  const judged = (['EventSelectors', 'AdvancedEventSelectors'] as const).flatMap((key) =>
    reader
      .lists(trail, key)
      .filter((list) => list.length > 0)
      .map((list) => best(list.map((item) => worst(item.map((one) => selects(one, key, reader)))))),
  );
  const all = { outcome: 'satisfied', path: 'Properties.EventSelectors', found: 'all of them', expected } as const;
  return judged.length > 0 ? { ...worst(judged), expected } : all;
};

function selects(selector: Possibility, kind: 'EventSelectors' | 'AdvancedEventSelectors', reader: Reader): Judgement {
  if (kind === 'EventSelectors') {
    const included = judge(reader.below(selector, 'IncludeManagementEvents'), (value) => value !== false, 'true');
    const both = judge(
      reader.below(selector, 'ReadWriteType'),
      (value) => value === undefined || value === 'All',
      'All',
    );
    const excluded = reader
      .listsOf(reader.below(selector, 'ExcludeManagementEventSources'))
      .flat(2)
      .map((one) => judge([one], (value) => value === undefined, 'no source left out'));
    return worst([included, both, ...excluded]);
  }
  if (selector.kind === 'unknown')
    return { outcome: 'undecidable', path: selector.path, found: selector.reason, expected: '' };
  const fields = reader.listsOf(reader.below(selector, 'FieldSelectors')).flat(2);
  const named = fields.map((field) => reader.below(field, 'Field'));
  const open = named.flat().find(({ kind }) => kind === 'unknown');
  if (open) return { outcome: 'undecidable', path: open.path, found: describe(open), expected: '' };
  const categories = fields.flatMap((field) => reader.listsOf(reader.below(field, 'Equals')).flat(2)).map(describe);
  // Any other field leaves out some: what reads, what writes, a service.
  const isAll = named.flat().every((one) => describe(one) === 'eventCategory');
  const management = categories.includes('Management') && isAll;
  const found = management ? 'management events' : 'other events, or some of them';
  return { outcome: management ? 'satisfied' : 'violated', path: selector.path, found, expected: '' };
}

export const AUDIT_RULES: readonly Rule[] = [
  {
    id: 'PCI.CloudTrail.1',
    title: 'A trail records every region',
    requirement: '10.2.1',
    related: ['10.2.1.5', '10.2.2'],
    severity: 'high',
    resourceTypes: [TRAIL],
    why: 'An intruder works where nobody looks.',
    fix: 'Set IsMultiRegionTrail to true.',
    source: TRAIL_HUB,
    covers: [
      'securityhub:CloudTrail.3',
      'prowler:cloudtrail_multi_region_enabled',
      'pulumi:cloudtrail-multi-region-enabled',
    ],
    check: isTrue('IsMultiRegionTrail'),
  },
  {
    id: 'PCI.CloudTrail.2',
    title: 'A trail is switched on and records the global services',
    requirement: '10.2.1',
    related: ['10.2.1.2', '10.2.1.5', '10.2.1.6'],
    severity: 'high',
    resourceTypes: [TRAIL],
    why: 'A trail that is there and does not log shows green and holds nothing.',
    fix: 'Set IsLogging to true, and IncludeGlobalServiceEvents to true or leave it out.',
    source: TRAIL_HUB,
    covers: ['pulumi:cloudtrail-enabled'],
    check: (trail, reader) =>
      worst([
        isTrue('IsLogging')(trail, reader),
        has('IncludeGlobalServiceEvents', (value) => value === undefined || value === true, 'true')(trail, reader),
      ]),
  },
  {
    id: 'PCI.CloudTrail.3',
    title: 'Changes to the files of a trail show',
    requirement: '10.3.4',
    related: ['10.3.2', '10.3.3', '11.5.2'],
    severity: 'medium',
    resourceTypes: [TRAIL],
    why: 'Digest files prove that no log file was changed or removed.',
    fix: 'Set EnableLogFileValidation to true.',
    source: TRAIL_HUB,
    covers: [
      'securityhub:CloudTrail.4',
      'prowler:cloudtrail_log_file_validation_enabled',
      'pulumi:cloudtrail-log-file-validation-enabled',
    ],
    check: isTrue('EnableLogFileValidation'),
  },
  {
    id: 'PCI.CloudTrail.4',
    title: 'A trail is encrypted with a key of the account',
    requirement: '10.3.1',
    related: ['3.6.1', '10.3.2', '10.3.3'],
    severity: 'medium',
    resourceTypes: [TRAIL],
    why: 'The audit trail must be readable by those alone whose work it is.',
    fix: 'Set KMSKeyId to a key whose policy lets CloudTrail encrypt.',
    source: TRAIL_HUB,
    covers: [
      'securityhub:CloudTrail.2',
      'prowler:cloudtrail_kms_encryption_enabled',
      'pulumi:cloudtrail-kms-encryption-enabled',
    ],
    check: accountKey('KMSKeyId'),
  },
  {
    id: 'PCI.CloudTrail.5',
    title: 'A trail is delivered to CloudWatch Logs, where alarms can watch it',
    requirement: '10.4.1.1',
    related: ['10.2.1', '10.4.2', '10.7.2'],
    severity: 'medium',
    resourceTypes: [TRAIL],
    why: 'Logs must be reviewed by a machine each day; files in a bucket are not.',
    fix: 'Set CloudWatchLogsLogGroupArn and CloudWatchLogsRoleArn.',
    source: TRAIL_HUB,
    covers: [
      'securityhub:CloudTrail.5',
      'prowler:cloudtrail_cloudwatch_logging_enabled',
      'pulumi:cloudtrail-cloudwatch-logs-integration',
    ],
    check: present('CloudWatchLogsLogGroupArn'),
  },
  {
    id: 'PCI.CloudTrail.6',
    title: 'A trail records who reads and writes objects in buckets',
    requirement: '10.2.1.1',
    related: ['10.2.1', '10.2.1.3', '10.3.1'],
    severity: 'medium',
    resourceTypes: [TRAIL],
    why: 'Each access to card data by a person must be in the audit log, and management events do not hold it.',
    fix: 'Add data events of AWS::S3::Object.',
    source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html',
    covers: [
      'securityhub:S3.22',
      'securityhub:S3.23',
      'prowler:cloudtrail_s3_dataevents_write_enabled',
      'pulumi:cloudtrail-s3-data-events-enabled',
    ],
    check: recordsData('AWS::S3::Object'),
  },
  {
    id: 'PCI.CloudTrail.7',
    title: 'A trail records what administrators do and read',
    requirement: '10.2.1.2',
    related: ['10.2.1', '10.2.1.3', '10.2.1.5', '10.2.1.6', '10.2.1.7'],
    severity: 'high',
    resourceTypes: [TRAIL],
    why: 'Selectors for data replace the default: a trail with them may hold no call of an administrator any more.',
    fix: 'Keep IncludeManagementEvents true with ReadWriteType All and no source excluded, or select the eventCategory Management and nothing else.',
    source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html',
    covers: ['pulumi:audit-admin-actions-logged'],
    check: recordsManagement,
  },
  {
    id: 'PCI.CloudTrail.8',
    title: 'A trail notices calls and errors that are more than usual',
    requirement: '10.4.1.1',
    related: ['10.4.1', '10.7.2', '11.5.1'],
    severity: 'low',
    resourceTypes: [TRAIL],
    why: 'A burst of calls or of refusals is what an intruder looks like before anybody knows his name.',
    fix: 'Set InsightSelectors to ApiCallRateInsight and ApiErrorRateInsight.',
    source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html',
    covers: ['prowler:cloudtrail_insights_exist'],
    check: present('InsightSelectors'),
  },
  {
    id: 'PCI.CloudTrail.9',
    title: 'Who reads an audit trail is written down',
    requirement: '10.2.1.3',
    related: ['10.2.1', '10.3.1', '10.3.2'],
    severity: 'medium',
    resourceTypes: [TRAIL],
    why: 'Access to audit logs must be in the audit log as well.',
    fix: 'Give the bucket of the trail a LoggingConfiguration.',
    source: TRAIL_HUB,
    covers: ['securityhub:CloudTrail.7', 'pulumi:audit-log-access-logged'],
    check: target('S3BucketName', present('LoggingConfiguration')),
  },
  {
    id: 'PCI.CloudWatch.1',
    title: 'An alarm tells somebody',
    requirement: '10.7.2',
    related: ['10.4.1', '10.4.2', '11.5.2', '12.10.5'],
    severity: 'medium',
    resourceTypes: ['AWS::CloudWatch::Alarm', COMPOSITE],
    why: 'An alarm without an action rings in an empty room.',
    fix: 'Give AlarmActions a topic, or let a deployment or a composite alarm with an action read it.',
    source: WATCH_HUB,
    covers: [
      'securityhub:CloudWatch.15',
      'securityhub:CloudWatch.17',
      'prowler:cloudwatch_alarm_actions_alarm_state_configured',
      'pulumi:cloudwatch-alarms-actions-required',
    ],
    check: tellsSomebody,
  },
  {
    id: 'PCI.VPC.1',
    title: 'The traffic of a network is written down',
    requirement: '10.2.1',
    related: ['10.3.1', '11.5.1'],
    severity: 'high',
    resourceTypes: ['AWS::EC2::VPC'],
    why: 'Who talked to whom is what an investigation asks first.',
    fix: 'Add an AWS::EC2::FlowLog of the VPC with TrafficType ALL.',
    source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html',
    covers: [
      'securityhub:EC2.6',
      'prowler:vpc_flow_logs_enabled',
      'pulumi:vpc-flow-logs',
      'pulumi:vpc-subnet-flow-logs',
    ],
    check: (vpc, reader): Judgement => {
      const expected = 'a flow log of all traffic';
      const own = reader
        .referrers(vpc, FLOW_LOG, 'ResourceId')
        .map((log) =>
          reader.certain(log, vpc, readOff(log, { ...oneOf('TrafficType', 'ALL')(log, reader), expected })),
        );
      if (own.length > 0) return best(own);
      const logs = reader.platform.all(FLOW_LOG);
      const open = logs.find((log) => reader.targets(log, 'ResourceId').length === 0);
      const found = open ? `${open.logicalId} may be of it` : 'none';
      return open
        ? readOff(open, { outcome: 'undecidable', path: 'Properties.ResourceId', found, expected })
        : { outcome: 'violated', path: `${FLOW_LOG}.ResourceId`, found, expected };
    },
  },
];
