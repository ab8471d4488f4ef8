import { RULES } from '../../src/private/rules';
import { Reader } from '../../src/private/template/read';
import { platformOf } from '../template/build';
import { bucketWithPolicy } from './resources';
import { judgements, outcomes, type Resources, testSeeds } from './seeded';

const OWN = '111122223333';
const OTHER = '999999999999';
const root = (account: unknown) => ({
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', account, ':root']],
});
const allow = (Principal: unknown, more: object = {}) => ({ Statement: [{ Effect: 'Allow', Principal, ...more }] });
const read = (Principal: unknown, more: object = {}) =>
  allow(Principal, { Action: 's3:GetObject', Resource: '*', ...more });
const withPolicy = (Type: string, Properties: object) => ({ X: { Type, Properties } });
/** What the template leaves open. */
const OPEN = { Ref: 'Partner' };
const when = (operator: string, key: string, value: unknown) => ({ Condition: { [operator]: { [key]: value } } });

testSeeds([
  {
    rule: 'PCI.IAM.11',
    bad: bucketWithPolicy(read({ AWS: root(OTHER) })),
    good: bucketWithPolicy(read({ AWS: root(OWN) })),
    account: OWN,
  },
]);

test.each<[string, Resources]>([
  ['reads a bucket by an id', bucketWithPolicy(read({ AWS: OTHER }))],
  ['writes to a bucket by its root', bucketWithPolicy(read({ AWS: root(OTHER) }, { Action: 's3:PutObject' }))],
  [
    'reads a bucket by a role, beside the own account',
    bucketWithPolicy(read({ AWS: [OWN, `arn:aws:iam::${OTHER}:role/r`] })),
  ],
  ['reads a bucket by a session', bucketWithPolicy(read({ AWS: `arn:aws:sts::${OTHER}:assumed-role/r/s` }))],
  ['is named by a condition', bucketWithPolicy(read('*', when('StringEquals', 'aws:PrincipalAccount', OTHER)))],
  [
    'is named by the ARNs of a condition',
    bucketWithPolicy(read('*', when('ArnLike', 'aws:PrincipalArn', root(OTHER)))),
  ],
  ['uses a key', withPolicy('AWS::KMS::Key', { KeyPolicy: allow({ AWS: root(OTHER) }) })],
  ['copies backups', withPolicy('AWS::Backup::BackupVault', { AccessPolicy: allow({ AWS: root(OTHER) }) })],
  ['takes a role', withPolicy('AWS::IAM::Role', { AssumeRolePolicyDocument: allow({ AWS: root(OTHER) }) })],
])('PCI.IAM.11 is violated where another account %s', (_name, resources) => {
  expect(outcomes('PCI.IAM.11', resources, OWN)).toContain('violated');
});

test.each<[string, Resources]>([
  ['no policy', { X: { Type: 'AWS::S3::Bucket' } }],
  ['the account of the stack by its id', bucketWithPolicy(read({ AWS: OWN }))],
  ['the account of the stack, whichever it is', bucketWithPolicy(read({ AWS: root({ Ref: 'AWS::AccountId' }) }))],
  [
    'a role of the app',
    { ...bucketWithPolicy(read({ AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } })), Role: { Type: 'AWS::IAM::Role' } },
  ],
  [
    'a service',
    bucketWithPolicy(
      read({ Service: 'delivery.logs.amazonaws.com' }, when('StringEquals', 'aws:SourceAccount', OTHER)),
    ),
  ],
  ['the load balancers of AWS in us-east-1', bucketWithPolicy(read({ AWS: root('127311923021') }))],
  [
    'an identity of CloudFront',
    bucketWithPolicy(read({ AWS: 'arn:aws:iam::cloudfront:user/Origin Access Identity E1' })),
  ],
  [
    'another account that is refused',
    bucketWithPolicy({ Statement: [{ Effect: 'Deny', Principal: { AWS: OTHER }, Action: '*' }] }),
  ],
  ['the organization', bucketWithPolicy(read('*', when('StringEquals', 'aws:PrincipalOrgID', 'o-1234567890')))],
])('PCI.IAM.11 is satisfied by %s', (_name, resources) => {
  expect(new Set(outcomes('PCI.IAM.11', resources, OWN))).toEqual(new Set(['satisfied']));
});

test('another account of the app is none of somebody else', () => {
  const accounts = { Payments: OWN, Audit: OTHER };
  const platform = platformOf({ Payments: { Resources: bucketWithPolicy(read({ AWS: OTHER })) }, Audit: {} }, accounts);
  const rule = RULES.find(({ id }) => id === 'PCI.IAM.11');
  const judged = platform.all('AWS::S3::Bucket').map((one) => rule?.check(one, new Reader(platform)).outcome);
  expect(judged).toEqual(['satisfied']);
});

test.each<[string, Resources, string]>([
  ['a stack that does not say its account may have this one', bucketWithPolicy(read({ AWS: OTHER })), ''],
  ['what is open may be any', bucketWithPolicy(read({ AWS: OPEN })), OWN],
  ['what is open in an ARN may be any', bucketWithPolicy(read({ AWS: root(OPEN) })), OWN],
  ['the id of a principal does not say its account', bucketWithPolicy(read({ AWS: 'AROAEXAMPLEID' })), OWN],
  ['neither does a canonical user', bucketWithPolicy(read({ CanonicalUser: '79a59df900b949e55d96a1e698fbaced' })), OWN],
])('PCI.IAM.11 cannot be decided: %s', (_name, resources, account) => {
  expect(outcomes('PCI.IAM.11', resources, account)).toEqual(['undecidable']);
});

test('the statement is told, and whom it lets in', () => {
  const [judgement] = judgements('PCI.IAM.11', bucketWithPolicy(read({ AWS: [OWN, OTHER] })), OWN);
  expect(judgement).toMatchObject({
    at: { logicalId: 'Policy' },
    path: 'Properties.PolicyDocument.Statement[0]',
    found: OTHER,
  });
});
