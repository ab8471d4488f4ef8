import { Port, Protocol } from 'aws-cdk-lib/aws-ec2';
import { Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { requireSinglePort } from '../src/private/rules';

const check = (port: Port) => () => requireSinglePort(new Stack(undefined, 'Stack'), 'port', port);

test.each([Port.tcp(443), Port.udp(123), Port.tcp(Token.asNumber(Lazy.any({ produce: () => ({ Ref: 'Port' }) })))])(
  'takes %s',
  (port) => {
    expect(check(port)).not.toThrow();
  },
);

test.each([
  // Its number is that of a protocol, and stands where a port would.
  [Port.esp(), 'ESP 50'],
  // Without ports, the rule would open all of them.
  [new Port({ protocol: Protocol.TCP, stringRepresentation: 'TCP' }), 'TCP'],
  [new Port({ protocol: Protocol.UDP, stringRepresentation: 'UDP' }), 'UDP'],
])('refuses %s', (port, name) => {
  expect(check(port)).toThrow(
    new Error(`Stack: \`port\` must open a single TCP or UDP port, got: ${name}. Use for example ec2.Port.tcp(443).`),
  );
});
