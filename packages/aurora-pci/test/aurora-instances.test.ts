import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { InstanceType } from 'aws-cdk-lib/aws-ec2';
import { type Stack, Token } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { AuroraInstances, type ProvisionedInstancesOptions, type ServerlessV2InstancesOptions } from '../src';
import { MYSQL, R6G_LARGE, stackWith } from './fixtures';

const provisioned = (options: Partial<ProvisionedInstancesOptions> = {}) =>
  stackWith({ instances: AuroraInstances.provisioned({ instanceType: R6G_LARGE, ...options }) });
const serverless = (options: Partial<ServerlessV2InstancesOptions> = {}) =>
  stackWith({ instances: AuroraInstances.serverlessV2({ minCapacity: 0.5, maxCapacity: 8, ...options }) });
const instancesOf = (stack: Stack) => resourcesOf(stack, 'AWS::RDS::DBInstance').map(({ Properties }) => Properties);
const refused = (message: string) => new Error(`Stack/Database: ${message}`);

describe('all instances', () => {
  test.each([
    ['provisioned', provisioned()],
    ['serverless', serverless()],
    ['MySQL', stackWith({ engine: MYSQL })],
  ])('%s: no public address, minor versions by themselves, in one cluster', (_kind, stack) => {
    const { logicalId } = onlyResource(stack, 'AWS::RDS::DBCluster');
    const instances = instancesOf(stack);
    expect(instances).toHaveLength(2);
    for (const instance of instances) {
      expect(instance).toMatchObject({
        PubliclyAccessible: false,
        AutoMinorVersionUpgrade: true,
        DBClusterIdentifier: { Ref: logicalId },
      });
    }
  });
});

describe('provisioned', () => {
  test('one writer and one reader by default, the reader next in line', () => {
    const instances = instancesOf(provisioned());
    expect(instances.map((i) => [i.DBInstanceClass, i.PromotionTier])).toEqual([
      ['db.r6g.large', 0],
      ['db.r6g.large', 1],
    ]);
    expect(annotationsOf(provisioned())).toEqual([]);
  });

  test('the class is explicit on each reader', () => {
    const classes = instancesOf(provisioned({ readers: 2, readerInstanceType: new InstanceType('r6gd.xlarge') }));
    expect(classes.map((i) => i.DBInstanceClass)).toEqual(['db.r6g.large', 'db.r6gd.xlarge', 'db.r6gd.xlarge']);
  });

  test('no reader warns', () => {
    const stack = provisioned({ readers: 0 });
    expect(instancesOf(stack)).toHaveLength(1);
    expect(annotationsOf(stack)).toEqual([
      'The cluster has no reader to fail over to, and is down for some ten minutes when Aurora replaces its writer. Use ' +
        'at least one of `readers` (PCI DSS 4.0.1 requirement 12.10.1 asks for a plan to recover). ' +
        '[ack: @org/aurora-pci:no-failover-target]',
    ]);
  });

  test('fifteen readers are the most', () => {
    expect(instancesOf(provisioned({ readers: 15 }))).toHaveLength(16);
  });

  test.each([-1, 16, 1.5])('%p readers are refused', (readers) => {
    expect(() => provisioned({ readers })).toThrow(
      refused(`\`readers\` must be a whole number from 0 to 15, got: ${readers}.`),
    );
  });

  test('a number of readers known only at deployment is refused', () => {
    expect(() => provisioned({ readers: Token.asNumber({ Ref: 'Readers' }) })).toThrow(
      refused('`readers` must be known at synthesis, got: a value known only at deployment.'),
    );
  });

  const form = "an instance class of Aurora (r, x2 or t, medium or larger, without 'db.', such as 'r6g.large')";
  test.each(['m5.large', 'db.r6g.large', 't3.micro', 'r6g.metal', 'R6G.large'])('class %p is refused', (name) => {
    const instanceType = new InstanceType(name);
    expect(() => provisioned({ instanceType })).toThrow(refused(`\`instanceType\` must be ${form}, got: '${name}'.`));
    expect(() => provisioned({ readerInstanceType: instanceType })).toThrow(
      refused(`\`readerInstanceType\` must be ${form}, got: '${name}'.`),
    );
  });

  test.each(['t4g.medium', 'r8g.48xlarge', 'x2g.16xlarge', 'r6id.32xlarge', 'r7i.large'])('class %p passes', (name) => {
    expect(instancesOf(provisioned({ instanceType: new InstanceType(name) }))[0]?.DBInstanceClass).toBe(`db.${name}`);
  });

  test('a class known only at deployment passes', () => {
    const instanceType = new InstanceType(Token.asString({ Ref: 'Class' }));
    expect(instancesOf(provisioned({ instanceType }))[1]?.DBInstanceClass).toEqual({
      'Fn::Join': ['', ['db.', { Ref: 'Class' }]],
    });
  });
});

describe('serverless', () => {
  const capacityOf = (stack: Stack) =>
    onlyResource(stack, 'AWS::RDS::DBCluster').Properties.ServerlessV2ScalingConfiguration;

  test('capacity on the cluster, class on each instance, the first reader scales with the writer', () => {
    const stack = serverless({ readers: 2 });
    expect(capacityOf(stack)).toEqual({ MinCapacity: 0.5, MaxCapacity: 8 });
    expect(instancesOf(stack).map((i) => [i.DBInstanceClass, i.PromotionTier])).toEqual([
      ['db.serverless', 0],
      ['db.serverless', 1],
      ['db.serverless', 2],
    ]);
  });

  test('provisioned clusters have no capacity range', () => {
    expect(capacityOf(provisioned())).toBeUndefined();
  });

  test.each([0, 0.4, 0.75, 256.5, -1])('minCapacity %p is refused', (minCapacity) => {
    expect(() => serverless({ minCapacity })).toThrow(
      refused(`\`minCapacity\` must be from 0.5 to 256 ACU in steps of 0.5, got: ${minCapacity}.`),
    );
  });

  test.each([0.5, 1.2, 257])('maxCapacity %p is refused', (maxCapacity) => {
    expect(() => serverless({ maxCapacity })).toThrow(
      refused(`\`maxCapacity\` must be from 1 to 256 ACU in steps of 0.5, got: ${maxCapacity}.`),
    );
  });

  test('a minimum above the maximum is refused', () => {
    expect(() => serverless({ minCapacity: 8.5 })).toThrow(
      refused('`minCapacity` must not be above `maxCapacity` (8 ACU), got: 8.5.'),
    );
    expect(capacityOf(serverless({ minCapacity: 8 }))).toEqual({ MinCapacity: 8, MaxCapacity: 8 });
  });

  test('capacities known only at deployment pass', () => {
    const minCapacity = Token.asNumber({ Ref: 'Min' });
    expect(capacityOf(serverless({ minCapacity }))).toEqual({ MinCapacity: { Ref: 'Min' }, MaxCapacity: 8 });
  });

  test('exactly the steps of 0.5 pass', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 512 }), fc.constantFrom(0, 0.1, 0.25), (halves, off) => {
        const capacity = halves / 2 + off;
        const build = () => AuroraInstances.serverlessV2({ minCapacity: 1, maxCapacity: capacity });
        const bind = () => build()._bind(undefined as never);
        if (off === 0) expect(bind().maxCapacity).toBe(capacity);
        else expect(bind).toThrow();
      }),
    );
  });
});
