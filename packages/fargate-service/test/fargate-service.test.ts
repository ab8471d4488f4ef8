import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { Subnet } from 'aws-cdk-lib/aws-ec2';
import { CpuArchitecture } from 'aws-cdk-lib/aws-ecs';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { ContainerSecret, FargateService } from '../src';
import { type Built, required, serviceStack } from './fixture';

const taskOf = ({ stack }: Pick<Built, 'stack'>) => onlyResource(stack, 'AWS::ECS::TaskDefinition').Properties;
const containerOf = (built: Pick<Built, 'stack'>) => taskOf(built).ContainerDefinitions[0];
const serviceOf = ({ stack }: Pick<Built, 'stack'>) => onlyResource(stack, 'AWS::ECS::Service').Properties;

describe('a service by default', () => {
  const built = serviceStack();

  test('is a Fargate task with two distinct roles', () => {
    const task = taskOf(built);
    expect(task).toMatchObject({
      RequiresCompatibilities: ['FARGATE'],
      NetworkMode: 'awsvpc',
      RuntimePlatform: { CpuArchitecture: 'X86_64', OperatingSystemFamily: 'LINUX' },
    });
    expect(task.TaskRoleArn).not.toEqual(task.ExecutionRoleArn);
  });

  test('has one essential container, named like the construct, that listens on the port', () => {
    expect(taskOf(built).ContainerDefinitions).toHaveLength(1);
    expect(containerOf(built)).toMatchObject({
      Name: 'payments',
      Essential: true,
      PortMappings: [{ ContainerPort: 8080, Protocol: 'tcp' }],
    });
  });

  test('runs hardened: read-only, not as root, without capabilities or privilege', () => {
    const container = containerOf(built);
    expect(container).toMatchObject({
      ReadonlyRootFilesystem: true,
      User: '1000:1000',
      LinuxParameters: { Capabilities: { Drop: ['ALL'] }, InitProcessEnabled: true },
    });
    expect(container.LinuxParameters.Capabilities).not.toHaveProperty('Add');
    expect(container).not.toHaveProperty('Privileged');
    expect(container).not.toHaveProperty('MountPoints');
  });

  test('has no environment at all', () => {
    expect(containerOf(built)).not.toHaveProperty('Environment');
    expect(containerOf(built)).not.toHaveProperty('Secrets');
  });

  test('gives payments in flight two minutes', () => {
    expect(containerOf(built).StopTimeout).toBe(120);
  });

  test('logs to a group of its own for a year, with card numbers masked, without waiting for it', () => {
    const group = onlyResource(built.stack, 'AWS::Logs::LogGroup');
    expect(containerOf(built).LogConfiguration).toEqual({
      LogDriver: 'awslogs',
      Options: {
        'awslogs-group': { Ref: group.logicalId },
        'awslogs-region': { Ref: 'AWS::Region' },
        'awslogs-stream-prefix': 'payments',
        mode: 'non-blocking',
        'max-buffer-size': '26214400b',
      },
    });
    expect(group).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { RetentionInDays: 365, DeletionProtectionEnabled: true },
    });
    expect(group.Properties).not.toHaveProperty('LogGroupName');
    const [audit, redact] = group.Properties.DataProtectionPolicy.Statement;
    for (const { DataIdentifier } of [audit, redact]) {
      expect(JSON.stringify(DataIdentifier)).toMatch(/CreditCardNumber.*CreditCardSecurityCode.*CreditCardExpiration/);
    }
  });

  test('runs in the private subnets, without public addresses', () => {
    expect(serviceOf(built).NetworkConfiguration.AwsvpcConfiguration).toEqual({
      AssignPublicIp: 'DISABLED',
      Subnets: ['subnet-aaaaaaa1', 'subnet-aaaaaaa2', 'subnet-aaaaaaa3'],
      SecurityGroups: [{ 'Fn::GetAtt': [onlyResource(built.stack, 'AWS::EC2::SecurityGroup').logicalId, 'GroupId'] }],
    });
    expect(serviceOf(built).PlatformVersion).toBe('1.4.0');
  });

  test('accepts no connection', () => {
    expect(onlyResource(built.stack, 'AWS::EC2::SecurityGroup').Properties).not.toHaveProperty('SecurityGroupIngress');
    expect(resourcesOf(built.stack, 'AWS::EC2::SecurityGroupIngress')).toEqual([]);
  });

  test('deploys without losing a task, and rolls back', () => {
    expect(serviceOf(built)).toMatchObject({
      DeploymentController: { Type: 'ECS' },
      DeploymentConfiguration: {
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
      },
      AvailabilityZoneRebalancing: 'ENABLED',
    });
  });

  test('hands its tags to the tasks, and nobody may open a shell in them', () => {
    expect(serviceOf(built)).toMatchObject({ PropagateTags: 'SERVICE', EnableECSManagedTags: true });
    expect(serviceOf(built)).not.toHaveProperty('EnableExecuteCommand');
  });

  test('sets no name and warns of nothing', () => {
    expect(serviceOf(built)).not.toHaveProperty('ServiceName');
    expect(annotationsOf(built.stack)).toEqual([]);
  });

  test('shows what it owns', () => {
    const { service } = built;
    expect(service.service.taskDefinition).toBe(service.taskDefinition);
    expect(service.taskDefinition.taskRole).toBe(service.taskRole);
    expect(service.taskDefinition.executionRole).toBe(service.executionRole);
    expect(service.grantPrincipal).toBe(service.taskRole);
    expect(service.connections.securityGroups).toEqual([service.securityGroup]);
    expect(service.connections.defaultPort?.toString()).toBe('8080');
    expect(service.logGroup).toBeInstanceOf(LogGroup);
  });
});

test('grants go to the task role', () => {
  const { stack, service } = serviceStack();
  Grant.addToPrincipal({ grantee: service, actions: ['sqs:SendMessage'], resourceArns: ['arn:aws:sqs:::jobs'] });
  const [policy] = resourcesOf(stack, 'AWS::IAM::ManagedPolicy').filter(({ Properties }) =>
    JSON.stringify(Properties).includes('sqs:SendMessage'),
  );
  expect(policy?.Properties.Roles).toEqual([stack.resolve(service.taskRole.roleName)]);
});

test('secrets become environment variables by reference', () => {
  const built = serviceStack((stack) => ({
    container: {
      secrets: {
        DB_HOST: ContainerSecret.fromParameter(StringParameter.fromStringParameterName(stack, 'Host', '/db/host')),
        _Port2: ContainerSecret.fromParameter(StringParameter.fromStringParameterName(stack, 'Port', '/db/port')),
      },
    },
  }));
  expect(containerOf(built).Secrets.map(({ Name }: { Name: string }) => Name)).toEqual(['DB_HOST', '_Port2']);
  expect(containerOf(built)).not.toHaveProperty('Environment');
});

test('a given log group is used, and none is made', () => {
  const built = serviceStack((stack) => ({ logGroup: LogGroup.fromLogGroupName(stack, 'Theirs', '/theirs') }));
  expect(containerOf(built).LogConfiguration.Options['awslogs-group']).toBe('/theirs');
  expect(resourcesOf(built.stack, 'AWS::Logs::LogGroup')).toEqual([]);
  expect(JSON.stringify(resourcesOf(built.stack, 'AWS::IAM::ManagedPolicy'))).toContain(':log-group:/theirs:*');
});

test('the log group goes with the stack if asked', () => {
  const { stack } = serviceStack({ removalPolicy: RemovalPolicy.DESTROY });
  const group = onlyResource(stack, 'AWS::Logs::LogGroup');
  expect(group.DeletionPolicy).toBe('Delete');
  expect(group.Properties).not.toHaveProperty('DeletionProtectionEnabled');
});

test('writable paths are ephemeral volumes', () => {
  const built = serviceStack({ container: { writablePaths: ['/tmp', '/var/run/app-1.0'] } });
  expect(taskOf(built).Volumes).toEqual([{ Name: 'writable-0' }, { Name: 'writable-1' }]);
  expect(containerOf(built).MountPoints).toEqual([
    { ContainerPath: '/tmp', ReadOnly: false, SourceVolume: 'writable-0' },
    { ContainerPath: '/var/run/app-1.0', ReadOnly: false, SourceVolume: 'writable-1' },
  ]);
  expect(containerOf(built).ReadonlyRootFilesystem).toBe(true);
});

test('processor, user and number of tasks are choices', () => {
  const built = serviceStack({
    container: { architecture: CpuArchitecture.ARM64, user: 'node' },
    desiredCount: 0,
  });
  expect(taskOf(built).RuntimePlatform.CpuArchitecture).toBe('ARM64');
  expect(serviceOf(built)).toMatchObject({ DesiredCount: 0 });
  expect(containerOf(built).User).toBe('node');
});

test('subnets are a choice among the private ones', () => {
  const built = serviceStack((stack) => ({
    vpcSubnets: {
      subnets: [Subnet.fromSubnetAttributes(stack, 'Mine', { subnetId: 'subnet-aaaaaaa2', availabilityZone: 'b' })],
    },
  }));
  expect(serviceOf(built).NetworkConfiguration.AwsvpcConfiguration.Subnets).toEqual(['subnet-aaaaaaa2']);
});

test('an id that ECS does not allow as a name becomes one that it does', () => {
  const stack = new Stack();
  new FargateService(stack, 'Payments API (v2)', required(stack));
  expect(containerOf({ stack }).Name).toBe('Payments-API--v2-');
});
