import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { App, Stack } from 'aws-cdk-lib/core';
import { ContainerSecret, Discovery, FargateCluster, FargateService, ImageRepository, PolicyConditions } from '../src';
import { importedVpc, required, serviceStack } from './fixture';

/** What TypeScript refuses and JavaScript does not. */
const nothing = undefined as never;
const text = 'x' as never;

test('a cluster without a VPC would make a public one of its own', () => {
  expect(() => new FargateCluster(new Stack(new App(), 'Stack'), 'Cluster', { vpc: nothing })).toThrow(
    new Error('Stack/Cluster: `vpc` must be an object of its type, got: undefined.'),
  );
});

test.each(['', 'off', true])('container insights cannot be %p', (containerInsights) => {
  const stack = new Stack(new App(), 'Stack');
  const props = { vpc: importedVpc(stack), containerInsights: containerInsights as never };
  expect(() => new FargateCluster(stack, 'Cluster', props)).toThrow(
    /`containerInsights` must be ENHANCED or ENABLED, got: /,
  );
});

test.each(['cluster', 'container', 'size'])('%s must be given', (prop) => {
  const stack = new Stack(new App(), 'Stack');
  const props = { ...required(stack), [prop]: undefined };
  expect(() => new FargateService(stack, 'Service', props)).toThrow(
    new Error(`Stack/Service: \`${prop}\` must be an object of its type, got: undefined.`),
  );
});

test('what is text and should be an object is shown', () => {
  expect(() => serviceStack({ container: { image: text } })).toThrow(
    /`image` must be an object of its type, got: 'x'\./,
  );
  expect(() => serviceStack({ vpcSubnets: text })).toThrow(/`vpcSubnets` must be an object of its type, got: 'x'\./);
});

test.each(['', undefined, 5])('a condition on %p does not go', (value) => {
  const policyConditions = PolicyConditions.requestedRegion(value as never);
  expect(() => serviceStack({ policyConditions })).toThrow(
    /`policyConditions` must be on values of aws:RequestedRegion that are text, got: /,
  );
  const keyless = PolicyConditions.stringEquals(value as never, 'x');
  expect(() => serviceStack({ policyConditions: keyless })).toThrow(/`policyConditions` must be on condition keys, /);
});

test('a name that is not given makes no client of a service', () => {
  expect(() => serviceStack({ discovery: Discovery.connect(nothing) })).toThrow(/`discovery.name` must be /);
});

test.each(['', 'a:b', 5])('a field named %p does not inject the whole secret', (field) => {
  const secret = new Secret(new Stack(new App(), 'Stack'), 'Secret');
  expect(() => ContainerSecret.fromSecret(secret, field as never)).toThrow(
    /^Stack\/Secret: `jsonField` must be the name of a field, without colons, got: /,
  );
});

test.each(['', 'Retain'])('%p is no removal policy', (removalPolicy) => {
  const stack = new Stack(new App(), 'Stack');
  expect(() => new ImageRepository(stack, 'Images', { removalPolicy: removalPolicy as never })).toThrow(
    new Error(
      'Stack/Images: `removalPolicy` must be RETAIN, RETAIN_ON_UPDATE_OR_DELETE or DESTROY, ' +
        `got: '${removalPolicy}'. Use RemovalPolicy.RETAIN.`,
    ),
  );
});
