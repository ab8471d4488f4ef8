import type { Catalog } from './catalog';
import { flipped, inPublicSubnet, likeExecutionRole, removed, to } from './operators';
import { ANYTHING, EVERYBODY_MAY, grants, trusts } from './policies';

const CONTAINER = 'ContainerDefinitions/#';

/** Services, their images and roles, and what watches them. */
export const WORKLOAD_CONTROLS: Catalog = {
  'AWS::ECR::Repository': {
    controls: {
      'ImageScanningConfiguration/ScanOnPush': [removed, flipped],
      ImageTagMutability: [removed, to('MUTABLE')],
      LifecyclePolicy: [removed],
    },
    absent: { RepositoryPolicyText: [EVERYBODY_MAY] },
    plain: ['EmptyOnDelete', 'LifecyclePolicy', 'RepositoryName'],
  },
  'AWS::ECS::Cluster': {
    controls: { ClusterSettings: [removed], 'ClusterSettings/containerInsights': [to('disabled')] },
    plain: ['ClusterName'],
  },
  'AWS::ECS::Service': {
    controls: {
      'DeploymentConfiguration/DeploymentCircuitBreaker': [removed],
      'DeploymentConfiguration/DeploymentCircuitBreaker/Enable': [flipped],
      'DeploymentConfiguration/DeploymentCircuitBreaker/Rollback': [flipped],
      'DeploymentConfiguration/Alarms/Enable': [flipped],
      'DeploymentConfiguration/Alarms/Rollback': [flipped],
      'NetworkConfiguration/AwsvpcConfiguration/AssignPublicIp': [to('ENABLED')],
      'NetworkConfiguration/AwsvpcConfiguration/Subnets': [inPublicSubnet],
      PlatformVersion: [to('1.3.0')],
    },
    absent: { EnableExecuteCommand: [true] },
    plain: [
      ...['AvailabilityZoneRebalancing', 'Cluster', 'DeploymentController', 'DesiredCount', 'LaunchType'],
      ...['CapacityProviderStrategy', 'HealthCheckGracePeriodSeconds', 'LoadBalancers', 'ServiceName'],
      ...['TaskDefinition', 'DeploymentConfiguration/Alarms/AlarmNames', 'EnableECSManagedTags', 'PropagateTags'],
      ...['DeploymentConfiguration/MaximumPercent', 'DeploymentConfiguration/MinimumHealthyPercent'],
      'ServiceRegistries',
      'NetworkConfiguration/AwsvpcConfiguration/SecurityGroups',
      'NetworkConfiguration/AwsvpcConfiguration/Subnets',
    ],
  },
  'AWS::ECS::TaskDefinition': {
    controls: {
      '': [likeExecutionRole],
      TaskRoleArn: [removed],
      NetworkMode: [to('host', 'bridge')],
      [`${CONTAINER}/HealthCheck`]: [removed],
      [`${CONTAINER}/Image`]: [to('123456789012.dkr.ecr.us-east-1.amazonaws.com/payments:latest')],
      [`${CONTAINER}/LinuxParameters`]: [removed],
      [`${CONTAINER}/LinuxParameters/Capabilities/Drop`]: [removed, to([])],
      [`${CONTAINER}/LogConfiguration`]: [removed],
      [`${CONTAINER}/ReadonlyRootFilesystem`]: [removed, flipped],
      [`${CONTAINER}/User`]: [removed, to('root', '0:0')],
    },
    absent: {
      PidMode: ['host'],
      IpcMode: ['host'],
      [`${CONTAINER}/Privileged`]: [true],
      [`${CONTAINER}/Environment`]: [
        [{ Name: 'DB_PASSWORD', Value: 'correct-horse-battery' }],
        [{ Name: 'AWS_ACCESS_KEY_ID', Value: 'AKIAIOSFODNN7EXAMPLE' }],
        [{ Name: 'DB', Value: 'postgres://admin:correct-horse@database:5432/payments' }],
      ],
    },
    plain: [
      ...['Cpu', 'ExecutionRoleArn', 'Family', 'Memory', 'RequiresCompatibilities', 'RuntimePlatform', 'Volumes'],
      ...['Essential', 'HealthCheck', 'LogConfiguration', 'Name', 'PortMappings', 'Secrets', 'StopTimeout'].map(
        (key) => `${CONTAINER}/${key}`,
      ),
      `${CONTAINER}/LinuxParameters`,
    ],
  },
  'AWS::IAM::ManagedPolicy': {
    controls: { PolicyDocument: [grants] },
    absent: { Users: [['somebody']] },
    plain: ['Description', 'ManagedPolicyName', 'Path', 'Roles'],
  },
  'AWS::IAM::Policy': {
    controls: { PolicyDocument: [grants] },
    absent: { Users: [['somebody']] },
    plain: ['PolicyName', 'Roles'],
  },
  'AWS::IAM::Role': {
    controls: { AssumeRolePolicyDocument: [trusts], 'Policies/#/PolicyDocument': [grants] },
    absent: {
      ManagedPolicyArns: [
        ['arn:aws:iam::aws:policy/AdministratorAccess'],
        ['arn:aws:iam::aws:policy/AmazonS3FullAccess'],
      ],
      MaxSessionDuration: [43_200],
      Policies: [[{ PolicyName: 'Seeded', PolicyDocument: { Statement: [ANYTHING] } }]],
    },
    plain: ['Description', 'ManagedPolicyArns', 'Policies/#/PolicyName', 'RoleName'],
  },
  'AWS::Lambda::Function': { controls: { Runtime: [to('nodejs16.x')] }, plain: [''] },
  'AWS::CloudWatch::Alarm': {
    controls: { AlarmActions: [removed] },
    absent: { ActionsEnabled: [false] },
    plain: [''],
  },
  'AWS::ApplicationAutoScaling::ScalableTarget': { plain: [''] },
  'AWS::ApplicationAutoScaling::ScalingPolicy': { plain: [''] },
  'AWS::Events::Rule': { plain: [''] },
  'Custom::S3AutoDeleteObjects': { plain: [''] },
  'Custom::ECRAutoDeleteImages': { plain: [''] },
};
