import { outcomes, type Resources } from './seeded';

/** Every rule that asks for a key of the account, with the place of the key. */
const PLACES: [rule: string, type: string, properties: (key: unknown) => object][] = [
  ['PCI.RDS.14', 'AWS::RDS::DBCluster', (KmsKeyId) => ({ KmsKeyId })],
  ['PCI.RDS.22', 'AWS::RDS::DBInstance', (KmsKeyId) => ({ KmsKeyId })],
  ['PCI.Logs.2', 'AWS::Logs::LogGroup', (KmsKeyId) => ({ KmsKeyId })],
  ['PCI.CloudTrail.4', 'AWS::CloudTrail::Trail', (KMSKeyId) => ({ KMSKeyId })],
  ['PCI.SNS.1', 'AWS::SNS::Topic', (KmsMasterKeyId) => ({ KmsMasterKeyId })],
  ['PCI.SecretsManager.2', 'AWS::SecretsManager::Secret', (KmsKeyId) => ({ KmsKeyId })],
  ['PCI.Backup.2', 'AWS::Backup::BackupVault', (EncryptionKeyArn) => ({ EncryptionKeyArn })],
  [
    'PCI.S3.5',
    'AWS::S3::Bucket',
    (KMSMasterKeyID) => ({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID } },
        ],
      },
    }),
  ],
];

const KEYS: [what: string, key: unknown, outcome: string][] = [
  ['no key', undefined, 'violated'],
  ['an empty name', '', 'violated'],
  ['an alias of AWS', 'alias/aws/rds', 'violated'],
  ['the ARN of one', { 'Fn::Sub': 'arn:aws:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/sns' }, 'violated'],
  ['an alias of the account', 'alias/payments', 'satisfied'],
  ['a key of another app', 'arn:aws:kms:eu-west-1:111122223333:key/1', 'satisfied'],
  ['a key of the app', { 'Fn::GetAtt': ['Key', 'Arn'] }, 'satisfied'],
  ['what a custom resource finds', { 'Fn::GetAtt': ['Finder', 'Key'] }, 'undecidable'],
  ['a parameter', { Ref: 'Nobody' }, 'undecidable'],
  ['what is read at deployment', '{{resolve:ssm:/key}}', 'undecidable'],
];

const others: Resources = { Key: { Type: 'AWS::KMS::Key' }, Finder: { Type: 'AWS::CloudFormation::CustomResource' } };

test.each(PLACES.flatMap((place) => KEYS.map((key) => [place[0], key[0], place, key] as const)))(
  '%s: %s',
  (rule, _what, [, Type, properties], [, key, outcome]) => {
    expect(outcomes(rule, { X: { Type, Properties: properties(key) }, ...others })).toEqual([outcome]);
  },
);

test('a key of another kind is none, whatever it encrypts with', () => {
  const Properties = { BucketEncryption: { ServerSideEncryptionConfiguration: [{}] } };
  expect(outcomes('PCI.S3.5', { X: { Type: 'AWS::S3::Bucket', Properties } })).toEqual(['violated']);
});
