import { onlyResource, resourcesOf } from '@org/testing';
import { Connections, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
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

test('without a target group the list of them is there and empty, so that one that it leaves is left', () => {
  const { stack } = serviceStack();
  expect(onlyResource(stack, 'AWS::ECS::Service').Properties.LoadBalancers).toEqual([]);
});

test('a target group of another stack is imported from there', () => {
  const app = new App();
  const front = new Stack(app, 'Front');
  const stack = new Stack(app, 'Services');
  const props = required(front);
  const service = new FargateService(stack, 'payments', props);
  const targets = new ApplicationTargetGroup(front, 'Targets', {
    vpc: props.cluster.vpc,
    port: 8080,
    protocol: ApplicationProtocol.HTTP,
  });
  service.attachToApplicationTargetGroup(targets);
  const [balancer] = onlyResource(stack, 'AWS::ECS::Service').Properties.LoadBalancers;
  expect(balancer.TargetGroupArn).toEqual({ 'Fn::ImportValue': expect.stringContaining('Targets') });
});

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

describe('allowToDefaultPort', () => {
  test('opens the port that the peer names, on both sides', () => {
    const { stack, service } = serviceStack();
    const { cluster, container, size } = required(new Stack(stack, 'Unused'));
    const other = new FargateService(stack, 'fraud', { cluster, size, container: { ...container, port: 8081 } });
    service.allowToDefaultPort(other, 'Fraud check');
    for (const type of [EGRESS, INGRESS])
      expect(onlyResource(stack, type).Properties).toMatchObject({
        Description: 'Fraud check',
        FromPort: 8081,
        ToPort: 8081,
      });
  });

  test('goes by the order of the stacks, as allowTo does', () => {
    const app = new App();
    const { stack, service } = serviceStack({}, app);
    const { cluster, container, size } = required(new Stack(app, 'Platform'));
    const later = new Stack(app, 'Later');
    later.addStackDependency(stack);
    service.allowToDefaultPort(new FargateService(later, 'fraud', { cluster, size, container }), 'Fraud check');
    expect(resourcesOf(stack, EGRESS)).toEqual([]);
    expect(resourcesOf(later, EGRESS)).toHaveLength(1);
  });

  test('refuses a peer without a port, and one with several', () => {
    const { stack, service } = serviceStack();
    expect(() => service.allowToDefaultPort(importedGroup(stack), 'All')).toThrow(
      new Error(
        'Stack/payments: `other` must have a default port, got: one without. Use allowTo(other, port, description) instead.',
      ),
    );
    const connections = new Connections({ securityGroups: [importedGroup(stack, 'All')], defaultPort: Port.allTcp() });
    expect(() => service.allowToDefaultPort({ connections }, 'All')).toThrow(
      '`port` must open a single TCP or UDP port',
    );
  });
});
