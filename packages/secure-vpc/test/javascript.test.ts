import { App, Stack } from 'aws-cdk-lib/core';
import { Addressing, NatGateways, SecureVpc, type SecureVpcProps, Zones } from '../src';

/** What TypeScript refuses and JavaScript does not. */
const network = (props: object) => new SecureVpc(new Stack(new App(), 'Stack'), 'Network', props as SecureVpcProps);
const nothing = undefined as never;

test.each(['flowLogGroup', 'publicAccessBlock'])('%s is not taken for another one', (prop) => {
  expect(() => network({ [prop]: true })).toThrow(
    new Error(`Stack/Network: \`${prop}\` must be an object of its type, got: true.`),
  );
});

test('what a list lacks is not left out', () => {
  expect(() => network({ zones: Zones.named([nothing, 'us-east-1b']) })).toThrow(/`zones` must be .*, got: undefined/);
  expect(() => network({ zones: Zones.first(1), natGateways: NatGateways.onePerZone([nothing]) })).toThrow(
    /`natGateways` must .*, got: undefined/,
  );
  expect(() => network({ addressing: Addressing.ipam('ipam-pool-0a', nothing) })).toThrow(
    /`addressing` .*, got: undef/,
  );
});

test.each(['', 'Retain'])('%p is no removal policy', (removalPolicy) => {
  expect(() => network({ removalPolicy })).toThrow(/`removalPolicy` must be RETAIN, .*, got: '/);
});
