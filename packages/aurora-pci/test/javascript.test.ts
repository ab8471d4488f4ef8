import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { AuroraCluster, type AuroraClusterProps, AuroraEvents, AuroraProxy, ProxyAuthentication } from '../src';
import { database, newStack, POSTGRES, strangersVpc } from './fixtures';

/** What TypeScript refuses and JavaScript does not. */
const cluster = (props: object) => database(newStack(), props as Partial<AuroraClusterProps>);
const nothing = undefined as never;

test.each(['engine', 'vpc', 'instances'])('%s must be given', (prop) => {
  const given = { engine: POSTGRES, vpc: strangersVpc(newStack()), instances: {} } as unknown as AuroraClusterProps;
  expect(() => new AuroraCluster(newStack(), 'Database', { ...given, [prop]: undefined })).toThrow(
    new Error(`Stack/Database: \`${prop}\` must be an object of its type, got: undefined.`),
  );
});

test.each(['encryption', 'insights', 'vpcSubnets'])('%s is not taken for its default', (prop) => {
  expect(() => cluster({ [prop]: true })).toThrow(
    new Error(`Stack/Database: \`${prop}\` must be an object of its type, got: true.`),
  );
});

test.each(['', 'retain ', 'Retain', RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE])('%p is no removal policy', (policy) => {
  expect(() => cluster({ removalPolicy: policy })).toThrow(
    /`removalPolicy` must be SNAPSHOT, RETAIN or DESTROY, got: /,
  );
});

test('a database user must be given, or the rights would be those of a user named undefined', () => {
  const aurora = cluster({});
  const role = new Role(aurora, 'Role', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  expect(() => aurora.grantConnect(role, nothing)).toThrow(/`dbUser` must be .*, got: undefined\./);
  const authentication = ProxyAuthentication.iamEndToEnd([nothing]);
  expect(() => new AuroraProxy(aurora, 'Proxy', { database: aurora, authentication })).toThrow(
    /`dbUsers` must be .*, got: undefined\./,
  );
});

test('a proxy has a cluster, and events a topic', () => {
  expect(() => new AuroraProxy(newStack(), 'Proxy', { database: nothing })).toThrow(/`database` must be an object/);
  expect(() => new AuroraEvents(newStack(), 'Events', { topic: nothing })).toThrow(/`topic` must be an object/);
});
