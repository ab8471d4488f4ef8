import { resourcesOf } from '@org/testing';
import {
  CfnSecurityGroupEgress,
  CfnSecurityGroupIngress,
  Connections,
  type IConnectable,
  type ISecurityGroup,
  Peer,
  Port,
  SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { App, Stack } from 'aws-cdk-lib/core';
import { FargateService } from '../src';
import { importedVpc, required } from './fixture';

const INGRESS = 'AWS::EC2::SecurityGroupIngress';
const EGRESS = 'AWS::EC2::SecurityGroupEgress';
const PORT = Port.tcp(8080);

/** Stacks of these names, each with a service of its own, on one platform. */
function servicesIn<Names extends string>(...names: Names[]) {
  const app = new App();
  const platform = new Stack(app, 'Platform');
  const { cluster, container, size } = required(platform);
  const stacks = {} as Record<Names, Stack>;
  const services = {} as Record<Names, FargateService>;
  for (const name of names) {
    stacks[name] = new Stack(app, name);
    services[name] = new FargateService(stacks[name], 'service', { cluster, container, size });
  }
  return { app, stacks, services };
}

function groupIn(stack: Stack, id = 'Group', allowAllOutbound = false): SecurityGroup {
  return new SecurityGroup(stack, id, { vpc: importedVpc(new Stack()), allowAllOutbound });
}

/** What several groups stand behind, as a load balancer with two of them. */
function behind(...securityGroups: ISecurityGroup[]): IConnectable {
  return { connections: new Connections({ securityGroups }) };
}

/** The calls whose rules stand in this stack; both sides of a call stand in one. */
function callsIn(stack: Stack): unknown[] {
  const [egress, ingress] = [EGRESS, INGRESS].map((type) =>
    resourcesOf(stack, type).map(({ Properties }) => Properties.Description),
  );
  expect(egress).toEqual(ingress);
  return ingress as unknown[];
}

/** The stacks that this one waits for, but for the platform's. */
function waitsFor({ dependencies }: Stack): string[] {
  return dependencies.map(({ node }) => node.id).filter((id) => id !== 'Platform');
}

test('a group of another stack: one stack depends on the other, not both on each other', () => {
  const { app, stacks, services } = servicesIn('A');
  const data = new Stack(app, 'Data');
  services.A.allowTo(groupIn(data), Port.tcp(5432), 'Orders');
  expect(callsIn(stacks.A)).toEqual(['Orders']);
  app.synth();
  expect(waitsFor(stacks.A)).toEqual(['Data']);
  expect(waitsFor(data)).toEqual([]);
});

describe('services of several stacks in a circle', () => {
  function circle() {
    const { app, stacks, services } = servicesIn('A', 'B', 'C');
    services.A.allowTo(services.B, PORT, 'There');
    services.B.allowTo(services.A, PORT, 'And back');
    services.B.allowTo(services.C, PORT, 'On');
    services.C.allowTo(services.A, PORT, 'And round');
    app.synth();
    return [stacks.A, stacks.B, stacks.C];
  }

  test('wait for each other in one direction only', () => {
    expect(circle().map(waitsFor)).toEqual([['B', 'C'], ['C'], []]);
  });

  test('have both rules of each call in the stack that waits', () => {
    expect(circle().map(callsIn)).toEqual([['There', 'And back', 'And round'], ['On'], []]);
  });

  test('let nothing out before the rules of the other stack are there', () => {
    for (const stack of circle()) {
      expect(resourcesOf(stack, 'AWS::EC2::SecurityGroup').map(({ Properties }) => Properties)).toEqual([
        expect.objectContaining({ SecurityGroupEgress: [expect.objectContaining({ CidrIp: '255.255.255.255/32' })] }),
      ]);
    }
  });
});

describe('the other stack holds the rules if it waits for this one already', () => {
  test('because somebody said so', () => {
    const { app, stacks, services } = servicesIn('A');
    const data = new Stack(app, 'Data');
    data.addStackDependency(stacks.A);
    services.A.allowTo(groupIn(data), Port.tcp(6379), 'Cache');
    expect([stacks.A, data].map(callsIn)).toEqual([[], ['Cache']]);
  });

  test('by way of a third one', () => {
    const { app, stacks, services } = servicesIn('A');
    const [between, data] = [new Stack(app, 'Between'), new Stack(app, 'Data')];
    data.addStackDependency(between);
    between.addStackDependency(stacks.A);
    services.A.allowTo(groupIn(data), PORT, 'Cache');
    expect([stacks.A, data].map(callsIn)).toEqual([[], ['Cache']]);
  });

  test('by a rule that connections of a service made', () => {
    const { app, stacks, services } = servicesIn('A', 'B');
    services.A.connections.allowToDefaultPort(services.B, 'There');
    services.B.allowTo(services.A, PORT, 'And back');
    app.synth();
    expect([stacks.A, stacks.B].map(callsIn)).toEqual([['There', 'And back'], []]);
    expect(waitsFor(stacks.B)).toEqual([]);
  });

  test('by a rule of a group that is nobody of ours', () => {
    const { stacks, services } = servicesIn('A', 'B');
    const client = groupIn(stacks.B, 'Client', true);
    client.connections.allowTo(services.A, PORT, 'From a client');
    services.A.allowTo(services.B, PORT, 'Call');
    expect(resourcesOf(stacks.A, INGRESS)).toEqual([]);
    expect(resourcesOf(stacks.B, INGRESS)).toHaveLength(2);
  });

  test('for one of several groups', () => {
    const { app, stacks, services } = servicesIn('A');
    const [waits, free] = [new Stack(app, 'Waits'), new Stack(app, 'Free')];
    waits.addStackDependency(stacks.A);
    services.A.allowTo(behind(groupIn(free), groupIn(waits)), PORT, 'Call');
    expect([stacks.A, free, waits].map(callsIn)).toEqual([[], ['Call'], ['Call']]);
  });

  test.each([
    ['egress of a group here', (scope: Stack, here: string, there: string) => egress(scope, here, there)],
    ['egress to a group here', (scope: Stack, here: string, there: string) => egress(scope, there, here)],
    ['ingress of a group here', (scope: Stack, here: string, there: string) => ingress(scope, here, there)],
    ['ingress from a group here', (scope: Stack, here: string, there: string) => ingress(scope, there, here)],
  ])('by a rule of its own for %s', (_, addRule) => {
    const { stacks, services } = servicesIn('A', 'B');
    addRule(stacks.B, services.A.securityGroup.securityGroupId, services.B.securityGroup.securityGroupId);
    services.A.allowTo(services.B, PORT, 'Call');
    expect(resourcesOf(stacks.A, EGRESS)).toEqual([]);
    expect(resourcesOf(stacks.B, EGRESS)).toContainEqual(
      expect.objectContaining({ Properties: expect.objectContaining({ Description: 'Call' }) }),
    );
  });
});

describe('the stack of the caller holds the rules', () => {
  test('although one of several groups stands beside it', () => {
    const { app, stacks, services } = servicesIn('A');
    const data = new Stack(app, 'Data');
    services.A.allowTo(behind(groupIn(stacks.A), groupIn(data)), PORT, 'Call');
    expect([stacks.A, data].map(callsIn)).toEqual([['Call', 'Call'], []]);
  });

  test('although the other one waits for a third by two ways', () => {
    const { app, stacks, services } = servicesIn('A', 'B');
    const [left, right, end] = ['Left', 'Right', 'End'].map((id) => new Stack(app, id)) as [Stack, Stack, Stack];
    for (const way of [left, right]) {
      stacks.B.addStackDependency(way);
      way.addStackDependency(end);
    }
    services.A.allowTo(services.B, PORT, 'Call');
    expect([stacks.A, stacks.B].map(callsIn)).toEqual([['Call'], []]);
  });

  test('although the other one lets it in from addresses', () => {
    const { stacks, services } = servicesIn('A', 'B');
    const addresses = Peer.ipv4('10.0.0.0/16');
    new CfnSecurityGroupEgress(stacks.B, 'Out', { groupId: 'sg-1', ipProtocol: 'tcp', cidrIp: addresses.uniqueId });
    new CfnSecurityGroupIngress(stacks.B, 'In', { groupId: 'sg-1', ipProtocol: 'tcp', cidrIp: addresses.uniqueId });
    services.A.allowTo(services.B, PORT, 'Call');
    expect(resourcesOf(stacks.A, EGRESS)).toHaveLength(1);
  });

  test('although a stack within the other one names it', () => {
    const { stacks, services } = servicesIn('A', 'B');
    const within = new Stack(stacks.B, 'Within');
    groupIn(within).connections.allowTo(services.A, PORT, 'From within');
    services.A.allowTo(services.B, PORT, 'Call');
    expect([stacks.A, stacks.B, within].map(callsIn)).toEqual([['Call'], [], ['From within']]);
  });
});

function egress(scope: Stack, groupId: string, destinationSecurityGroupId: string) {
  new CfnSecurityGroupEgress(scope, 'Rule', { groupId, destinationSecurityGroupId, ipProtocol: 'tcp' });
}

function ingress(scope: Stack, groupId: string, sourceSecurityGroupId: string) {
  new CfnSecurityGroupIngress(scope, 'Rule', { groupId, sourceSecurityGroupId, ipProtocol: 'tcp' });
}
