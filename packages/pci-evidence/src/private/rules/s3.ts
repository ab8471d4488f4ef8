import { all, any, between, everyItem, has, isTrue, judge, keyOfAccount, oneOf, present, someItem } from '../checks';
import { policyClosedToStrangers, refusesPlaintext } from '../policies/resource-policies';
import type { Check, Rule } from '../rule';
import { describe, type Possibility } from '../template/possibility';
import { once, type Reader, targetsOf } from '../template/read';
import type { Resource } from '../template/template';
import { best, type Judgement, together, worst } from '../verdict';

const BUCKET = 'AWS::S3::Bucket';
const HUB = 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html';

const RETENTION = 'ObjectLockConfiguration.Rule.DefaultRetention';

const BLOCKS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'] as const;

const blocksPublicAccess =
  (property: string): Check =>
  (resource, reader) =>
    together(BLOCKS.map((key) => isTrue(`${property}.${key}`)(resource, reader)));

/** Buckets that load balancers write their logs to. */
const balancerLogs = once((reader) => {
  const entries = reader.platform
    .all('AWS::ElasticLoadBalancingV2::LoadBalancer')
    .flatMap((balancer) => reader.lists(balancer, 'LoadBalancerAttributes').flat(2))
    .filter((entry) => reader.below(entry, 'Key').some((key) => /_logs\.s3\.bucket$/.test(describe(key))));
  return new Set(targetsOf(entries.flatMap((entry) => reader.below(entry, 'Value'))));
});

/** Where S3 writes down who reads other buckets. */
function takesAccessLogs(bucket: Resource, reader: Reader): boolean {
  const logged = reader.referrers(bucket, BUCKET, 'LoggingConfiguration.DestinationBucketName');
  return logged.some((other) => other !== bucket);
}

/** Load balancers write their logs to buckets with keys of S3 alone, and S3 its own access logs as well. */
function takesLogsThatRefuseKeys(bucket: Resource, reader: Reader): boolean {
  return balancerLogs(reader).has(bucket) || takesAccessLogs(bucket, reader);
}

function takesTrail(bucket: Resource, reader: Reader): boolean {
  return reader.referrers(bucket, 'AWS::CloudTrail::Trail', 'S3BucketName').length > 0;
}

/** Other logs of this app that AWS delivers, by what asks for them and where it says where to. */
const DELIVERIES: readonly (readonly [type: string, property: string])[] = [
  ['AWS::EC2::FlowLog', 'LogDestination'],
  ['AWS::WAFv2::LoggingConfiguration', 'LogDestinationConfigs'],
  ['AWS::Route53Resolver::ResolverQueryLoggingConfig', 'DestinationArn'],
];

/** Whether a bucket holds logs that an assessor asks for. */
export function takesAuditLogs(bucket: Resource, reader: Reader): boolean {
  const delivered = DELIVERIES.some(([type, property]) => reader.referrers(bucket, type, property).length > 0);
  return delivered || takesTrail(bucket, reader) || takesLogsThatRefuseKeys(bucket, reader);
}

/** What a lifecycle rule does with objects that are in use. */
const ENDS = ['ExpirationInDays', 'ExpirationDate', 'Transitions', 'Transition'];

function exempt(applies: (bucket: Resource, reader: Reader) => boolean, why: string, check: Check): Check {
  return (bucket, reader) =>
    applies(bucket, reader) ? { outcome: 'not-applicable', path: '', found: why, expected: '' } : check(bucket, reader);
}

const encryption = (test: (rule: Possibility, reader: Reader) => Judgement, expected: string): Check =>
  someItem(
    'BucketEncryption.ServerSideEncryptionConfiguration',
    (item, reader) =>
      worst(
        item.flatMap((rule) => reader.below(rule, 'ServerSideEncryptionByDefault')).map((one) => test(one, reader)),
      ),
    expected,
  );

export const S3_RULES: readonly Rule[] = [
  {
    id: 'PCI.S3.1',
    title: 'A bucket blocks public access in all four ways',
    requirement: '1.4.4',
    related: ['1.3.1', '7.2.1', '7.3.3', '10.3.2'],
    severity: 'critical',
    resourceTypes: [BUCKET],
    why: 'One wrong statement must not be able to publish what is stored.',
    fix: 'Set all four values of PublicAccessBlockConfiguration to true.',
    source: HUB,
    covers: [
      'securityhub:S3.1',
      'securityhub:S3.8',
      'prowler:s3_bucket_public_access',
      'pulumi:s3-bucket-public-access-block-required',
      'securityhub:CloudTrail.6',
      'pulumi:cloudtrail-s3-bucket-public-access-denied',
    ],
    check: blocksPublicAccess('PublicAccessBlockConfiguration'),
  },
  {
    id: 'PCI.S3.2',
    title: 'The policy of a bucket lets in nobody unknown',
    requirement: '7.3.3',
    related: ['1.4.4', '7.2.1', '7.2.5', '10.3.2'],
    severity: 'critical',
    resourceTypes: [BUCKET],
    why: 'Access is denied unless somebody was given it.',
    fix: 'Name the principals, or narrow everybody with aws:PrincipalOrgID or aws:SourceAccount.',
    source: HUB,
    covers: ['pulumi:s3-bucket-disallow-public-read', 'pulumi:s3-bucket-least-privilege'],
    check: policyClosedToStrangers,
  },
  {
    id: 'PCI.S3.3',
    title: 'A bucket refuses requests without TLS',
    requirement: '4.2.1',
    related: ['2.2.7', '8.3.2'],
    severity: 'high',
    resourceTypes: [BUCKET],
    why: 'S3 answers plain HTTP to whoever asks so.',
    fix: 'Deny s3:* to everybody when aws:SecureTransport is false.',
    source: HUB,
    covers: [
      'securityhub:S3.5',
      'prowler:s3_bucket_secure_transport_policy',
      'pulumi:s3-bucket-ssl-enforcement-required',
    ],
    check: refusesPlaintext('s3:GetObject', 's3:PutObject', 's3:ListBucket'),
  },
  {
    id: 'PCI.S3.5',
    title: 'A bucket is encrypted with a key of the account',
    requirement: '3.6.1',
    related: ['3.5.1', '3.7.1'],
    severity: 'medium',
    resourceTypes: [BUCKET],
    why: 'With a key of its own, access to the data can be taken away apart from access to the bucket.',
    fix: 'Set SSEAlgorithm to aws:kms and KMSMasterKeyID. Buckets that take logs of load balancers or of S3 itself cannot.',
    source: HUB,
    covers: ['securityhub:S3.17', 'prowler:s3_bucket_kms_encryption'],
    check: exempt(
      takesLogsThatRefuseKeys,
      'AWS delivers these logs to buckets with SSE-S3 alone',
      encryption((rule, reader) => {
        const [algorithm, key] = ['SSEAlgorithm', 'KMSMasterKeyID'].map((name) => reader.below(rule, name));
        const kms = judge(algorithm ?? [], (value) => ['aws:kms', 'aws:kms:dsse'].includes(String(value)), 'aws:kms');
        return together([kms, keyOfAccount(key ?? [])]);
      }, 'aws:kms and a key of the account'),
    ),
  },
  {
    id: 'PCI.S3.6',
    title: 'A bucket writes down who reads it',
    requirement: '10.2.1',
    related: ['10.2.1.1', '10.2.1.3'],
    severity: 'medium',
    resourceTypes: [BUCKET],
    why: 'Access to card data and to audit logs must leave a trail. It ends where that trail itself is written.',
    fix: 'Set LoggingConfiguration.DestinationBucketName.',
    source: HUB,
    covers: ['securityhub:S3.9', 'prowler:s3_bucket_server_access_logging_enabled', 'pulumi:s3-bucket-access-logging'],
    check: exempt(takesAccessLogs, 'it takes such logs itself', present('LoggingConfiguration')),
  },
  {
    id: 'PCI.S3.7',
    title: 'What a bucket holds cannot be overwritten for good',
    requirement: '10.3.4',
    related: ['10.3.2', '10.3.3', '12.10.1'],
    severity: 'medium',
    resourceTypes: [BUCKET],
    why: 'With versions a mistake or an intruder adds to the record instead of replacing it.',
    fix: 'Set VersioningConfiguration.Status to Enabled.',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html',
    covers: ['prowler:s3_bucket_object_versioning'],
    check: oneOf('VersioningConfiguration.Status', 'Enabled'),
  },
  {
    id: 'PCI.S3.8',
    title: 'What a bucket holds ends, or moves to an archive, by a rule',
    requirement: '3.2.1',
    related: ['3.3.1', '10.5.1'],
    severity: 'low',
    resourceTypes: [BUCKET],
    why: 'Data that nobody decides about is kept for ever.',
    fix: 'Give LifecycleConfiguration a rule with ExpirationInDays or Transitions. One for unfinished uploads alone ends nothing.',
    source: HUB,
    covers: ['prowler:s3_bucket_lifecycle_enabled', 'pulumi:s3-bucket-lifecycle'],
    check: someItem(
      'LifecycleConfiguration.Rules',
      (item, reader) =>
        worst(
          item.map((rule) => {
            const enabled = judge(reader.below(rule, 'Status'), (value) => value === 'Enabled', 'Enabled');
            const ends = best(ENDS.map((key) => judge(reader.below(rule, key), (value) => value !== undefined, key)));
            return worst([enabled, { ...ends, expected: `${ENDS.join(', ')}` }]);
          }),
        ),
      'a rule that is enabled and ends or moves objects',
    ),
  },
  {
    id: 'PCI.S3.9',
    title: 'Access to a bucket is decided by policies, not by lists on objects',
    requirement: '7.2.1',
    related: ['7.3.1', '7.3.2', '10.3.2'],
    severity: 'medium',
    resourceTypes: [BUCKET],
    why: 'Access lists on single objects cannot be reviewed.',
    fix: 'Set OwnershipControls to BucketOwnerEnforced and leave AccessControl out.',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
    covers: ['prowler:s3_bucket_acl_prohibited', 'prowler:s3_bucket_public_write_acl'],
    check: (bucket, reader) =>
      worst([
        has('AccessControl', (value) => value === undefined || value === 'Private', 'nothing')(bucket, reader),
        everyItem('OwnershipControls.Rules', (item, own) =>
          worst(
            item.map((rule) =>
              judge(
                own.below(rule, 'ObjectOwnership'),
                (value) => value === 'BucketOwnerEnforced',
                'BucketOwnerEnforced',
              ),
            ),
          ),
        )(bucket, reader),
      ]),
  },
  {
    id: 'PCI.S3.10',
    title: 'An access point blocks public access in all four ways',
    requirement: '1.4.4',
    related: ['1.3.1', '7.3.3'],
    severity: 'critical',
    resourceTypes: ['AWS::S3::AccessPoint', 'AWS::S3::MultiRegionAccessPoint'],
    why: 'An access point is a second door to the bucket.',
    fix: 'Leave PublicAccessBlockConfiguration out, or set all four values to true.',
    source: HUB,
    covers: ['securityhub:S3.19', 'securityhub:S3.24', 'prowler:s3_access_point_public_access_block'],
    check: (point, reader): Judgement => {
      const blocks = BLOCKS.map((key) =>
        has(
          `PublicAccessBlockConfiguration.${key}`,
          (value) => value === undefined || value === true,
          'true',
        )(point, reader),
      );
      return together(blocks);
    },
  },
  {
    id: 'PCI.S3.11',
    title: 'Nobody removes an audit trail before its time',
    requirement: '10.3.4',
    related: ['10.3.2', '10.3.3', '10.5.1'],
    severity: 'medium',
    resourceTypes: [BUCKET],
    why: 'With Object Lock not even an administrator deletes what would accuse him.',
    fix: 'Set ObjectLockEnabled, and a default retention of a year or more in ObjectLockConfiguration, on the bucket of the trail.',
    source: HUB,
    covers: ['securityhub:S3.15', 'prowler:s3_bucket_object_lock'],
    check: exempt(
      (bucket, reader) => !takesTrail(bucket, reader),
      'no trail is delivered to it',
      all(isTrue('ObjectLockEnabled'), any(between(`${RETENTION}.Days`, 365), between(`${RETENTION}.Years`, 1))),
    ),
  },
];
