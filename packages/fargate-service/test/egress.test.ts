import { annotationsOf, type Json, onlyResource, resourcesOf } from '@org/testing';
import { Peer, Port } from 'aws-cdk-lib/aws-ec2';
import { Lazy, type Stack, Token } from 'aws-cdk-lib/core';
import { Egress } from '../src';
import { importedGroup, serviceStack } from './fixture';

/** CDK's way of writing no rule at all. */
const NOTHING = '255.255.255.255/32';

const insideOf = (stack: Stack): Json[] =>
  onlyResource(stack, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupEgress ?? [];

/** CDK writes a rule inside the group or beside it. */
function rulesOf(stack: Stack): Json[] {
  const beside = resourcesOf(stack, 'AWS::EC2::SecurityGroupEgress').map(({ Properties }) => Properties);
  return [...insideOf(stack), ...beside].filter(({ CidrIp }) => CidrIp !== NOTHING);
}

const egressOf = (...egress: Egress[]) => rulesOf(serviceStack({ egress }).stack);

const anywhere = (port: number) =>
  `The tasks may connect to any address on port ${port}. PCI DSS 4.0.1 requirement 1.3.2 limits outbound traffic to what is ` +
  'necessary: name the destinations with Egress.to(), or acknowledge this warning with the reason. ' +
  '[ack: @org/fargate-service:egress-anywhere]';

test('is closed by default', () => {
  const { stack } = serviceStack();
  expect(insideOf(stack)).toEqual([expect.objectContaining({ CidrIp: NOTHING, IpProtocol: 'icmp' })]);
  expect(rulesOf(stack)).toEqual([]);
});

test('stays closed until a rule beside the group is there', () => {
  const { stack } = serviceStack((scope) => ({ egress: [Egress.to(importedGroup(scope), Port.tcp(6379), 'Cache')] }));
  expect(insideOf(stack)).toEqual([expect.objectContaining({ CidrIp: NOTHING, IpProtocol: 'icmp' })]);
});

test('HTTPS to any address opens port 443 for IPv4, and warns', () => {
  const { stack } = serviceStack({ egress: [Egress.httpsAnywhere()] });
  expect(rulesOf(stack)).toEqual([
    { CidrIp: '0.0.0.0/0', Description: 'HTTPS to any address', FromPort: 443, ToPort: 443, IpProtocol: 'tcp' },
  ]);
  expect(annotationsOf(stack)).toEqual([anywhere(443)]);
});

test.each([
  ['every IPv4 address', Peer.anyIpv4()],
  ['every IPv6 address', Peer.anyIpv6()],
  ['the same in numbers', Peer.ipv4('0.0.0.0/0')],
  ['a slip', Peer.ipv4('10.0.0.0/0')],
])('%s warns, whichever way the rule comes', (_, peer) => {
  const named = serviceStack({ egress: [Egress.to(peer, Port.tcp(22), 'SFTP')] });
  expect(annotationsOf(named.stack)).toEqual([anywhere(22)]);
  const allowed = serviceStack();
  allowed.service.allowTo(peer, Port.tcp(2222), 'SFTP');
  allowed.service.connections.allowTo(peer, Port.tcp(8443), 'HTTPS');
  expect(annotationsOf(allowed.stack)).toEqual([anywhere(2222), anywhere(8443)]);
});

test('half of all addresses is not everywhere, and neither is a group', () => {
  const { stack, service } = serviceStack({ egress: [Egress.to(Peer.ipv4('128.0.0.0/1'), Port.tcp(443), 'Half')] });
  service.allowTo(importedGroup(stack), Port.tcp(6379), 'Cache');
  expect(annotationsOf(stack)).toEqual([]);
});

test('a named peer opens one port, and does not warn', () => {
  const { stack } = serviceStack({
    egress: [
      Egress.to(Peer.ipv4('10.0.0.0/16'), Port.tcp(443), 'PrivateLink endpoints'),
      Egress.to(Peer.prefixList('pl-1'), Port.udp(123), 'Time'),
    ],
  });
  expect(rulesOf(stack)).toEqual([
    { CidrIp: '10.0.0.0/16', Description: 'PrivateLink endpoints', FromPort: 443, ToPort: 443, IpProtocol: 'tcp' },
    expect.objectContaining({ DestinationPrefixListId: 'pl-1', FromPort: 123, ToPort: 123, IpProtocol: 'udp' }),
  ]);
  expect(annotationsOf(stack)).toEqual([]);
});

test('a security group is a peer', () => {
  const { stack } = serviceStack((scope) => ({ egress: [Egress.to(importedGroup(scope), Port.tcp(6379), 'Cache')] }));
  expect(rulesOf(stack)).toEqual([
    expect.objectContaining({ DestinationSecurityGroupId: 'sg-peer', FromPort: 6379, ToPort: 6379 }),
  ]);
});

test('a port may be known at deployment only', () => {
  const port = Token.asNumber(Lazy.any({ produce: () => ({ Ref: 'Parameter' }) }));
  expect(egressOf(Egress.to(Peer.ipv4('10.0.0.0/16'), Port.tcp(port), 'Database'))).toEqual([
    expect.objectContaining({ FromPort: { Ref: 'Parameter' }, ToPort: { Ref: 'Parameter' } }),
  ]);
});

test.each([
  [Port.allTraffic(), 'ALL TRAFFIC'],
  [Port.allTcp(), 'ALL PORTS'],
  [Port.tcpRange(80, 443), '80-443'],
  [Port.icmpPing(), 'ICMP Type 8'],
])('refuses more than one port (%#)', (port, name) => {
  expect(() => egressOf(Egress.to(Peer.anyIpv4(), port, 'Any'))).toThrow(
    new Error(
      `Stack/payments: \`egress\` must open a single TCP or UDP port from 1 to 65535, got: ${name}. Use for example ec2.Port.tcp(443).`,
    ),
  );
});

test.each(['', 'Peter’s bank', 'x'.repeat(256)])('refuses a description that EC2 refuses (%#)', (description) => {
  expect(() => egressOf(Egress.to(Peer.anyIpv4(), Port.tcp(443), description))).toThrow(
    new Error(
      'Stack/payments: `egress.description` must be 1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, ' +
        `got: '${description}'.`,
    ),
  );
});
