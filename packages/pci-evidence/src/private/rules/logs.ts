import { accountKey, has, isTrue, present } from '../checks';
import type { Check, Rule } from '../rule';
import { describe } from '../template/possibility';
import { type Judgement, worst } from '../verdict';
import { asLongAsItsStack, YEAR } from './retention';

const GROUP = 'AWS::Logs::LogGroup';
const WATCH_HUB = 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html';

/** Left out, events never expire. */
const keptForAYear = asLongAsItsStack(
  has(
    'RetentionInDays',
    (value) => value === undefined || (typeof value === 'number' && value >= YEAR),
    `at least ${YEAR}`,
  ),
);

/** A data protection policy that masks card numbers, whatever else it looks for. */
const masksCardNumbers: Check = (group, reader): Judgement => {
  const expected = 'a data protection policy that masks CreditCardNumber';
  const documents = reader.read(group, 'DataProtectionPolicy');
  return worst(
    documents.map((document): Judgement => {
      const at = { path: document.path, expected };
      if (document.kind === 'unknown') return { ...at, outcome: 'undecidable', found: describe(document) };
      const text = document.kind === 'known' ? JSON.stringify(document.value) : describe(document);
      const masks = /CreditCardNumber/.test(text) && /"?Deidentify"?/.test(text);
      return { ...at, outcome: masks ? 'satisfied' : 'violated', found: masks ? 'such a policy' : 'none' };
    }),
  );
};

/** One that goes with its stack cannot be protected from going. */
const protectedIfKept: Check = (group, reader) =>
  String(group.attribute('DeletionPolicy') ?? 'Delete').startsWith('Retain')
    ? isTrue('DeletionProtectionEnabled')(group, reader)
    : { outcome: 'not-applicable', path: '', found: 'it goes with its stack', expected: '' };

/** Rules of log groups. */
export const LOG_RULES: readonly Rule[] = [
  {
    id: 'PCI.Logs.1',
    title: 'A log group keeps its events for twelve months or more',
    requirement: '10.5.1',
    related: ['3.2.1', '10.3.3'],
    severity: 'high',
    resourceTypes: [GROUP],
    why: 'Intrusions are found months after they began; the standard asks for a year of history.',
    fix: 'Set RetentionInDays to 365 or more.',
    source: WATCH_HUB,
    covers: [
      'securityhub:CloudWatch.16',
      'prowler:cloudwatch_log_group_retention_policy_specific_days_enabled',
      'pulumi:cloudwatch-log-retention',
    ],
    check: keptForAYear,
  },
  {
    id: 'PCI.Logs.2',
    title: 'A log group is encrypted with a key of the account',
    requirement: '10.3.1',
    related: ['3.5.1', '3.6.1', '8.3.2', '10.3.2'],
    severity: 'medium',
    resourceTypes: [GROUP],
    why: 'With a key of its own, reading a log takes more than access to CloudWatch Logs.',
    fix: 'Set KmsKeyId to a key whose policy lets in the service of logs.',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
    covers: [
      'prowler:cloudwatch_log_group_kms_encryption_enabled',
      'pulumi:cloudwatch-log-group-kms-encryption-enabled',
    ],
    check: accountKey('KmsKeyId'),
  },
  {
    id: 'PCI.Logs.3',
    title: 'Card numbers that get into a log are masked',
    requirement: '3.4.1',
    related: ['3.3.1', '3.5.1', '10.3.1'],
    severity: 'high',
    resourceTypes: [GROUP],
    why: 'Applications log what they are sent. Whoever reads the log sees six and four digits at most.',
    fix: 'Give the group a DataProtectionPolicy with the identifier CreditCardNumber and the operation Deidentify.',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html',
    check: masksCardNumbers,
  },
  {
    id: 'PCI.Logs.4',
    title: 'A log group that is to stay cannot be deleted by hand',
    requirement: '10.3.2',
    related: ['10.5.1', '10.3.1'],
    severity: 'low',
    resourceTypes: [GROUP],
    why: 'Twelve months of history are gone with one call of whoever may delete log groups.',
    fix: 'Set DeletionProtectionEnabled to true.',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protecting-log-groups-from-deletion.html',
    check: protectedIfKept,
  },
  {
    id: 'PCI.Logs.5',
    title: 'What a log group holds ends by a rule',
    requirement: '3.2.1',
    related: ['3.3.1', '10.5.1'],
    severity: 'low',
    resourceTypes: [GROUP],
    why: 'Card data that got into a log is stored for as long as the log, and without a retention that is for ever.',
    fix: 'Set RetentionInDays, to 365 or more.',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html',
    check: present('RetentionInDays'),
  },
];
