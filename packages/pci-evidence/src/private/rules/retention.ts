import { everyItem, isNothing, judge } from '../checks';
import type { Check, Rule } from '../rule';
import { describe, type Possibility } from '../template/possibility';
import { once, type Reader, targetsOf } from '../template/read';
import type { Resource } from '../template/template';
import { type Judgement, worst } from '../verdict';
import { takesAuditLogs } from './s3';

const BUCKET = 'AWS::S3::Bucket';
const KEYS = ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'];

/** Twelve months, and the three of them that must be at hand. */
export const YEAR = 365;
const AT_HAND = 90;

/** A restore from these takes minutes to hours. */
const ARCHIVES = ['GLACIER', 'DEEP_ARCHIVE'];

/** What is left of a resource once its stack is deleted; databases leave a snapshot unless told otherwise. */
function policyOf(resource: Resource): string {
  const isDatabase = /^AWS::RDS::DB(Cluster|Instance)$/.test(resource.type);
  return String(resource.attribute('DeletionPolicy') ?? (isDatabase ? 'Snapshot' : 'Delete'));
}

const stays = (resource: Resource) => /^(Retain|Snapshot)/.test(policyOf(resource));

/**
 * How long a stack stands, no template tells: what holds as long as it does is satisfied, and it is told that it ends
 * with the stack.
 */
function tellingTheEnd(endsWithStack: (resource: Resource, reader: Reader) => boolean, check: Check): Check {
  return (resource, reader) => {
    const judgement = check(resource, reader);
    return judgement.outcome === 'satisfied' && endsWithStack(resource, reader)
      ? { ...judgement, found: `${judgement.found}; gone with its stack` }
      : judgement;
  };
}

/** The same for what CloudFormation deletes with all that it holds. */
export const asLongAsItsStack = (check: Check): Check => tellingTheEnd((resource) => !stays(resource), check);

/** A bucket that holds something goes only if somebody empties it. */
const isEmptied = (bucket: Resource, reader: Reader) =>
  reader.referrers(bucket, 'Custom::S3AutoDeleteObjects', 'BucketName').length > 0;

/** What a rule of a lifecycle does with logs of a year. */
function keepsLogs(rule: Possibility, reader: Reader): Judgement {
  if (reader.below(rule, 'Status').every((one) => describe(one) === 'Disabled'))
    return { outcome: 'satisfied', path: rule.path, found: 'a rule that is off', expected: '' };
  const lists = reader.listsOf(reader.below(rule, 'Transitions')).flat(2);
  const moves = [...lists, ...reader.below(rule, 'Transition')].filter((move) =>
    reader.below(move, 'StorageClass').some((one) => ARCHIVES.includes(describe(one))),
  );
  const atLeast = (of: Possibility, key: string, days: number) =>
    judge(reader.below(of, key), (value) => value === undefined || Number(value) >= days, `${days} days or more`);
  return worst([
    atLeast(rule, 'ExpirationInDays', YEAR),
    ...reader.below(rule, 'ExpirationDate').map(isNothing),
    ...moves.map((move) => atLeast(move, 'TransitionInDays', AT_HAND)),
  ]);
}

const keepsAuditLogs: Check = tellingTheEnd(
  isEmptied,
  everyItem('LifecycleConfiguration.Rules', (rules, reader) => worst(rules.map((rule) => keepsLogs(rule, reader)))),
);

/** Where resources that hold data name their key. */
const KEYS_OF: Readonly<Record<string, string>> = {
  'AWS::Logs::LogGroup': 'KmsKeyId',
  'AWS::CloudTrail::Trail': 'KMSKeyId',
  'AWS::RDS::DBCluster': 'KmsKeyId',
  'AWS::RDS::DBInstance': 'KmsKeyId',
  'AWS::Backup::BackupVault': 'EncryptionKeyArn',
  'AWS::SecretsManager::Secret': 'KmsKeyId',
};

function keysOf(resource: Resource, reader: Reader): Resource[] {
  if (resource.type !== BUCKET) return reader.targets(resource, KEYS_OF[resource.type] ?? '');
  const rules = reader.lists(resource, 'BucketEncryption.ServerSideEncryptionConfiguration').flat(2);
  return targetsOf(rules.flatMap((rule) => reader.below(rule, 'ServerSideEncryptionByDefault.KMSMasterKeyID')));
}

/** The files of a trail lie in its bucket. */
const holdersOf = (resource: Resource, reader: Reader) =>
  resource.type === 'AWS::CloudTrail::Trail' ? reader.targets(resource, 'S3BucketName') : [resource];

/** What stays when its stack goes, by the keys without which nobody reads it. */
const keptUnder = once((reader) => {
  const kept = new Map<Resource, Resource[]>();
  for (const resource of reader.platform.all(BUCKET, ...Object.keys(KEYS_OF))) {
    const holders = holdersOf(resource, reader).filter(stays);
    if (holders.length === 0) continue;
    for (const key of keysOf(resource, reader)) kept.set(key, [...(kept.get(key) ?? []), ...holders]);
  }
  return kept;
});

const staysWithItsData: Check = (key, reader): Judgement => {
  const at = { path: 'DeletionPolicy', expected: 'Retain, or nothing that is kept' };
  const policy = policyOf(key);
  const kept = [...new Set(keptUnder(reader).get(key))].map(({ logicalId }) => logicalId);
  if (stays(key)) return { ...at, outcome: 'satisfied', found: policy };
  if (kept.length === 0) return { ...at, outcome: 'satisfied', found: `${policy}; kept: nothing` };
  return { ...at, outcome: 'violated', found: `${policy}; kept: ${kept.join(', ')}` };
};

/** Rules of how long somebody can read what is kept. */
export const RETENTION_RULES: readonly Rule[] = [
  {
    id: 'PCI.S3.12',
    title: 'A bucket keeps audit logs for twelve months, three of them at hand',
    requirement: '10.5.1',
    related: ['10.3.2', '10.3.3'],
    severity: 'high',
    resourceTypes: [BUCKET],
    why: 'Intrusions are found months after they began; the standard asks for a year of history.',
    fix: 'Leave ExpirationInDays out or set it to 365 or more, and move nothing to an archive within 90 days.',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html',
    check: (bucket, reader) =>
      takesAuditLogs(bucket, reader)
        ? keepsAuditLogs(bucket, reader)
        : { outcome: 'not-applicable', path: '', found: 'no log of this app is delivered to it', expected: '' },
  },
  {
    id: 'PCI.KMS.6',
    title: 'A key stays as long as what it encrypts',
    requirement: '10.5.1',
    related: ['3.7.5', '12.10.1'],
    severity: 'medium',
    resourceTypes: KEYS,
    why: 'Logs and backups that outlive their stack cannot be read once its key is destroyed.',
    fix: 'Set DeletionPolicy of the key to Retain, as it is for what the key encrypts.',
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html',
    check: staysWithItsData,
  },
];
