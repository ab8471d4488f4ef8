import { accountKey, any, everyItem, has, judge, present, type Test } from '../checks';
import { policyClosedToStrangers, refusesPlaintext } from '../policies/resource-policies';
import type { Rule } from '../rule';
import { worst } from '../verdict';

const QUEUE = 'AWS::SQS::Queue';
const TOPIC = 'AWS::SNS::Topic';
const SQS =
  'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html';
const SNS = 'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html';

/** Amazon SQS encrypts with a key of its own unless a template says that it must not. */
const isEncryptedByDefault = has(
  'SqsManagedSseEnabled',
  (value) => value === undefined || value === true || value === 1,
  'true, or nothing',
);

const isNotHttp: Test = (value) => value !== 'http';
const notHttp = has('Protocol', isNotHttp, 'not http');
/** Subscriptions that a topic carries along. */
const noListenerOverHttp = everyItem('Subscription', (item, reader) =>
  worst(item.map((one) => judge(reader.below(one, 'Protocol'), isNotHttp, 'not http'))),
);

export const MESSAGING_RULES: readonly Rule[] = [
  {
    id: 'PCI.SQS.1',
    title: 'What waits in a queue is encrypted',
    requirement: '3.5.1',
    related: ['3.6.1', '8.3.2'],
    severity: 'high',
    resourceTypes: [QUEUE],
    why: 'Messages about payments are stored card data while they wait.',
    fix: 'Leave SqsManagedSseEnabled out or set it to true, or set KmsMasterKeyId.',
    source: SQS,
    covers: ['securityhub:SQS.1', 'pulumi:sqs-encryption'],
    check: any(isEncryptedByDefault, present('KmsMasterKeyId')),
  },
  {
    id: 'PCI.SQS.2',
    title: 'A queue refuses requests without TLS',
    requirement: '4.2.1',
    related: ['2.2.7', '8.3.2'],
    severity: 'high',
    resourceTypes: [QUEUE],
    why: 'SQS answers plain HTTP to whoever asks so.',
    fix: 'Deny sqs:* to everybody when aws:SecureTransport is false.',
    source: SQS,
    check: refusesPlaintext('sqs:SendMessage', 'sqs:ReceiveMessage'),
  },
  {
    id: 'PCI.SQS.3',
    title: 'The policy of a queue lets in nobody unknown',
    requirement: '7.3.3',
    related: ['1.4.4', '7.2.1', '7.2.5'],
    severity: 'critical',
    resourceTypes: [QUEUE],
    why: 'Whoever can send to the queue can make payments; whoever can read it learns of them.',
    fix: 'Name the principals, or narrow everybody with aws:SourceArn.',
    source: SQS,
    covers: ['securityhub:SQS.3', 'pulumi:pubsub-least-privilege-iam'],
    check: policyClosedToStrangers,
  },
  {
    id: 'PCI.SNS.1',
    title: 'What a topic passes on is encrypted with a key of the account',
    requirement: '3.5.1',
    related: ['3.6.1', '8.3.2'],
    severity: 'medium',
    resourceTypes: [TOPIC],
    why: 'Messages rest in a topic until every subscriber has them.',
    fix: 'Set KmsMasterKeyId to a key of the account; alarms need one whose policy lets CloudWatch in.',
    source: SNS,
    covers: [
      'securityhub:SNS.1',
      'prowler:sns_topics_kms_encryption_at_rest_enabled',
      'pulumi:sns-kms-encryption-enabled',
    ],
    check: accountKey('KmsMasterKeyId'),
  },
  {
    id: 'PCI.SNS.2',
    title: 'A topic refuses requests without TLS',
    requirement: '4.2.1',
    related: ['2.2.7', '8.3.2'],
    severity: 'high',
    resourceTypes: [TOPIC],
    why: 'SNS answers plain HTTP to whoever asks so.',
    fix: 'Deny sns:Publish to everybody when aws:SecureTransport is false.',
    source: SNS,
    check: refusesPlaintext('sns:Publish'),
  },
  {
    id: 'PCI.SNS.3',
    title: 'The policy of a topic lets in nobody unknown',
    requirement: '7.3.3',
    related: ['1.4.4', '7.2.1', '7.2.5'],
    severity: 'critical',
    resourceTypes: [TOPIC],
    why: 'Whoever may subscribe hears what operations hear; whoever may publish drowns it.',
    fix: 'Name the principals, or narrow everybody with aws:SourceAccount.',
    source: SNS,
    covers: ['securityhub:SNS.4', 'pulumi:pubsub-least-privilege-iam'],
    check: policyClosedToStrangers,
  },
  {
    id: 'PCI.SNS.4',
    title: 'Nobody is told over plain HTTP',
    requirement: '4.2.1',
    related: ['2.2.7'],
    severity: 'high',
    resourceTypes: ['AWS::SNS::Subscription', TOPIC],
    why: 'The message crosses the internet in clear text.',
    fix: 'Subscribe an https address, a queue or a function.',
    source: SNS,
    check: (resource, reader) => (resource.type === TOPIC ? noListenerOverHttp : notHttp)(resource, reader),
  },
];
