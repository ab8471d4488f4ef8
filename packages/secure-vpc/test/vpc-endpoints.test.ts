import { type Resource, resourcesOf } from '@org/testing';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  type CfnVPCEndpoint,
  type InterfaceVpcEndpoint,
  Peer,
  Port,
  SecurityGroup,
  InterfaceVpcEndpointAwsService as Service,
} from 'aws-cdk-lib/aws-ec2';
import { App, Stack } from 'aws-cdk-lib/core';
import { Addressing, Endpoints, SecureVpc } from '../src';

const app = new App();
const stack = new Stack(app, 'Stack');
const network = new SecureVpc(stack, 'Network', {
  addressing: Addressing.cidr('10.20.0.0/16'),
  endpoints: Endpoints.forFargate(),
});
// Made before the first synthesis, which fixes both templates.
const callers = new Stack(app, 'Callers');
const caller = new SecurityGroup(callers, 'Caller', { vpc: network.vpc, allowAllOutbound: false });
caller.connections.allowToDefaultPort(network.endpointConnections);

const endpoints = resourcesOf(stack, 'AWS::EC2::VPCEndpoint');
const interfaces = endpoints.filter(({ Properties }) => Properties.VpcEndpointType === 'Interface');
const gateways = endpoints.filter(({ Properties }) => Properties.VpcEndpointType === 'Gateway');
const groups = resourcesOf(stack, 'AWS::EC2::SecurityGroup');
const refs = (selection: string[]) => selection.map((Ref) => ({ Ref }));
const idsOf = (type: string) => resourcesOf(stack, type).map(({ logicalId }) => logicalId);

const OWN_PRINCIPALS = {
  Sid: 'PrincipalsOfThisAccount',
  Effect: 'Allow',
  Principal: { AWS: '*' },
  Action: '*',
  Resource: '*',
  Condition: { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } },
};

test('interface endpoints answer under the public names, in the private subnet of each zone', () => {
  const privateSubnets = refs(idsOf('AWS::EC2::Subnet').filter((id) => id.includes('PrivateSubnet')));
  expect(privateSubnets).toHaveLength(3);
  expect(interfaces).toHaveLength(8);
  for (const { Properties } of interfaces)
    expect(Properties).toMatchObject({ PrivateDnsEnabled: true, SubnetIds: privateSubnets });
});

test('interface endpoints share one security group', () => {
  expect(groups).toHaveLength(1);
  const GroupId = { 'Fn::GetAtt': [groups[0]?.logicalId, 'GroupId'] };
  for (const { Properties } of interfaces) expect(Properties.SecurityGroupIds).toEqual([GroupId]);
});

test('their group lets in HTTPS from the VPC, and nothing out', () => {
  for (const { Properties } of groups) {
    expect(Properties.SecurityGroupIngress).toEqual([
      {
        CidrIp: '10.20.0.0/16',
        Description: 'HTTPS from inside the VPC',
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
      },
    ]);
    expect(Properties.SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '255.255.255.255/32' })]);
  }
  expect(resourcesOf(stack, 'AWS::EC2::SecurityGroupIngress')).toEqual([]);
  expect(resourcesOf(stack, 'AWS::EC2::SecurityGroupEgress')).toEqual([]);
});

test('their group stays closed until a rule of another stack is there', () => {
  const own = new App();
  const base = new Stack(own, 'Base');
  const { interfaceEndpoints, vpc } = new SecureVpc(base, 'Network', { endpoints: Endpoints.of([Service.KMS]) });
  const other = new Stack(own, 'Other');
  const [endpoint] = interfaceEndpoints as [InterfaceVpcEndpoint];
  new SecurityGroup(other, 'Group', { vpc }).connections.allowFrom(endpoint, Port.tcp(443));
  expect(resourcesOf(other, 'AWS::EC2::SecurityGroupEgress')).toHaveLength(1);
  expect(resourcesOf(base, 'AWS::EC2::SecurityGroup').map(({ Properties }) => Properties.SecurityGroupEgress)).toEqual([
    [expect.objectContaining({ CidrIp: '255.255.255.255/32' })],
  ]);
});

test('gateway endpoints stand in the route tables of all tiers', () => {
  const tables = refs(idsOf('AWS::EC2::RouteTable'));
  for (const { Properties } of gateways) {
    expect(Properties.RouteTableIds).toHaveLength(9);
    expect(Properties.RouteTableIds).toEqual(expect.arrayContaining(tables));
  }
});

test('all policies let in principals of this account only, and that of S3 image layers too', () => {
  const layers = {
    Sid: 'ImageLayersOfAmazonEcr',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: 's3:GetObject',
    Resource: {
      'Fn::Join': [
        '',
        ['arn:', { Ref: 'AWS::Partition' }, ':s3:::prod-', { Ref: 'AWS::Region' }, '-starport-layer-bucket/*'],
      ],
    },
  };
  const statements = ({ Properties }: Resource) => Properties.PolicyDocument.Statement;
  expect(gateways.map(statements)).toEqual([[OWN_PRINCIPALS, layers], [OWN_PRINCIPALS]]);
  for (const endpoint of interfaces) expect(statements(endpoint)).toEqual([OWN_PRINCIPALS]);
});

test('endpointConnections opens HTTPS to all endpoints with one rule, at the caller alone', () => {
  expect(resourcesOf(callers, 'AWS::EC2::SecurityGroupEgress').map(({ Properties }) => Properties)).toEqual([
    {
      Description: expect.any(String),
      DestinationSecurityGroupId: {
        'Fn::ImportValue': expect.stringContaining('NetworkEndpointsSecurityGroup'),
      },
      GroupId: callers.resolve(caller.securityGroupId),
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
    },
  ]);
  expect(resourcesOf(callers, 'AWS::EC2::SecurityGroupIngress')).toEqual([]);
});

test('however many callers there are, the group of the endpoints stays as it is', () => {
  const own = new Stack(new App(), 'Stack');
  const { endpointConnections, vpc } = new SecureVpc(own, 'Network', { endpoints: Endpoints.of([Service.KMS]) });
  for (const id of ['One', 'Two']) {
    const group = new SecurityGroup(own, id, { vpc, allowAllOutbound: false });
    group.connections.allowToDefaultPort(endpointConnections);
    endpointConnections.allowDefaultPortFrom(group);
  }
  expect(resourcesOf(own, 'AWS::EC2::SecurityGroupIngress')).toEqual([]);
  expect(resourcesOf(own, 'AWS::EC2::SecurityGroupEgress')).toHaveLength(2);
});

test('callers from outside the VPC are let in once, at any endpoint', () => {
  const own = new Stack(new App(), 'Stack');
  const { interfaceEndpoints } = new SecureVpc(own, 'Network', { endpoints: Endpoints.forFargate() });
  interfaceEndpoints[0]?.connections.allowDefaultPortFrom(Peer.ipv4('10.9.0.0/16'));
  const [group] = resourcesOf(own, 'AWS::EC2::SecurityGroup');
  expect(group?.Properties.SecurityGroupIngress.map(({ CidrIp }: { CidrIp: string }) => CidrIp)).toEqual([
    '10.0.0.0/16',
    '10.9.0.0/16',
  ]);
});

test('the endpoints can be reached from the construct', () => {
  const ids = network.interfaceEndpoints.map(({ vpcEndpointId }) => stack.resolve(vpcEndpointId));
  expect(ids).toEqual(refs(interfaces.map(({ logicalId }) => logicalId)));
  const both = [network.s3Endpoint?.vpcEndpointId, network.dynamoDbEndpoint?.vpcEndpointId];
  expect(stack.resolve(both)).toEqual(refs(gateways.map(({ logicalId }) => logicalId)));
});

test('what interfaceEndpoints returns is a copy', () => {
  network.interfaceEndpoints.pop();
  expect(network.interfaceEndpoints).toHaveLength(8);
});

test('without interface endpoints there is nothing to connect to, which a caller is told', () => {
  const bare = new Stack(new App(), 'Stack');
  const without = new SecureVpc(bare, 'Network', { endpoints: Endpoints.none() });
  expect(without.interfaceEndpoints).toEqual([]);
  expect(() => without.endpointConnections).toThrow(
    new Error(
      'Stack/Network: `endpointConnections` must be read only where there are interface endpoints, got: a VPC without ' +
        'one. Use `endpoints`, such as Endpoints.forFargate(), or let the caller out another way.',
    ),
  );
  Template.fromStack(bare).resourceCountIs('AWS::EC2::VPCEndpoint', 0);
});

test('the policy of a service that knows none can be taken away', () => {
  const bare = new Stack(new App(), 'Stack');
  const { interfaceEndpoints } = new SecureVpc(bare, 'Network', { endpoints: Endpoints.none().plus([Service.KMS]) });
  (interfaceEndpoints[0]?.node.defaultChild as CfnVPCEndpoint).policyDocument = undefined;
  Template.fromStack(bare).hasResourceProperties('AWS::EC2::VPCEndpoint', { PolicyDocument: Match.absent() });
});

test('without gateway endpoints their fields are empty', () => {
  const { s3Endpoint, dynamoDbEndpoint } = new SecureVpc(new Stack(new App(), 'Stack'), 'Network', {
    endpoints: Endpoints.none().plus([Service.KMS]),
  });
  expect([s3Endpoint, dynamoDbEndpoint]).toEqual([undefined, undefined]);
});

test('construct ids are what they have always been: a change replaces the endpoints of every user', () => {
  expect([network.s3Endpoint?.node.path, network.dynamoDbEndpoint?.node.path]).toEqual([
    'Stack/Network/Endpoints/S3Gateway',
    'Stack/Network/Endpoints/DynamodbGateway',
  ]);
  expect(groups[0]?.logicalId).toBe('NetworkEndpointsSecurityGroup188E4053');
  expect(network.interfaceEndpoints.map(({ node }) => node.path)).toEqual(
    ['EcrApi', 'EcrDkr', 'Logs', 'Ssm', 'Secretsmanager', 'Kms', 'Sts', 'Monitoring'].map(
      (service) => `Stack/Network/Endpoints/${service}/Endpoint`,
    ),
  );
});
