import { onlyResource, resourcesOf } from '@org/testing';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { type INamespace, NamespaceType, PrivateDnsNamespace } from 'aws-cdk-lib/aws-servicediscovery';
import { App, Duration, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { Discovery, FargateCluster, FargateService } from '../src';
import { importedVpc, required, serviceStack } from './fixture';

const NAMESPACE = 'AWS::ServiceDiscovery::PrivateDnsNamespace';

function discovered(discovery: Discovery, namespace: string | undefined = 'payments.internal') {
  const stack = new Stack(undefined, 'Stack');
  const props = required(new Stack(stack, 'Unused'));
  const { cluster } = new FargateCluster(stack, 'Cluster', { vpc: importedVpc(stack), namespace });
  const service = new FargateService(stack, 'fraud', { ...props, cluster, discovery });
  return { stack, service, cluster };
}

function imported(stack: Stack, type: NamespaceType): INamespace {
  return PrivateDnsNamespace.fromPrivateDnsNamespaceAttributes(stack, `Namespace${type}`, {
    namespaceName: 'theirs.internal',
    namespaceId: 'ns-1',
    namespaceArn: 'arn:aws:servicediscovery:us-east-1:111122223333:namespace/ns-1',
  });
}

describe('by DNS', () => {
  const { stack, service } = discovered(Discovery.dns('fraud'));
  const registered = onlyResource(stack, 'AWS::ServiceDiscovery::Service');

  test('the addresses of the tasks stand under a private name', () => {
    expect(registered.Properties).toMatchObject({
      Name: 'fraud',
      NamespaceId: { 'Fn::GetAtt': [onlyResource(stack, NAMESPACE).logicalId, 'Id'] },
      DnsConfig: { DnsRecords: [{ TTL: 10, Type: 'A' }], RoutingPolicy: 'MULTIVALUE' },
      HealthCheckCustomConfig: { FailureThreshold: 1 },
    });
    expect(onlyResource(stack, 'AWS::ECS::Service').Properties.ServiceRegistries).toEqual([
      { RegistryArn: { 'Fn::GetAtt': [registered.logicalId, 'Arn'] } },
    ]);
    expect(service.hostName).toBe('fraud.payments.internal');
  });

  test('no proxy runs, no port is named, no rule is opened', () => {
    expect(onlyResource(stack, 'AWS::ECS::Service').Properties).not.toHaveProperty('ServiceConnectConfiguration');
    const [container] = onlyResource(stack, 'AWS::ECS::TaskDefinition').Properties.ContainerDefinitions;
    expect(container.PortMappings).toEqual([{ ContainerPort: 8080, Protocol: 'tcp' }]);
    expect(resourcesOf(stack, 'AWS::EC2::SecurityGroupIngress')).toEqual([]);
  });
});

describe('through Service Connect', () => {
  const { stack, service } = discovered(Discovery.connect('fraud'));

  test('the same name leads to the service by its proxy', () => {
    const { ServiceConnectConfiguration } = onlyResource(stack, 'AWS::ECS::Service').Properties;
    expect(ServiceConnectConfiguration).toEqual({
      Enabled: true,
      Namespace: { 'Fn::GetAtt': [onlyResource(stack, NAMESPACE).logicalId, 'Arn'] },
      Services: [
        {
          PortName: 'app',
          DiscoveryName: 'fraud',
          ClientAliases: [{ DnsName: 'fraud.payments.internal', Port: 8080 }],
        },
      ],
      LogConfiguration: {
        LogDriver: 'awslogs',
        Options: expect.objectContaining({
          'awslogs-group': stack.resolve(service.logGroup.logGroupName),
          'awslogs-stream-prefix': 'service-connect',
        }),
      },
    });
    expect(service.hostName).toBe('fraud.payments.internal');
  });

  test('the port has the name that the proxy looks for', () => {
    const [container] = onlyResource(stack, 'AWS::ECS::TaskDefinition').Properties.ContainerDefinitions;
    expect(container.PortMappings).toEqual([{ ContainerPort: 8080, Name: 'app', Protocol: 'tcp' }]);
    expect(resourcesOf(stack, 'AWS::ServiceDiscovery::Service')).toEqual([]);
  });

  test('a client offers nothing and has no name', () => {
    const client = discovered(Discovery.connectClient());
    const { ServiceConnectConfiguration } = onlyResource(client.stack, 'AWS::ECS::Service').Properties;
    expect(ServiceConnectConfiguration.Enabled).toBe(true);
    expect(ServiceConnectConfiguration.Services ?? []).toEqual([]);
    expect(client.service.hostName).toBeUndefined();
  });

  test('the proxy writes to the same log group, also a given one', () => {
    const { stack: given } = serviceStack((inside) => ({
      logGroup: LogGroup.fromLogGroupName(inside, 'Theirs', '/theirs'),
      discovery: Discovery.connect('a', { namespace: imported(inside, NamespaceType.DNS_PRIVATE) }),
    }));
    const { LogConfiguration } = onlyResource(given, 'AWS::ECS::Service').Properties.ServiceConnectConfiguration;
    expect(LogConfiguration.Options['awslogs-group']).toBe('/theirs');
  });
});

test('a service is not found unless it is asked to', () => {
  const { stack, service } = serviceStack();
  expect(service.hostName).toBeUndefined();
  const { Properties } = onlyResource(stack, 'AWS::ECS::Service');
  expect(Properties).not.toHaveProperty('ServiceConnectConfiguration');
  // Without the list it would keep the name that it had before.
  expect(Properties.ServiceRegistries).toEqual([]);
});

test('a namespace of somebody else, and another time to live', () => {
  const { stack, service } = serviceStack((inside) => ({
    discovery: Discovery.dns('a', { namespace: imported(inside, NamespaceType.DNS_PRIVATE), ttl: Duration.hours(1) }),
  }));
  expect(onlyResource(stack, 'AWS::ServiceDiscovery::Service').Properties).toMatchObject({
    NamespaceId: 'ns-1',
    DnsConfig: { DnsRecords: [{ TTL: 3600, Type: 'A' }] },
  });
  expect(service.hostName).toBe('a.theirs.internal');
});

test('a namespace of another stack', () => {
  const app = new App();
  const platform = new Stack(app, 'Platform');
  const vpc = importedVpc(platform);
  const namespace = new PrivateDnsNamespace(platform, 'Namespace', { name: 'theirs.internal', vpc });
  const { stack } = serviceStack({ discovery: Discovery.dns('fraud', { namespace }) }, app);
  expect(resourcesOf(stack, 'AWS::ServiceDiscovery::Service')).toHaveLength(1);
  expect(stack.dependencies).toEqual([platform]);
});

test.each(['fraud', 'f', '0', 'fraud-check', 'a'.repeat(63)])('accepts the name %s', (name) => {
  expect(discovered(Discovery.dns(name)).service.hostName).toBe(`${name}.payments.internal`);
});

test.each(['', 'Fraud', '-a', 'a-', 'a.b', 'a_b', 'a'.repeat(64)])("refuses the name '%s'", (name) => {
  expect(() => discovered(Discovery.connect(name))).toThrow(
    new Error(
      `Stack/fraud: \`discovery.name\` must be 1 to 63 lower-case letters, digits and hyphens, got: '${name}'.`,
    ),
  );
});

test.each([
  [Duration.seconds(0), 0],
  [Duration.seconds(3601), 3601],
])('refuses a time to live of %s', (ttl, seconds) => {
  expect(() => discovered(Discovery.dns('a', { ttl }))).toThrow(
    new Error(`Stack/fraud: \`discovery.ttl\` must be a whole number from 1 to 3600 seconds, got: ${seconds}.`),
  );
});

test('values may be known at deployment only', () => {
  const seconds = Token.asNumber(Lazy.any({ produce: () => ({ Ref: 'Ttl' }) }));
  const name = Lazy.string({ produce: () => 'later' });
  const { stack } = discovered(Discovery.dns(name, { ttl: Duration.seconds(seconds) }));
  expect(onlyResource(stack, 'AWS::ServiceDiscovery::Service').Properties).toMatchObject({
    Name: 'later',
    DnsConfig: { DnsRecords: [{ TTL: { Ref: 'Ttl' } }] },
  });
});

test('refuses a cluster without a namespace', () => {
  expect(() => serviceStack({ discovery: Discovery.dns('fraud') })).toThrow(
    new Error(
      'Stack/payments: `discovery` must have a namespace, got: none, and a cluster without one. ' +
        'Give the FargateCluster a `namespace`, or pass one to the discovery.',
    ),
  );
});

test('refuses DNS in a namespace without DNS, which Service Connect accepts', () => {
  const http = { ...imported(new Stack(), NamespaceType.HTTP), type: NamespaceType.HTTP } as INamespace;
  expect(() => serviceStack({ discovery: Discovery.dns('fraud', { namespace: http }) })).toThrow(
    new Error(
      'Stack/payments: `discovery` must register a DNS name in a private DNS namespace, got: one of the type HTTP. ' +
        'Use a cloudmap.PrivateDnsNamespace.',
    ),
  );
  expect(() => serviceStack({ discovery: Discovery.connect('fraud', { namespace: http }) })).not.toThrow();
});
