import { annotationsOf, onlyResource } from '@org/testing';
import { Subnet, type SubnetSelection, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Secret } from 'aws-cdk-lib/aws-ecs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Duration, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { FargateCluster, type FargateServiceProps, Scaling } from '../src';
import { serviceStack } from './fixture';

const refused = (props: Partial<FargateServiceProps>, message: string) =>
  expect(() => serviceStack(props)).toThrow(new Error(`Stack/payments: ${message}`));

test.each([80, 1023, 65536, 8080.5, Number.NaN])('refuses port %d', (port) => {
  refused(
    { port },
    `\`port\` must be a whole number from 1024 to 65535, got: ${port}. ` +
      'The process is not root and cannot open a lower port: let it listen on 8080.',
  );
});

test.each([1024, 65535])('takes port %d', (port) => {
  expect(() => serviceStack({ port })).not.toThrow();
});

test.each([
  [-1, undefined, 'from 0 to 5000 tasks'],
  [1.5, undefined, 'from 0 to 5000 tasks'],
  [5001, undefined, 'from 0 to 5000 tasks'],
  [2, Scaling.between(3, 10).onCpu(70), 'from 3 to 10 tasks, the range of `scaling`'],
  [11, Scaling.between(3, 10).onCpu(70), 'from 3 to 10 tasks, the range of `scaling`'],
])('refuses %d desired tasks', (desiredCount, scaling, range) => {
  refused({ desiredCount, scaling }, `\`desiredCount\` must be a whole number ${range}, got: ${desiredCount}.`);
});

test.each([3, 10])('takes %i desired tasks inside the range, and warns that deployments set them', (desiredCount) => {
  const { stack } = serviceStack({ desiredCount, scaling: Scaling.between(3, 10).onCpu(70) });
  expect(onlyResource(stack, 'AWS::ECS::Service').Properties.DesiredCount).toBe(desiredCount);
  expect(annotationsOf(stack)).toEqual([
    'Each deployment sets the number of tasks to `desiredCount`, whatever `scaling` has made of it: at a peak it stops tasks ' +
      'that are needed. Leave out `desiredCount`, so that a deployment keeps the tasks that there are. ' +
      '[ack: @org/fargate-service:scaling-reset]',
  ]);
});

describe('names of environment variables', () => {
  const withVariable = (name: string) =>
    serviceStack((stack) => ({
      secrets: { [name]: Secret.fromSsmParameter(StringParameter.fromStringParameterName(stack, 'P', '/p')) },
    }));

  test.each(['', '1_A', 'DB-HOST', 'a b', 'DB.HOST'])("refuses '%s'", (name) => {
    expect(() => withVariable(name)).toThrow(
      new Error(`Stack/payments: \`secrets\` must be named by letters, digits and underscores, got: '${name}'.`),
    );
  });

  test.each(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'ECS_ENGINE_AUTH_DATA'])(
    'refuses credentials of AWS: %s',
    (name) => {
      expect(() => withVariable(name)).toThrow(
        new Error(
          `Stack/payments: \`secrets\` must not hold credentials of AWS, got: '${name}'. ` +
            "Grant the permission to the service's task role instead.",
        ),
      );
    },
  );
});

test.each(['root', '0', '00', '0:1000', 'root:staff'])("refuses to run as '%s'", (user) => {
  refused({ user }, `\`user\` must not be root, got: '${user}'. Use for example '1000:1000'.`);
});

test.each(['', 'Ann', '1000:', '1000:1000:1000', 'a b'])("refuses the user '%s'", (user) => {
  refused({ user }, `\`user\` must be 'uid', 'uid:gid' or names, got: '${user}'.`);
});

test.each(['10', '1000:0', 'rooty', 'app:app', '_svc', '01'])("takes the user '%s'", (user) => {
  expect(() => serviceStack({ user })).not.toThrow();
});

test.each(['/', 'tmp', '/tmp/', '/a//b', '', '/a:b'])("refuses the writable path '%s'", (path) => {
  refused(
    { writablePaths: [path] },
    `\`writablePaths\` must be absolute paths below /, with no / at the end, got: '${path}'.`,
  );
});

test.each(['/tmp/../etc', '/./etc'])("refuses the writable path '%s'", (path) => {
  refused({ writablePaths: [path] }, `\`writablePaths\` must hold no '.' and no '..', got: '${path}'.`);
});

test('refuses the same path twice', () => {
  refused({ writablePaths: ['/tmp', '/tmp'] }, "`writablePaths` must hold each path once, got: '/tmp' twice.");
});

test.each<[string, SubnetSelection]>([
  ['by their type', { subnetType: SubnetType.PUBLIC }],
  ['by their id', { subnets: [Subnet.fromSubnetId(new Stack(), 'Public', 'subnet-bbbbbbb2')] }],
])('refuses public subnets %s', (_, vpcSubnets) => {
  refused(
    { vpcSubnets },
    '`vpcSubnets` must select private or isolated subnets, got: public ones. ' +
      'PCI DSS 4.0.1 requirement 1.4.4 keeps systems with card data off the internet.',
  );
});

test.each([
  ['public', { publicSubnetIds: ['s-1'] }, false],
  ['isolated', { isolatedSubnetIds: ['s-1'] }, true],
])('a VPC with %s subnets alone', (_, subnets, taken) => {
  const build = () =>
    serviceStack((stack) => ({
      cluster: new FargateCluster(stack, 'Other', {
        vpc: Vpc.fromVpcAttributes(stack, 'OtherVpc', { vpcId: 'vpc-2', availabilityZones: ['a'], ...subnets }),
      }).cluster,
    }));
  if (taken) return expect(build).not.toThrow();
  return expect(build).toThrow(
    new Error(
      'Stack/payments: `vpcSubnets` must select private or isolated subnets, got: public ones, because the VPC has no others. ' +
        'PCI DSS 4.0.1 requirement 1.4.4 keeps systems with card data off the internet.',
    ),
  );
});

test('refuses half a second of grace', () => {
  refused(
    { healthCheckGracePeriod: Duration.millis(500) },
    '`healthCheckGracePeriod` must be a whole number from 0 to 2147483647 seconds, got: 0.5.',
  );
});

test('passes values that are known at deployment only', () => {
  const number = Token.asNumber(Lazy.any({ produce: () => ({ Ref: 'Parameter' }) }));
  const text = Token.asString({ Ref: 'Parameter' });
  const { stack } = serviceStack({
    port: number,
    desiredCount: number,
    user: text,
    writablePaths: [text],
  });
  const service = onlyResource(stack, 'AWS::ECS::Service').Properties;
  const [container] = onlyResource(stack, 'AWS::ECS::TaskDefinition').Properties.ContainerDefinitions;
  const ref = { Ref: 'Parameter' };
  expect(service).toMatchObject({ DesiredCount: ref });
  expect(container).toMatchObject({ User: ref, PortMappings: [{ ContainerPort: ref }] });
  expect(container.MountPoints).toMatchObject([{ ContainerPath: ref }]);
});

test('the error names the construct', () => {
  const app = new Stack(undefined, 'Platform');
  expect(() => serviceStack({ port: 80 }, app)).toThrow(/^Platform\/Stack\/payments: /);
});
