import { attribute, NetworkView, type StackResource, securityGroupRules } from '@org/testing';
import { type ServiceName, servicesOf, underTest } from './synthesized';

const app = underTest.view();
const services = servicesOf(app);
const network = new NetworkView(app);
const rules = securityGroupRules(app);
const alb = app.only('ElasticLoadBalancingV2::LoadBalancer');
const albGroup = app.target(alb.Properties.SecurityGroups[0], alb) as StackResource;
const targetGroup = app.only('ElasticLoadBalancingV2::TargetGroup');

const serviceNamed = (wanted: ServiceName) => {
  const found = services.find(({ name }) => name === wanted);
  if (!found) throw new Error(`There is no ${wanted}.`);
  return found;
};
const payment = serviceNamed('payment-api');
const fraud = serviceNamed('fraud-detection');
const notification = serviceNamed('notification-service');

const subnetsOf = (service: StackResource) =>
  (service.Properties.NetworkConfiguration.AwsvpcConfiguration.Subnets as unknown[]).map(
    (subnet) => app.target(subnet, service) as StackResource,
  );

describe('VPC', () => {
  test('S4-NET-01: one VPC with private subnets in three zones, and every security group in it', () => {
    const vpc = app.only('EC2::VPC');
    expect(network.privateSubnets).toHaveLength(3);
    expect(network.zones(network.privateSubnets)).toBe(3);
    const groups = app.all('EC2::SecurityGroup');
    expect(groups.map((group) => app.target(group.Properties.VpcId, group))).toEqual(groups.map(() => vpc));
  });

  test('S4-ECS-11, S4-ECS-13: tasks in the private subnets of three zones, without public addresses', () => {
    for (const { service } of services) {
      const subnets = subnetsOf(service);
      expect(subnets).toHaveLength(3);
      expect(network.zones(subnets)).toBe(3);
      expect(new Set(subnets)).toEqual(new Set(network.privateSubnets));
      expect(service.Properties.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp).toBe('DISABLED');
      for (const subnet of subnets) expect(network.defaultGateway(subnet)?.Type).not.toBe('AWS::EC2::InternetGateway');
    }
    expect(network.zones()).toBe(3);
  });

  test('S4-SG-02: what leaves goes through the NAT gateway of its zone', () => {
    expect(app.all('EC2::NatGateway')).toHaveLength(3);
    expect(network.crossingZones).toEqual([]);
  });

  test('all traffic is logged', () => {
    expect(app.only('EC2::FlowLog').Properties).toMatchObject({ ResourceType: 'VPC', TrafficType: 'ALL' });
  });
});

describe('load balancer', () => {
  test('S4-ECS-12: payment-api stands behind it, the others do not', () => {
    expect(payment.service.Properties.LoadBalancers).toEqual([
      expect.objectContaining({ ContainerName: 'payment-api', ContainerPort: 8080 }),
    ]);
    expect(app.target(payment.service.Properties.LoadBalancers[0].TargetGroupArn, payment.service)).toBe(targetGroup);
    for (const { service } of [fraud, notification]) expect(service.Properties.LoadBalancers ?? []).toEqual([]);
  });

  test('S4-ALB-01: HTTPS with a certificate from ACM, and no other listener', () => {
    expect(alb.Properties.Type).toBe('application');
    const listeners = app.all('ElasticLoadBalancingV2::Listener');
    expect(listeners.map(({ Properties }) => [Properties.Protocol, Properties.Port])).toEqual([['HTTPS', 443]]);
    for (const listener of listeners) {
      expect(listener.Properties.Certificates).toEqual([{ CertificateArn: expect.stringContaining(':acm:') }]);
      expect(listener.Properties.SslPolicy).toMatch(/TLS13/);
    }
  });

  test('S4-ALB-02: paths lead to payment-api, anything else is not found', () => {
    const rule = app.only('ElasticLoadBalancingV2::ListenerRule');
    expect(rule.Properties.Conditions).toEqual([
      { Field: 'path-pattern', PathPatternConfig: { Values: ['/api/*', '/payments/*'] } },
    ]);
    expect(rule.Properties.Actions.map(({ Type }: { Type: string }) => Type)).toEqual(['forward']);
    expect(app.target(rule.Properties.Actions[0].TargetGroupArn, rule)).toBe(targetGroup);
    expect(app.only('ElasticLoadBalancingV2::Listener').Properties.DefaultActions).toEqual([
      { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } },
    ]);
  });

  test('S4-ALB-03: it reaches payment-api on port 8080, and nothing else', () => {
    expect(targetGroup.Properties.Port).toBe(8080);
    expect(payment.container.PortMappings).toEqual([expect.objectContaining({ ContainerPort: 8080 })]);
    const into = rules.filter(({ group, direction }) => group === payment.securityGroup && direction === 'ingress');
    expect(into).toEqual([expect.objectContaining({ fromPort: 8080, toPort: 8080, peerGroup: albGroup })]);
    const outOf = rules.filter(({ group, direction }) => group === albGroup && direction === 'egress');
    expect(outOf).toEqual([
      expect.objectContaining({ fromPort: 8080, toPort: 8080, peerGroup: payment.securityGroup }),
    ]);
  });

  test('it writes access logs, and a web application firewall stands before it', () => {
    expect(attribute(alb.Properties.LoadBalancerAttributes, 'access_logs.s3.enabled')).toBe('true');
    const association = app.only('WAFv2::WebACLAssociation');
    expect(app.target(association.Properties.ResourceArn, association)).toBe(alb);
  });
});

describe('security groups', () => {
  const groups = new Map([
    [albGroup, 'load balancer'],
    ...services.map(({ name, securityGroup }) => [securityGroup, name] as const),
  ]);
  const nameOf = (group: StackResource | undefined) => (group && groups.get(group)) ?? 'outside';

  test('S4-SG-01: one for each service, open to the callers of that service on its port', () => {
    expect(groups.size).toBe(4);
    const calls = rules
      .filter(({ group, direction }) => direction === 'ingress' && group && groups.has(group))
      .map(({ group, peerGroup, cidr, protocol, fromPort, toPort }) => [
        cidr ?? nameOf(peerGroup),
        nameOf(group),
        `${protocol} ${fromPort}-${toPort}`,
      ]);
    expect(calls.sort()).toEqual([
      ['0.0.0.0/0', 'load balancer', 'tcp 443-443'],
      ['fraud-detection', 'notification-service', 'tcp 8082-8082'],
      ['load balancer', 'payment-api', 'tcp 8080-8080'],
      ['payment-api', 'fraud-detection', 'tcp 8081-8081'],
      ['payment-api', 'notification-service', 'tcp 8082-8082'],
    ]);
  });

  test('S4-SG-01: no rule opens all protocols or a range of ports, nothing is open to everywhere but HTTPS', () => {
    for (const { protocol, fromPort, toPort } of rules) {
      expect(protocol).toBe('tcp');
      expect(fromPort).toBeDefined();
      expect(toPort).toBe(fromPort);
    }
    const everywhere = rules.filter(({ cidr }) => cidr === '0.0.0.0/0' || cidr === '::/0');
    expect(everywhere.map(({ fromPort }) => fromPort)).toEqual(everywhere.map(() => 443));
    expect(new Set(everywhere.map(({ group, direction }) => `${direction} ${nameOf(group)}`))).toEqual(
      new Set(['ingress load balancer', 'egress payment-api', 'egress notification-service']),
    );
  });

  test('S4-SG-01: fraud-detection, which needs no internet, has no way there', () => {
    const out = rules.filter(({ group, direction }) => group === fraud.securityGroup && direction === 'egress');
    const endpoints = app
      .all('EC2::VPCEndpoint')
      .flatMap((endpoint) =>
        ((endpoint.Properties.SecurityGroupIds ?? []) as unknown[]).map((group) => app.target(group, endpoint)),
      );
    expect(endpoints).toHaveLength(3);
    expect(out.filter(({ cidr }) => cidr !== undefined)).toEqual([]);
    expect(new Set(out.flatMap(({ peerGroup }) => peerGroup ?? []))).toEqual(
      new Set([...endpoints, notification.securityGroup]),
    );
    const lists = app
      .all('EC2::SecurityGroupEgress')
      .flatMap(({ Properties }) => Properties.DestinationPrefixListId ?? []);
    expect(lists).toEqual(['pl-63a5400a']);
    // One rule for all endpoints, which share a group.
    expect(out).toHaveLength(new Set(endpoints).size + 2);
  });

  test('tasks start after the rules that let them reach the others', () => {
    const waits = new Set(payment.service.DependsOn);
    for (const rule of app.all('EC2::SecurityGroupEgress'))
      if (app.target(rule.Properties.GroupId, rule) === payment.securityGroup) expect(waits).toContain(rule.logicalId);
  });
});
