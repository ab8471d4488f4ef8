import { Port, Protocol } from 'aws-cdk-lib/aws-ec2';
import { Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { requireSinglePort } from '../src/private/rules';

const check = (port: Port) => () => requireSinglePort(new Stack(undefined, 'Stack'), 'port', port);

test.each([
  Port.tcp(443),
  Port.udp(123),
  Port.tcp(1),
  Port.tcp(65_535),
  Port.tcp(Token.asNumber(Lazy.any({ produce: () => ({ Ref: 'Port' }) }))),
])('takes %s', (port) => {
  expect(check(port)).not.toThrow();
});

test.each([
  // Its number is that of a protocol, and stands where a port would.
  [Port.esp(), 'ESP 50'],
  // Without ports, the rule would open all of them.
  [new Port({ protocol: Protocol.TCP, stringRepresentation: 'TCP' }), 'TCP'],
  [Port.tcp(-1), '-1'],
  [Port.tcp(0), '0'],
  [Port.udp(65_536), 'UDP 65536'],
  [Port.tcp(80.5), '80.5'],
  [new Port({ protocol: Protocol.UDP, stringRepresentation: 'UDP' }), 'UDP'],
])('refuses %s', (port, name) => {
  expect(check(port)).toThrow(
    new Error(
      `Stack: \`port\` must open a single TCP or UDP port from 1 to 65535, got: ${name}. Use for example ec2.Port.tcp(443).`,
    ),
  );
});
