import { onlyResource, resourcesOf } from '@org/testing';
import { Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { FargateService } from '../src';
import { importedGroup, importedVpc, required, serviceStack } from './fixture';

const INGRESS = 'AWS::EC2::SecurityGroupIngress';
const EGRESS = 'AWS::EC2::SecurityGroupEgress';

/** A service behind a load balancer, both in one stack. */
function balanced(healthCheckGracePeriod?: Duration) {
  const stack = new Stack(undefined, 'Stack');
  const props = required(stack);
  const service = new FargateService(stack, 'payments', { ...props, healthCheckGracePeriod });
  const securityGroup = new SecurityGroup(stack, 'Front', { vpc: props.cluster.vpc, allowAllOutbound: false });
  const balancer = new ApplicationLoadBalancer(stack, 'Balancer', { vpc: props.cluster.vpc, securityGroup });
  const targets = new ApplicationTargetGroup(stack, 'Targets', {
    vpc: props.cluster.vpc,
    port: 8080,
    protocol: ApplicationProtocol.HTTP,
    targets: [service],
  });
  balancer.addListener('Http', { port: 80, open: false, defaultTargetGroups: [targets] });
  return { stack, service };
}

describe('behind a load balancer', () => {
  const { stack, service } = balanced();
  const group = stack.resolve(service.securityGroup.securityGroupId);

  test('the target group reaches the container by IP address', () => {
    const targets = onlyResource(stack, 'AWS::ElasticLoadBalancingV2::TargetGroup');
    expect(targets.Properties.TargetType).toBe('ip');
    expect(onlyResource(stack, 'AWS::ECS::Service').Properties.LoadBalancers).toEqual([
      { ContainerName: 'payments', ContainerPort: 8080, TargetGroupArn: { Ref: targets.logicalId } },
    ]);
  });

  test('one port is open from the load balancer, and nothing else', () => {
    const { Properties } = onlyResource(stack, INGRESS);
    expect(Properties).toMatchObject({ GroupId: group, FromPort: 8080, ToPort: 8080, IpProtocol: 'tcp' });
    expect(JSON.stringify(Properties.SourceSecurityGroupId)).toContain('Front');
    expect(Properties).not.toHaveProperty('CidrIp');
  });

  test('the service waits for the listener and for the rule', () => {
    expect(onlyResource(stack, 'AWS::ECS::Service').DependsOn).toEqual(
      expect.arrayContaining([
        onlyResource(stack, 'AWS::ElasticLoadBalancingV2::Listener').logicalId,
        onlyResource(stack, INGRESS).logicalId,
      ]),
    );
  });

  test('health checks do not count for a minute', () => {
    expect(onlyResource(stack, 'AWS::ECS::Service').Properties.HealthCheckGracePeriodSeconds).toBe(60);
  });
});

test('the grace is a choice', () => {
  const { stack } = balanced(Duration.minutes(5));
  expect(onlyResource(stack, 'AWS::ECS::Service').Properties.HealthCheckGracePeriodSeconds).toBe(300);
});

test('grace without a load balancer is an error at synthesis', () => {
  const app = new App();
  serviceStack({ healthCheckGracePeriod: Duration.minutes(2) }, app);
  expect(() => app.synth()).toThrow(
    '[Stack/payments] `healthCheckGracePeriod` must be left out without a load balancer, got: 2 minutes. ' +
      'Add the service to a target group, or use the startPeriod of `container.healthCheck`.',
  );
});

describe('allowTo', () => {
  test('opens one port on both sides, and the service waits for it', () => {
    const { stack, service } = serviceStack();
    const peer = new SecurityGroup(stack, 'Database', { vpc: importedVpc(new Stack()), allowAllOutbound: false });
    service.allowTo(peer, Port.tcp(5432), 'Payments read and write orders');
    const own = stack.resolve(service.securityGroup.securityGroupId);
    const theirs = stack.resolve(peer.securityGroupId);
    const rule = { FromPort: 5432, ToPort: 5432, IpProtocol: 'tcp', Description: 'Payments read and write orders' };
    const egress = onlyResource(stack, EGRESS);
    expect(egress.Properties).toEqual({ ...rule, GroupId: own, DestinationSecurityGroupId: theirs });
    expect(onlyResource(stack, INGRESS).Properties).toEqual({ ...rule, GroupId: theirs, SourceSecurityGroupId: own });
    expect(onlyResource(stack, 'AWS::ECS::Service').DependsOn).toContain(egress.logicalId);
  });

  test('two services may call each other', () => {
    const { stack, service } = serviceStack();
    const { cluster, container, size } = required(new Stack(stack, 'Unused'));
    const other = new FargateService(stack, 'fraud', { cluster, size, container: { ...container, port: 8081 } });
    service.allowTo(other, Port.tcp(8081), 'Fraud check');
    other.allowTo(service, Port.tcp(8080), 'Verdict');
    expect(resourcesOf(stack, INGRESS)).toHaveLength(2);
    expect(resourcesOf(stack, EGRESS)).toHaveLength(2);
  });

  test('a group of another stack: one stack depends on the other, not both on each other', () => {
    const app = new App();
    const data = new Stack(app, 'Data');
    const database = new SecurityGroup(data, 'Database', { vpc: importedVpc(data), allowAllOutbound: false });
    const stack = new Stack(app, 'Services');
    const service = new FargateService(stack, 'payments', required(stack));
    service.allowTo(database, Port.tcp(5432), 'Orders');
    expect(resourcesOf(stack, EGRESS)).toHaveLength(1);
    expect(resourcesOf(stack, INGRESS)).toHaveLength(1);
    expect(stack.dependencies).toEqual([data]);
    expect(data.dependencies).toEqual([]);
  });

  describe('services of several stacks in a circle', () => {
    const app = new App();
    const platform = new Stack(app, 'Platform');
    const { cluster, container, size } = required(platform);
    const stacks = ['A', 'B', 'C'].map((id) => new Stack(app, id));
    const services = stacks.map((stack) => new FargateService(stack, 'service', { cluster, container, size }));
    const [a, b, c] = services as [FargateService, FargateService, FargateService];
    a.allowTo(b, Port.tcp(8080), 'There');
    b.allowTo(a, Port.tcp(8080), 'And back');
    b.allowTo(c, Port.tcp(8080), 'On');
    c.allowTo(a, Port.tcp(8080), 'And round');
    app.synth();

    test('wait for each other in one direction only', () => {
      expect(
        stacks.map((stack) => stack.dependencies.map(({ node }) => node.id).filter((id) => id !== 'Platform')),
      ).toEqual([['B', 'C'], ['C'], []]);
    });

    test('have both rules of each call in the stack that waits', () => {
      const rules = (type: string) =>
        stacks.map((stack) => resourcesOf(stack, type).map(({ Properties }) => Properties.Description));
      const expected = [['There', 'And back', 'And round'], ['On'], []];
      expect(rules(EGRESS)).toEqual(expected);
      expect(rules(INGRESS)).toEqual(expected);
    });

    test('let nothing out before the rules of the other stack are there', () => {
      for (const stack of stacks) {
        expect(onlyResource(stack, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupEgress).toEqual([
          expect.objectContaining({ CidrIp: '255.255.255.255/32' }),
        ]);
      }
    });
  });

  test('a stack that waits for this one already holds the rules', () => {
    const app = new App();
    const { stack, service } = serviceStack({}, app);
    const data = new Stack(app, 'Data');
    data.addStackDependency(stack);
    service.allowTo(
      new SecurityGroup(data, 'Cache', { vpc: importedVpc(data), allowAllOutbound: false }),
      Port.tcp(6379),
      'Cache',
    );
    expect([resourcesOf(data, EGRESS), resourcesOf(data, INGRESS)]).toMatchObject([[{}], [{}]]);
    expect([resourcesOf(stack, EGRESS), resourcesOf(stack, INGRESS)]).toEqual([[], []]);
  });

  test('a rule that connections made counts as well', () => {
    const app = new App();
    const platform = new Stack(app, 'Platform');
    const { cluster, container, size } = required(platform);
    const serviceIn = (stack: Stack) => new FargateService(stack, 'service', { cluster, container, size });
    const [a, b] = [new Stack(app, 'A'), new Stack(app, 'B')];
    const [there, back] = [serviceIn(a), serviceIn(b)];
    there.connections.allowToDefaultPort(back, 'There');
    back.allowTo(there, Port.tcp(8080), 'And back');
    app.synth();
    expect(resourcesOf(a, EGRESS).map(({ Properties }) => Properties.Description)).toEqual(['There', 'And back']);
    expect(resourcesOf(b, EGRESS)).toEqual([]);
    expect(b.dependencies).toEqual([platform]);
  });

  test('an imported group gets its rule too', () => {
    const { stack, service } = serviceStack();
    service.allowTo(importedGroup(stack), Port.tcp(6379), 'Cache');
    expect(onlyResource(stack, INGRESS).Properties).toMatchObject({ GroupId: 'sg-peer', FromPort: 6379, ToPort: 6379 });
  });

  test.each([Port.allTcp(), Port.tcpRange(1, 2)])('refuses %s', (port) => {
    const { stack, service } = serviceStack();
    expect(() => service.allowTo(importedGroup(stack), port, 'All')).toThrow(
      new Error(
        `Stack/payments: \`port\` must open a single TCP or UDP port from 1 to 65535, got: ${port}. Use for example ec2.Port.tcp(443).`,
      ),
    );
  });

  test('refuses a description that EC2 refuses', () => {
    const { stack, service } = serviceStack();
    expect(() => service.allowTo(importedGroup(stack), Port.tcp(1), '"quoted"')).toThrow(
      new Error(
        'Stack/payments: `allowTo.description` must be 1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, ' +
          `got: '"quoted"'.`,
      ),
    );
  });
});
