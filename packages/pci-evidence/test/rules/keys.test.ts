import { outcomes, type Resources, type Seed, testSeeds } from './seeded';

const resource = (Type: string, Properties: object = {}, others: Resources = {}): Resources => ({
  X: { Type: `AWS::${Type}`, Properties },
  ...others,
});
const key = (more: object) => resource('KMS::Key', more);
const keyPolicy = (statement: object) =>
  key({ KeyPolicy: { Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] } });
const secret = (more: object = {}, others: Resources = {}) => resource('SecretsManager::Secret', more, others);
const rotation = (days?: number): Resources => ({
  Rotation: {
    Type: 'AWS::SecretsManager::RotationSchedule',
    Properties: { SecretId: { Ref: 'X' }, RotationRules: days && { AutomaticallyAfterDays: days } },
  },
});
const secretPolicy = (Principal: unknown): Resources => ({
  Policy: {
    Type: 'AWS::SecretsManager::ResourcePolicy',
    Properties: {
      SecretId: { Ref: 'X' },
      ResourcePolicy: {
        Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*', Principal }],
      },
    },
  },
});
const parameter = (Value: unknown, Name = '/app/host') => resource('SSM::Parameter', { Type: 'String', Name, Value });
const certificate = (more: object) => resource('CertificateManager::Certificate', more);
const role = 'arn:aws:iam::111122223333:role/app';

const seeds: Seed[] = [
  { rule: 'PCI.KMS.1', bad: key({}), good: key({ EnableKeyRotation: true }) },
  {
    rule: 'PCI.KMS.2',
    bad: keyPolicy({ Action: 'kms:Decrypt', Principal: '*' }),
    good: keyPolicy({ Action: 'kms:Decrypt', Principal: { AWS: role } }),
  },
  {
    rule: 'PCI.KMS.3',
    bad: keyPolicy({ Action: ['kms:CreateGrant'], Principal: { AWS: role } }),
    good: keyPolicy({
      Action: ['kms:CreateGrant'],
      Principal: { AWS: role },
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    }),
  },
  { rule: 'PCI.KMS.5', bad: key({ Origin: 'EXTERNAL' }), good: key({}) },
  { rule: 'PCI.SecretsManager.1', bad: secret({}, rotation(365)), good: secret({}, rotation(30)) },
  { rule: 'PCI.SecretsManager.2', bad: secret(), good: secret({ KmsKeyId: 'arn:x' }) },
  {
    rule: 'PCI.SecretsManager.3',
    bad: secret({ SecretString: 'hunter2' }),
    good: secret({ GenerateSecretString: {} }),
  },
  {
    rule: 'PCI.SecretsManager.4',
    bad: secret({ GenerateSecretString: { PasswordLength: 8 } }),
    good: secret({ GenerateSecretString: { PasswordLength: 30 } }),
  },
  { rule: 'PCI.SecretsManager.5', bad: secret({}, secretPolicy('*')), good: secret({}, secretPolicy({ AWS: role })) },
  { rule: 'PCI.SSM.1', bad: parameter('hunter2', '/app/db-password'), good: parameter('db.internal') },
  { rule: 'PCI.ACM.1', bad: certificate({}), good: certificate({ ValidationMethod: 'DNS' }) },
  {
    rule: 'PCI.ACM.2',
    bad: certificate({ KeyAlgorithm: 'RSA_1024' }),
    good: certificate({ KeyAlgorithm: 'EC_prime256v1' }),
  },
];
testSeeds(seeds);

const attached: Resources = {
  Attachment: { Type: 'AWS::SecretsManager::SecretTargetAttachment', Properties: { SecretId: { Ref: 'X' } } },
  Rotation: {
    Type: 'AWS::SecretsManager::RotationSchedule',
    Properties: { SecretId: { Ref: 'Attachment' }, RotationRules: { ScheduleExpression: 'rate(30 days)' } },
  },
};

test.each<[string, string, Resources, string]>([
  ['a key that signs', 'PCI.KMS.1', key({ KeySpec: 'RSA_2048' }), 'not-applicable'],
  [
    'everything but one action for everybody',
    'PCI.KMS.2',
    keyPolicy({ NotAction: 'kms:PutKeyPolicy', Principal: '*' }),
    'violated',
  ],
  [
    'grants among everything but one action',
    'PCI.KMS.3',
    keyPolicy({ NotAction: 'kms:PutKeyPolicy', Principal: { AWS: role } }),
    'violated',
  ],
  ['everything but grants', 'PCI.KMS.3', keyPolicy({ NotAction: 'kms:*Grant', Principal: { AWS: role } }), 'satisfied'],
  [
    'everybody of the account',
    'PCI.KMS.2',
    keyPolicy({
      Action: 'kms:*',
      Principal: '*',
      Condition: { StringEquals: { 'kms:CallerAccount': '111122223333' } },
    }),
    'satisfied',
  ],
  [
    'the account itself may grant',
    'PCI.KMS.3',
    keyPolicy({ Action: 'kms:*', Principal: { AWS: 'arn:aws:iam::111122223333:root' } }),
    'satisfied',
  ],
  ['a rotation without a schedule', 'PCI.SecretsManager.1', secret({}, rotation()), 'violated'],
  [
    'letters alone',
    'PCI.SecretsManager.4',
    secret({ GenerateSecretString: { RequireEachIncludedType: 'false' } }),
    'violated',
  ],
  ['no rotation', 'PCI.SecretsManager.1', secret(), 'violated'],
  ['the rotation of an attached secret', 'PCI.SecretsManager.1', secret({}, attached), 'satisfied'],
  ['a value from elsewhere', 'PCI.SecretsManager.3', secret({ SecretString: '{{resolve:ssm-secure:x}}' }), 'satisfied'],
  ['a parameter with a key of AWS', 'PCI.SSM.1', parameter('AKIAIOSFODNN7EXAMPLE'), 'violated'],
  ['a parameter that names a secret', 'PCI.SSM.1', parameter({ Ref: 'X' }, '/app/db-secret'), 'satisfied'],
])('%s: %s', (_name, rule, Resources, outcome) => {
  expect(outcomes(rule, Resources)).toEqual([outcome]);
});

const everybody = { KeyPolicy: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' }] } };
const free = { KeyPolicy: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Principal: { AWS: role } }] } };
const replicated = (...keys: (string | undefined)[]) =>
  secret({ KmsKeyId: 'arn:x', ReplicaRegions: keys.map((KmsKeyId) => ({ Region: 'eu-west-1', KmsKeyId })) });

test.each<[string, string, Resources, string]>([
  ['a key lets in everybody', 'PCI.KMS.2', resource('KMS::ReplicaKey', everybody), 'violated'],
  ['a key gives itself away', 'PCI.KMS.3', resource('KMS::ReplicaKey', free), 'violated'],
  ['a secret has the key of AWS', 'PCI.SecretsManager.2', replicated('arn:y', undefined), 'violated'],
  ['a secret has a key', 'PCI.SecretsManager.2', replicated('arn:y', 'arn:z'), 'satisfied'],
])('a replica is judged like the first: %s: %s', (_name, rule, resources, outcome) => {
  expect(outcomes(rule, resources)).toEqual([outcome]);
});
