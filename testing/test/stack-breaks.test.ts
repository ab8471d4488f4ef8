import { runInNewContext } from 'node:vm';
import { type Resource, type Stack, stackBreaks } from '../src/updates/stack-breaks';
import { UpdateBehaviour } from '../src/updates/update-behaviour';

const behaviour = new UpdateBehaviour();
const path = (name: string) => ({ 'aws:cdk:path': `Payments/${name}/Resource` });

/** A platform in small: every kind of change below is one of these resources changed. */
const RESOURCES: Readonly<Record<string, Resource>> = {
  Archive1A: {
    Type: 'AWS::S3::Bucket',
    Properties: { BucketName: 'archive' },
    DeletionPolicy: 'Retain',
    Metadata: path('Archive'),
  },
  Vpc2B: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' }, Metadata: path('Vpc') },
  Subnet3C: {
    Type: 'AWS::EC2::Subnet',
    Properties: { CidrBlock: '10.0.0.0/24', VpcId: { Ref: 'Vpc2B' } },
    Metadata: path('Subnet'),
  },
  Key4D: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: false }, Metadata: path('Key') },
  Subnets5E: {
    Type: 'AWS::RDS::DBSubnetGroup',
    Properties: { DBSubnetGroupName: 'data', SubnetIds: [{ Ref: 'Subnet3C' }] },
    Metadata: path('Subnets'),
  },
  Cluster6F: {
    Type: 'AWS::RDS::DBCluster',
    Properties: {
      DBClusterIdentifier: 'payments',
      EngineVersion: '14.6',
      DBSubnetGroupName: { Ref: 'Subnets5E' },
      KmsKeyId: { 'Fn::GetAtt': ['Key4D', 'Arn'] },
      Port: 5432,
    },
    DeletionPolicy: 'Snapshot',
    UpdateReplacePolicy: 'Snapshot',
    Metadata: path('Cluster'),
  },
  Writer7A: {
    Type: 'AWS::RDS::DBInstance',
    Properties: {
      DBClusterIdentifier: { Ref: 'Cluster6F' },
      DBParameterGroupName: 'default',
      PreferredMaintenanceWindow: 'sun:05:00-sun:06:00',
    },
    Metadata: path('Writer'),
  },
  Images8B: {
    Type: 'AWS::ECR::Repository',
    Properties: { EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: { 'Fn::GetAtt': ['Key4D', 'Arn'] } } },
    Metadata: path('Images'),
  },
  Logs9C: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 30 }, Metadata: path('Logs') },
  Role1D: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'task' }, Metadata: path('Role') },
  Certificates2E: {
    Type: 'AWS::SSM::Parameter',
    Properties: { Name: { 'Fn::Sub': '/certificates/${Role1D}' }, Value: 'x' },
    Metadata: path('Certificates'),
  },
};
const STACK: Stack = { name: 'Payments', environment: 'aws://123456789012/us-east-1', resources: RESOURCES };

/** What a change of resources breaks, as `where: what`. A change to undefined removes a resource. */
function breaks(changes: Readonly<Record<string, Resource | undefined>>, rest: Partial<Stack> = {}): string[] {
  const resources = { ...RESOURCES, ...changes };
  for (const [id, resource] of Object.entries(resources)) if (!resource) delete resources[id];
  const after = { ...STACK, resources: resources as Stack['resources'], ...rest };
  return stackBreaks([STACK], [after], behaviour).map(({ where, what }) => `${where}: ${what}`);
}

/** A resource with other properties; undefined takes one away. */
function withProperties(id: string, properties: Readonly<Record<string, unknown>>): Record<string, Resource> {
  const resource = RESOURCES[id] as Resource;
  return { [id]: { ...resource, Properties: { ...resource.Properties, ...properties } } };
}

const REPLACES = 'CloudFormation replaces it';
const CONDITIONAL = 'CloudFormation replaces it in some cases, and nothing shows that this is none of them';

describe('refused', () => {
  test.each([
    [
      'a name of a cluster',
      withProperties('Cluster6F', { DBClusterIdentifier: 'other' }),
      [
        `Payments/Cluster6F.DBClusterIdentifier (AWS::RDS::DBCluster, Payments/Cluster/Resource): "payments" becomes "other": ${REPLACES}`,
        `Payments/Writer7A.DBClusterIdentifier (AWS::RDS::DBInstance, Payments/Writer/Resource): it refers to Cluster6F, which is replaced because its DBClusterIdentifier changes: ${REPLACES}`,
      ],
    ],
    [
      'a name that is taken away',
      withProperties('Archive1A', { BucketName: undefined }),
      [
        `Payments/Archive1A.BucketName (AWS::S3::Bucket, Payments/Archive/Resource): "archive" becomes nothing: ${REPLACES}`,
      ],
    ],
    [
      'a property inside a property',
      withProperties('Images8B', { EncryptionConfiguration: { EncryptionType: 'AES256' } }),
      [
        `Payments/Images8B.EncryptionConfiguration (AWS::ECR::Repository, Payments/Images/Resource): {"EncryptionType":"KMS","KmsKey":{"Fn::GetAtt":["Key4D","Arn"]}} becomes {"EncryptionType":"AES256"}: ${REPLACES}`,
      ],
    ],
    [
      'what is replaced in some cases',
      withProperties('Writer7A', { DBParameterGroupName: 'own' }),
      [
        `Payments/Writer7A.DBParameterGroupName (AWS::RDS::DBInstance, Payments/Writer/Resource): "default" becomes "own": ${CONDITIONAL}`,
      ],
    ],
    [
      'tenancy from shared to dedicated hardware',
      withProperties('Vpc2B', { InstanceTenancy: 'dedicated' }),
      [
        expect.stringContaining(
          'Payments/Vpc2B.InstanceTenancy (AWS::EC2::VPC, Payments/Vpc/Resource): nothing becomes "dedicated"',
        ),
        expect.stringContaining('Payments/Subnet3C.VpcId'),
      ],
    ],
    [
      'a resource behind a replaced one that is not stateful itself',
      withProperties('Subnets5E', { DBSubnetGroupName: 'other' }),
      [
        `Payments/Cluster6F.DBSubnetGroupName (AWS::RDS::DBCluster, Payments/Cluster/Resource): it refers to Subnets5E, which is replaced because its DBSubnetGroupName changes: ${REPLACES}`,
        expect.stringContaining('Payments/Writer7A.DBClusterIdentifier'),
      ],
    ],
    [
      'a resource that names a replaced one in a text',
      withProperties('Role1D', { RoleName: 'other' }),
      [
        `Payments/Certificates2E.Name (AWS::SSM::Parameter, Payments/Certificates/Resource): it refers to Role1D, which is replaced because its RoleName changes: ${REPLACES}`,
      ],
    ],
    [
      'a removed log group',
      { Logs9C: undefined },
      [
        'Payments/Logs9C (AWS::Logs::LogGroup, Payments/Logs/Resource): it is no longer in the template: CloudFormation deletes it',
      ],
    ],
    [
      'another type under the same id',
      { Logs9C: { Type: 'AWS::SNS::Topic' } },
      [
        'Payments/Logs9C (AWS::Logs::LogGroup, Payments/Logs/Resource): its type changes to AWS::SNS::Topic: CloudFormation deletes it',
      ],
    ],
    [
      'a changed logical id',
      { Archive1A: undefined, Archive9Z: RESOURCES.Archive1A },
      [
        'Payments/Archive1A (AWS::S3::Bucket, Payments/Archive/Resource): its logical id changes to Archive9Z: CloudFormation makes that one anew and leaves it behind',
      ],
    ],
    [
      'a changed logical id and path',
      { Logs9C: undefined, Journal3F: { ...(RESOURCES.Logs9C as Resource), Metadata: path('Journal') } },
      [
        'Payments/Logs9C (AWS::Logs::LogGroup, Payments/Logs/Resource): its logical id changes to Journal3F: CloudFormation makes that one anew and deletes it',
      ],
    ],
    [
      'weaker policies',
      {
        Archive1A: { ...(RESOURCES.Archive1A as Resource), DeletionPolicy: 'Delete' },
        Cluster6F: { ...(RESOURCES.Cluster6F as Resource), UpdateReplacePolicy: undefined },
      },
      [
        'Payments/Archive1A.DeletionPolicy (AWS::S3::Bucket, Payments/Archive/Resource): it weakens from "Retain" to "Delete"',
        'Payments/Cluster6F.UpdateReplacePolicy (AWS::RDS::DBCluster, Payments/Cluster/Resource): it weakens from "Snapshot" to nothing',
      ],
    ],
  ])('%s', (_name, changes, expected) => {
    expect(breaks(changes as Record<string, Resource>)).toEqual(expected);
  });

  test('a changed range of a subnet', () => {
    expect(breaks(withProperties('Subnet3C', { CidrBlock: '10.0.8.0/24' }))).toEqual([
      `Payments/Subnet3C.CidrBlock (AWS::EC2::Subnet, Payments/Subnet/Resource): "10.0.0.0/24" becomes "10.0.8.0/24": ${REPLACES}`,
    ]);
  });

  test('a changed name of a stack, which is another stack', () => {
    const [found, ...more] = breaks({}, { name: 'Platform' });
    expect(more).toEqual([]);
    expect(found).toMatch(/^Payments: there is no stack of this name any more \(there is: Platform\)/);
    expect(found).toContain('Cluster6F (AWS::RDS::DBCluster)');
    expect(found).not.toContain('Role1D');
  });

  test('a stack in another region', () => {
    expect(breaks({}, { environment: 'aws://123456789012/us-east-2' })).toEqual([
      expect.stringMatching(
        /^Payments: it moves from aws:\/\/123456789012\/us-east-1 to aws:\/\/123456789012\/us-east-2/,
      ),
    ]);
  });

  test('another key in a table, which is a list', () => {
    const key = { AttributeName: 'id', KeyType: 'HASH' };
    const table = (...KeySchema: object[]): Stack => {
      return { ...STACK, resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema } } } };
    };
    expect(stackBreaks([table(key)], [table(key)], behaviour)).toEqual([]);
    expect(stackBreaks([table(key)], [table(key, { ...key, KeyType: 'RANGE' })], behaviour)).toHaveLength(1);
  });
});

describe('let through', () => {
  test.each([
    ['nothing', {}],
    ['rotation of a key', withProperties('Key4D', { EnableKeyRotation: true })],
    ['another version of the engine', withProperties('Cluster6F', { EngineVersion: '15.4' })],
    ['a number as a text', withProperties('Cluster6F', { Port: '5432' })],
    ['longer retention', withProperties('Logs9C', { RetentionInDays: 365 })],
    [
      'a conditional replacement that AWS says is none',
      withProperties('Writer7A', { PreferredMaintenanceWindow: 'mon:05:00-mon:06:00' }),
    ],
    ['a default that is written out', withProperties('Key4D', { MultiRegion: false })],
    ['a removed role', { Role1D: undefined }],
    ['another bucket', { More: { Type: 'AWS::S3::Bucket' } }],
    ['a stronger policy', { Logs9C: { ...(RESOURCES.Logs9C as Resource), DeletionPolicy: 'Retain' } }],
    [
      'the default policy of a cluster',
      { Cluster6F: { ...(RESOURCES.Cluster6F as Resource), DeletionPolicy: undefined } },
    ],
    ['another construct path', { Vpc2B: { ...(RESOURCES.Vpc2B as Resource), Metadata: path('Network') } }],
  ])('%s', (_name, changes) => {
    const found = breaks(changes as Record<string, Resource>);
    expect(found).toEqual([]);
  });

  test('a stack without anything stateful may go', () => {
    const roles: Stack = { ...STACK, resources: { Role1D: RESOURCES.Role1D as Resource } };
    expect(stackBreaks([roles], [], behaviour)).toEqual([]);
  });
});

test.each([
  'AWS::RDS::DBCluster',
  'AWS::S3::Bucket',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::SecretsManager::Secret',
  'AWS::SQS::Queue',
  'AWS::EC2::VPC',
  'AWS::EC2::Subnet',
  'AWS::DynamoDB::Table',
  'AWS::Cognito::UserPool',
])('%s is stateful', (type) => {
  const stack: Stack = { ...STACK, resources: { It: { Type: type } } };
  expect(stackBreaks([stack], [{ ...stack, resources: {} }], behaviour)).toHaveLength(1);
});

test.each(['AWS::IAM::Role', 'AWS::EC2::SecurityGroup', 'AWS::ECS::Service', 'Custom::Thing'])('%s is not', (type) => {
  const stack: Stack = { ...STACK, resources: { It: { Type: type } } };
  expect(stackBreaks([stack], [{ ...stack, resources: {} }], behaviour)).toEqual([]);
});

test('a list of a module that Node.js itself loads is the same list', () => {
  const block = (vpc: unknown) => ({ CidrBlock: { 'Fn::GetAtt': vpc } });
  const loaded = runInNewContext("['Vpc2B', 'CidrBlock']");
  const changes = (after: string) =>
    behaviour.replacingChanges('AWS::EC2::Subnet', block(loaded), block(['Vpc2B', after]));
  expect(changes('CidrBlock')).toEqual([]);
  expect(changes('Ipv6CidrBlocks')).toHaveLength(1);
});
