import { onlyResource, resourcesOf } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { ApplicationProtocol, CfnTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Aspects, CfnParameter, Duration, type Stack } from 'aws-cdk-lib/core';
import { type AuditedAlb, Routing, type TargetGroupProps } from '../src';
import { addAlb, albWith, FakeService, stackWithVpc } from './fixture';

const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';

function withTargetGroup(props: Partial<TargetGroupProps> = {}, base = albWith()): { stack: Stack; alb: AuditedAlb } {
  const targetGroup = base.alb.addTargetGroup('Api', { port: 8080, ...props });
  base.alb.addRoute('Api', Routing.path('/api/*', targetGroup));
  return base;
}

const attributeOf = (stack: Stack, key: string) =>
  onlyResource(stack, TARGET_GROUP).Properties.TargetGroupAttributes.find(({ Key }: { Key: string }) => Key === key)
    ?.Value;

test('by default it speaks HTTP to addresses and checks /health', () => {
  const { stack } = withTargetGroup();
  expect(onlyResource(stack, TARGET_GROUP).Properties).toMatchObject({
    TargetType: 'ip',
    Protocol: 'HTTP',
    Port: 8080,
    VpcId: { Ref: 'Vpc8378EB38' },
    HealthCheckEnabled: true,
    HealthCheckProtocol: 'HTTP',
    HealthCheckPath: '/health',
    HealthCheckIntervalSeconds: 30,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 3,
    Matcher: { HttpCode: '200' },
  });
  expect(attributeOf(stack, 'deregistration_delay.timeout_seconds')).toBe('30');
});

test('everything can be set', () => {
  const { stack } = withTargetGroup({
    port: 8443,
    protocol: ApplicationProtocol.HTTPS,
    deregistrationDelay: Duration.minutes(2),
    healthCheck: {
      path: '/ready?deep=1',
      interval: Duration.minutes(1),
      timeout: Duration.seconds(20),
      healthyThreshold: 5,
      unhealthyThreshold: 4,
      codes: '200-299,304',
    },
  });
  expect(onlyResource(stack, TARGET_GROUP).Properties).toMatchObject({
    Protocol: 'HTTPS',
    Port: 8443,
    HealthCheckProtocol: 'HTTPS',
    HealthCheckPath: '/ready?deep=1',
    HealthCheckIntervalSeconds: 60,
    HealthCheckTimeoutSeconds: 20,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 4,
    Matcher: { HttpCode: '200-299,304' },
  });
  expect(attributeOf(stack, 'deregistration_delay.timeout_seconds')).toBe('120');
});

test('targets and load balancer are opened to each other on the one port', () => {
  const { stack, vpc } = stackWithVpc();
  const alb = addAlb(stack, vpc);
  withTargetGroup({ targets: [FakeService.in(stack, vpc, 8080)] }, { stack, alb });

  const ids = resourcesOf(stack, 'AWS::EC2::SecurityGroup').map(({ logicalId }) => logicalId);
  const [albGroup, serviceGroup] = ['Alb', 'Service'].map((prefix) => ({
    'Fn::GetAtt': [ids.find((logicalId) => logicalId.startsWith(prefix)), 'GroupId'],
  }));
  expect(onlyResource(stack, 'AWS::EC2::SecurityGroupEgress').Properties).toMatchObject({
    GroupId: albGroup,
    DestinationSecurityGroupId: serviceGroup,
    FromPort: 8080,
    ToPort: 8080,
  });
  expect(onlyResource(stack, 'AWS::EC2::SecurityGroupIngress').Properties).toMatchObject({
    GroupId: serviceGroup,
    SourceSecurityGroupId: albGroup,
    FromPort: 8080,
    ToPort: 8080,
  });
});

test.each<[string, Partial<TargetGroupProps>, string]>([
  ['port 0', { port: 0 }, '`port` must be a whole number from 1 to 65535, got: 0.'],
  ['port 65536', { port: 65_536 }, '`port` must be a whole number from 1 to 65535, got: 65536.'],
  [
    'a delay over an hour',
    { deregistrationDelay: Duration.seconds(3601) },
    '`deregistrationDelay` must be a whole number from 0 to 3600 seconds, got: 3601.',
  ],
  [
    'a relative path',
    { healthCheck: { path: 'health' } },
    "`healthCheck.path` must be a path that starts with '/', of at most 1024 characters, got: 'health'.",
  ],
  [
    'a path with a space',
    { healthCheck: { path: '/a b' } },
    "`healthCheck.path` must be a path that starts with '/', of at most 1024 characters, got: '/a b'.",
  ],
  [
    'a short interval',
    { healthCheck: { interval: Duration.seconds(4), timeout: Duration.seconds(2) } },
    '`healthCheck.interval` must be a whole number from 5 to 300 seconds, got: 4.',
  ],
  [
    'a long interval',
    { healthCheck: { interval: Duration.seconds(301) } },
    '`healthCheck.interval` must be a whole number from 5 to 300 seconds, got: 301.',
  ],
  [
    'a short timeout',
    { healthCheck: { timeout: Duration.seconds(1) } },
    '`healthCheck.timeout` must be a whole number from 2 to 120 seconds, got: 1.',
  ],
  [
    'a long timeout',
    { healthCheck: { timeout: Duration.seconds(121), interval: Duration.seconds(300) } },
    '`healthCheck.timeout` must be a whole number from 2 to 120 seconds, got: 121.',
  ],
  [
    'a timeout as long as the interval',
    { healthCheck: { timeout: Duration.seconds(30) } },
    '`healthCheck.timeout` must be shorter than `healthCheck.interval` (30 seconds), got: 30 seconds.',
  ],
  [
    'one check for healthy',
    { healthCheck: { healthyThreshold: 1 } },
    '`healthCheck.healthyThreshold` must be a whole number from 2 to 10, got: 1.',
  ],
  [
    'eleven checks for unhealthy',
    { healthCheck: { unhealthyThreshold: 11 } },
    '`healthCheck.unhealthyThreshold` must be a whole number from 2 to 10, got: 11.',
  ],
  ...['', '199', '500', '200,', '200-', 'OK'].map((codes): [string, Partial<TargetGroupProps>, string] => [
    `the codes '${codes}'`,
    { healthCheck: { codes } },
    `\`healthCheck.codes\` must be status codes from 200 to 499, such as '200,204' or '200-299', got: '${codes}'.`,
  ]),
])('%s is refused', (_, props, message) => {
  expect(() => withTargetGroup(props)).toThrow(new Error(`Stack/Alb: ${message}`));
});

test('the limits themselves pass', () => {
  const healthCheck = {
    interval: Duration.seconds(5),
    timeout: Duration.seconds(2),
    healthyThreshold: 2,
    unhealthyThreshold: 10,
  };
  expect(() => withTargetGroup({ port: 1, deregistrationDelay: Duration.seconds(0), healthCheck })).not.toThrow();
  const slow = { interval: Duration.seconds(300), timeout: Duration.seconds(120), path: `/${'a'.repeat(1023)}` };
  expect(() =>
    withTargetGroup({ port: 65_535, deregistrationDelay: Duration.hours(1), healthCheck: slow }),
  ).not.toThrow();
});

test('values known only at deployment pass', () => {
  const base = albWith();
  const number = new CfnParameter(base.stack, 'Number', { type: 'Number' }).valueAsNumber;
  const text = new CfnParameter(base.stack, 'Text').valueAsString;
  const { stack } = withTargetGroup(
    {
      port: number,
      deregistrationDelay: Duration.seconds(number),
      healthCheck: { path: text, codes: text, healthyThreshold: number, unhealthyThreshold: number },
    },
    base,
  );
  expect(onlyResource(stack, TARGET_GROUP).Properties).toMatchObject({
    Port: { Ref: 'Number' },
    HealthCheckPath: { Ref: 'Text' },
    HealthyThresholdCount: { Ref: 'Number' },
    UnhealthyThresholdCount: { Ref: 'Number' },
    Matcher: { HttpCode: { Ref: 'Text' } },
  });
  expect(attributeOf(stack, 'deregistration_delay.timeout_seconds')).toEqual({ Ref: 'Number' });
});

test.each(['interval', 'timeout'])('%s known only at deployment is refused', (prop) => {
  const base = albWith();
  const duration = Duration.seconds(new CfnParameter(base.stack, 'Number', { type: 'Number' }).valueAsNumber);
  expect(() => withTargetGroup({ healthCheck: { [prop]: duration } }, base)).toThrow(
    new Error('Stack/Alb: `healthCheck.interval` and `healthCheck.timeout` must be known at synthesis, got: a token.'),
  );
});

test('a target group without a route is refused at synthesis', () => {
  const { stack, alb } = albWith();
  alb.addTargetGroup('Idle', { port: 8080 });
  expect(() => Template.fromStack(stack)).toThrow(
    "[Stack/Alb] No route leads to the target group 'Idle'. Add one with addRoute(), or leave the target group out.",
  );
});

test('a target group routed to through the listener itself is accepted', () => {
  const { stack, alb } = albWith();
  const targetGroup = alb.addTargetGroup('Own', { port: 8080 });
  alb.listener.addTargetGroups('Default', { targetGroups: [targetGroup] });
  expect(() => Template.fromStack(stack)).not.toThrow();
});

test.each(['a'.repeat(33), '-api', 'api_prod'])("the name '%s', set by an aspect, is refused", (name) => {
  const { stack } = withTargetGroup();
  Aspects.of(stack).add({
    visit: (node) => {
      if (node instanceof CfnTargetGroup) node.name = name;
    },
  });
  expect(() => Template.fromStack(stack)).toThrow(`[Stack/Alb/Targets/Api] Target group name: "${name}"`);
});
