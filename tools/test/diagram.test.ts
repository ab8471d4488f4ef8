import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { architectureOf } from '../diagram/architecture';
import type { Picture } from '../diagram/picture';
import { readPlatforms } from '../lib/platforms';

const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A cloud assembly of these templates. */
function assembly(templates: Record<string, object>): string {
  const artifacts = Object.fromEntries(
    Object.keys(templates).map((id) => [
      id,
      {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/us-east-1',
        properties: { templateFile: `${id}.json`, stackName: id, tags: { Environment: id.split('-')[0] } },
      },
    ]),
  );
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts }));
  for (const [id, template] of Object.entries(templates))
    writeFileSync(join(folder, `${id}.json`), JSON.stringify(template));
  return folder;
}

const group = (name: string) => ({ 'Fn::GetAtt': [name, 'GroupId'] });
const opening = (to: string, from: string, port: number) => ({
  Type: 'AWS::EC2::SecurityGroupIngress',
  Properties: {
    GroupId: group(to),
    SourceSecurityGroupId: group(from),
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
  },
});
const service = (name: string, more: object = {}) => ({
  Type: 'AWS::ECS::Service',
  Properties: {
    ServiceName: name,
    DesiredCount: 2,
    LaunchType: 'FARGATE',
    TaskDefinition: { Ref: 'Task' },
    NetworkConfiguration: { AwsvpcConfiguration: { SecurityGroups: [group(`${name}Group`)], Subnets: [] } },
    ...more,
  },
});
const Resources = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  albGroup: { Type: 'AWS::EC2::SecurityGroup' },
  apiGroup: { Type: 'AWS::EC2::SecurityGroup' },
  fraudGroup: { Type: 'AWS::EC2::SecurityGroup' },
  Alb: {
    Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    Properties: { Scheme: 'internet-facing', SecurityGroups: [group('albGroup')], LoadBalancerAttributes: [] },
  },
  Listener: {
    Type: 'AWS::ElasticLoadBalancingV2::Listener',
    Properties: { LoadBalancerArn: { Ref: 'Alb' }, Protocol: 'HTTPS', Port: 443 },
  },
  Targets: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup' },
  Rule: {
    Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
    Properties: {
      ListenerArn: { Ref: 'Listener' },
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/pay/*'] } }],
      Actions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }],
    },
  },
  Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { Cpu: '512', Memory: '1024', ContainerDefinitions: [] } },
  Api: service('api', { LoadBalancers: [{ TargetGroupArn: { Ref: 'Targets' }, ContainerPort: 8080 }] }),
  Fraud: service('fraud'),
  FromAlb: opening('apiGroup', 'albGroup', 8080),
  FromApi: opening('fraudGroup', 'apiGroup', 8081),
};

function pictureOf(more: object = {}): Picture {
  const [platform] = readPlatforms(assembly({ prod: { Resources: { ...Resources, ...more } } }));
  if (!platform) throw new Error('no platform');
  return architectureOf(platform, 'Payments');
}
const ways = ({ arrows }: Picture) =>
  arrows.map(({ from, to, label }) => `${from} > ${to}: ${label.replaceAll('\n', ' ')}`);

test('the way of a request: clients, load balancer by path and port, and what each service may reach', () => {
  expect(ways(pictureOf())).toEqual([
    'clients > Alb: HTTPS 443',
    'Alb > Api: /pay/* port 8080',
    'Api > Fraud: port 8081',
  ]);
});

test('the network is that of the VPC', () => {
  expect(pictureOf().network).toEqual({ addresses: 'VPC 10.0.0.0/16', location: '0 zones of us-east-1' });
});

test('an opening that the template does not have is not drawn', () => {
  const { FromApi: _, ...without } = Resources;
  const [platform] = readPlatforms(assembly({ prod: { Resources: without } }));
  expect(ways(architectureOf(platform as never, ''))).not.toContainEqual(expect.stringMatching(/Fraud/));
});

describe('what leaves through NAT gateways', () => {
  const Nat = { Type: 'AWS::EC2::NatGateway' };
  const egress = (CidrIp: unknown) => ({
    Type: 'AWS::EC2::SecurityGroupEgress',
    Properties: { GroupId: group('apiGroup'), CidrIp, IpProtocol: 'tcp', FromPort: 443, ToPort: 443 },
  });
  const outside = (picture: Picture) => picture.boxes.find(({ id }) => id === 'world')?.details;

  test.each([
    ['to anybody', '0.0.0.0/0', 'any address'],
    ['to a partner', '203.0.113.0/24', '203.0.113.0/24'],
  ])('%s is drawn with its range', (_to, range, detail) => {
    const picture = pictureOf({ Nat, Out: egress(range) });
    expect(ways(picture)).toEqual(expect.arrayContaining(['Api > nat: HTTPS 443', 'nat > world: HTTPS 443']));
    expect(outside(picture)).toEqual([detail]);
  });

  test.each([
    ['there is no rule', {}],
    ['the range is that of the VPC', { Out: egress('10.0.0.0/16') }],
    ['the range is a reference to it', { Out: egress({ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }) }],
  ])('is not drawn where %s', (_why, more) => {
    const picture = pictureOf({ Nat, ...more });
    expect(ways(picture)).not.toContainEqual(expect.stringMatching(/nat|world/));
    expect(outside(picture)).toBeUndefined();
    expect(picture.boxes.find(({ id }) => id === 'nat')?.details).toEqual(['open to nobody']);
  });
});

test('a domain is written as people write it, with the weights of its records', () => {
  const record = (more: object) => ({
    Type: 'AWS::Route53::RecordSet',
    Properties: { Name: 'pay.example.com.', Type: 'A', ...more },
  });
  const clients = (more: object) => pictureOf({ Record: record(more) }).boxes.find(({ id }) => id === 'clients');
  expect(clients({})?.details).toEqual(['pay.example.com']);
  expect(clients({ Weight: 100, SetIdentifier: 'blue' })?.details).toEqual(['pay.example.com: blue 100']);
});

test('messages go through queues as the roles allow', () => {
  const allow = (Action: string) => ({
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: {
      Roles: [{ Ref: 'Role' }],
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: { 'Fn::GetAtt': ['Jobs', 'Arn'] } }] },
    },
  });
  const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } };
  const picture = pictureOf({
    Jobs: queue,
    Role: { Type: 'AWS::IAM::Role' },
    Policy: allow('sqs:SendMessage'),
    Task: { ...Resources.Task, Properties: { ...Resources.Task.Properties, TaskRoleArn: { Ref: 'Role' } } },
  });
  expect(ways(picture)).toContain('Api > Jobs: sends');
  expect(ways(picture)).not.toContain('Jobs > Api: receives');
});

test('stacks that refer to each other are one platform, others are platforms of their own', () => {
  const exports = { Outputs: { Arn: { Value: 'x', Export: { Name: 'images' } } }, Resources: {} };
  const imports = { Resources: { A: { Type: 'AWS::S3::Bucket', Properties: { B: { 'Fn::ImportValue': 'images' } } } } };
  const platforms = readPlatforms(assembly({ 'dev-images': exports, 'dev-app': imports, prod: { Resources } }));
  expect(platforms.map(({ environment, view }) => [environment, view.stacks.length])).toEqual([
    ['dev', 2],
    ['prod', 1],
  ]);
});

test('an assembly without stacks is no platform, and an error', () => {
  expect(() => readPlatforms(join(folder, 'nothing-here'))).toThrow(/nothing-here holds no stack/);
});

describe('a control is drawn only where the template has it', () => {
  const secure = (type: string, of: object) => ({
    Type: type,
    Properties: {
      ...of,
      PolicyDocument: {
        Statement: [{ Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      },
    },
  });
  const detailsOf = (id: string, more: object) => pictureOf(more).boxes.find((box) => box.id === id)?.details;
  const cluster = (parameters: object) => ({
    Db: {
      Type: 'AWS::RDS::DBCluster',
      Properties: { Engine: 'aurora-mysql', DBClusterParameterGroupName: { Ref: 'Parameters' } },
    },
    Parameters: { Type: 'AWS::RDS::DBClusterParameterGroup', Properties: { Parameters: parameters } },
  });
  const queue = (properties: object) => ({ Jobs: { Type: 'AWS::SQS::Queue', Properties: properties } });
  const onlyTls = { Policy: secure('AWS::SQS::QueuePolicy', { Queues: [{ Ref: 'Jobs' }] }) };
  const firewall = (of: string) => ({
    Filter: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { ResourceArn: { Ref: of } } },
  });
  const strategy = [{ CapacityProvider: 'FARGATE_SPOT' }, { CapacityProvider: 'FARGATE' }];

  test.each<[string, string, object, string]>([
    ['TLS of a database', 'Db', cluster({ require_secure_transport: 'ON' }), 'TLS enforced'],
    ['none', 'Db', cluster({}), 'TLS not enforced'],
    ['a queue', 'Jobs', { ...queue({ SqsManagedSseEnabled: true }), ...onlyTls }, 'encrypted, TLS only'],
    ['an open queue', 'Jobs', queue({}), 'not encrypted'],
    ['a firewall', 'Alb', firewall('Alb'), 'web application firewall'],
    ['images', 'images', { Images: { Type: 'AWS::ECR::Repository' } }, 'not all scanned on push'],
    ['spot', 'Api', { Api: service('api', { CapacityProviderStrategy: strategy }) }, 'Fargate and Fargate Spot'],
    ['no spot', 'Api', {}, 'Fargate'],
  ])('%s', (_what, id, more, detail) => {
    expect(detailsOf(id, more)).toContainEqual(expect.stringMatching(new RegExp(`(^|, )${detail}$`)));
  });

  test('a firewall before another balancer is not drawn', () => {
    expect(detailsOf('Alb', firewall('Other'))).toEqual([]);
  });
});
