import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { App, type Environment, Lazy, Stack } from 'aws-cdk-lib/core';
import { Endpoints, NetworkTiers, SecureVpc, type SecureVpcProps } from '../src';

function stackWith(props: SecureVpcProps = {}, env?: Environment): Stack {
  const stack = new Stack(new App(), 'Stack', { env });
  new SecureVpc(stack, 'Network', props);
  return stack;
}

const zonesOf = (stack: Stack) => [
  ...new Set(
    resourcesOf(stack, 'AWS::EC2::Subnet').map(({ Properties }) => JSON.stringify(Properties.AvailabilityZone)),
  ),
];

describe('the VPC', () => {
  const stack = stackWith();

  test('resolves names and gives them', () => {
    expect(onlyResource(stack, 'AWS::EC2::VPC').Properties).toMatchObject({
      EnableDnsHostnames: true,
      EnableDnsSupport: true,
    });
  });

  test('has an empty default security group', () => {
    expect(onlyResource(stack, 'Custom::VpcRestrictDefaultSG').Properties.DefaultSecurityGroupId).toEqual({
      'Fn::GetAtt': [onlyResource(stack, 'AWS::EC2::VPC').logicalId, 'DefaultSecurityGroup'],
    });
  });

  test('has one internet gateway', () => {
    const { logicalId } = onlyResource(stack, 'AWS::EC2::InternetGateway');
    expect(onlyResource(stack, 'AWS::EC2::VPCGatewayAttachment').Properties.InternetGatewayId).toEqual({
      Ref: logicalId,
    });
  });
});

describe('availabilityZones', () => {
  const first = (count: number) =>
    Array.from({ length: count }, (_, index) => JSON.stringify({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] }));

  test.each<[string, Environment | undefined]>([
    ['no account and region', undefined],
    ['a region only', { region: 'eu-west-1' }],
    ['an account and a region', { account: '111122223333', region: 'eu-west-1' }],
  ])('3 is the default, and means 3 with %s', (_where, env) => {
    const stack = stackWith({}, env);
    expect(zonesOf(stack)).toEqual(first(3));
    expect(resourcesOf(stack, 'AWS::EC2::Subnet')).toHaveLength(9);
  });

  test.each([undefined, { region: 'eu-west-1' }, { account: '111122223333', region: 'eu-west-1' }])(
    'nothing is looked up with %j',
    (env) => {
      const app = new App();
      new SecureVpc(new Stack(app, 'Stack', { env }), 'Network', { endpoints: Endpoints.forFargate() });
      expect(app.synth().manifest.missing).toBeUndefined();
    },
  );

  test.each([1, 2, 4, 5, 6])('%i', (availabilityZones) => {
    const stack = stackWith({ availabilityZones });
    expect(zonesOf(stack)).toEqual(first(availabilityZones));
    expect(resourcesOf(stack, 'AWS::EC2::NatGateway')).toHaveLength(availabilityZones);
    expect(annotationsOf(stack)).toEqual([]);
  });

  test.each([0, 7, -1, 2.5, Number.NaN])('%d is refused', (availabilityZones) => {
    expect(() => stackWith({ availabilityZones })).toThrow(
      new Error(`Stack/Network: \`availabilityZones\` must be a whole number from 1 to 6, got: ${availabilityZones}.`),
    );
  });

  test('a token is refused', () => {
    expect(() => stackWith({ availabilityZones: Lazy.number({ produce: () => 3 }) })).toThrow(
      new Error(
        'Stack/Network: `availabilityZones` must be known at synthesis, because it decides how many subnets there are, ' +
          'got: a token. Take the number from configuration or context instead of a CloudFormation parameter.',
      ),
    );
  });
});

describe('zoneNames', () => {
  const names = (zones: string) => [...zones].map((zone) => `us-east-1${zone}`);
  const refusal = (message: string) => new Error(`Stack/Network: \`zoneNames\` must ${message}`);

  test.each(['a', 'fb', 'abcdef'])('%s are used in this order, and decide how many there are', (zones) => {
    const stack = stackWith({ zoneNames: names(zones) }, { region: 'us-east-1' });
    expect(zonesOf(stack)).toEqual(names(zones).map((name) => JSON.stringify(name)));
    expect(resourcesOf(stack, 'AWS::EC2::Subnet')).toHaveLength(3 * zones.length);
  });

  test('may be counted besides', () => {
    expect(zonesOf(stackWith({ zoneNames: names('bd'), availabilityZones: 2 }))).toHaveLength(2);
  });

  test('may be known only at deployment', () => {
    const zoneNames = ['x', 'y'].map((zone) => Lazy.string({ produce: () => zone }));
    expect(zonesOf(stackWith({ zoneNames }, { region: 'us-east-2' }))).toEqual(['"x"', '"y"']);
  });

  test('are not looked up, and one more moves no subnet', () => {
    const template = (zoneNames: string[]) => {
      const app = new App();
      const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });
      new SecureVpc(stack, 'Network', { zoneNames });
      expect(app.synth().manifest.missing).toBeUndefined();
      return Object.fromEntries(resourcesOf(stack, 'AWS::EC2::Subnet').map((subnet) => [subnet.logicalId, subnet]));
    };
    expect(template(names('cdb'))).toMatchObject(template(names('cd')));
  });

  test.each(['', 'abcdefg'])('%j are refused', (zones) => {
    expect(() => stackWith({ zoneNames: names(zones) })).toThrow(refusal(`have 1 to 6 names, got: ${zones.length}.`));
  });

  test('another number than availabilityZones is refused', () => {
    expect(() => stackWith({ zoneNames: names('ab'), availabilityZones: 3 })).toThrow(
      refusal('have as many names as `availabilityZones` says (3), got: 2. Leave `availabilityZones` out.'),
    );
  });

  test.each(['', 'us-east-1', 'use1-az1', 'us-west-2-lax-1a', 'US-EAST-1A', 'us-east-1ab', 'x us-east-1a'])(
    '%j is refused',
    (name) => {
      expect(() => stackWith({ zoneNames: ['us-east-1a', name] })).toThrow(
        refusal(`be names of zones such as 'us-east-1a', of which none stands twice, got: '${name}'.`),
      );
    },
  );

  test('a zone of another region is refused', () => {
    expect(() => stackWith({ zoneNames: names('ab') }, { region: 'us-east-2' })).toThrow(
      refusal("be of the region of the stack, which is us-east-2, got: 'us-east-1a'."),
    );
  });

  test('one name twice is refused', () => {
    expect(() => stackWith({ zoneNames: names('aba') })).toThrow(
      refusal("be names of zones such as 'us-east-1a', of which none stands twice, got: 'us-east-1a' a second time."),
    );
  });
});

describe('selections', () => {
  const stack = new Stack(new App(), 'Stack');
  const network = new SecureVpc(stack, 'Network');

  test('name the subnets of each tier', () => {
    const { vpc, publicSubnets, privateSubnets, isolatedSubnets } = network;
    expect(vpc.selectSubnets(publicSubnets).subnets).toEqual(vpc.publicSubnets);
    expect(vpc.selectSubnets(privateSubnets).subnets).toEqual(vpc.privateSubnets);
    expect(vpc.selectSubnets(isolatedSubnets).subnets).toEqual(vpc.isolatedSubnets);
    expect([vpc.publicSubnets, vpc.privateSubnets, vpc.isolatedSubnets].map(({ length }) => length)).toEqual([3, 3, 3]);
  });

  test('isolatedSubnets is refused where there is no such tier', () => {
    const two = new SecureVpc(new Stack(new App(), 'Stack'), 'Network', { tiers: NetworkTiers.publicPrivate() });
    expect(() => two.isolatedSubnets).toThrow(
      new Error(
        'Stack/Network: `isolatedSubnets` must be read only where there is an isolated tier, got: a VPC with public and ' +
          'private subnets. Use NetworkTiers.publicPrivateIsolated(), or `privateSubnets` instead.',
      ),
    );
  });
});

test('the VPC serves another stack', () => {
  const app = new App();
  const { vpc, isolatedSubnets } = new SecureVpc(new Stack(app, 'Networks'), 'Network');
  const users = new Stack(app, 'Users');
  new SecurityGroup(users, 'Group', { vpc });
  expect(vpc.selectSubnets(isolatedSubnets).subnetIds).toHaveLength(3);
  expect(JSON.stringify(onlyResource(users, 'AWS::EC2::SecurityGroup').Properties.VpcId)).toMatch(/Networks/);
});

test('the flow log can be reached from the construct', () => {
  const stack = new Stack(new App(), 'Stack');
  const { flowLog } = new SecureVpc(stack, 'Network');
  expect(stack.resolve(flowLog.flowLogId)).toEqual({ Ref: onlyResource(stack, 'AWS::EC2::FlowLog').logicalId });
});
