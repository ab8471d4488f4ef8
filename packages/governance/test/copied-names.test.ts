import { onlyResource } from '@org/testing';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { EcsFargateLaunchTarget, EcsRunTask } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { App, Stack } from 'aws-cdk-lib/core';
import { NamingConvention } from '../src';

type Use = (cluster: ecs.Cluster, taskDefinition: ecs.FargateTaskDefinition) => void;

/** A task definition and what copies its family, in a stack whose id a family of CDK's making leaves out or holds. */
function named(use: Use, { family, id = 'Stack' }: { family?: string; id?: string } = {}): Stack {
  const app = new App();
  const stack = new Stack(app, id);
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['us-east-1a'],
    privateSubnetIds: ['subnet-1'],
    privateSubnetRouteTableIds: ['rtb-1'],
  });
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
  const task = new ecs.FargateTaskDefinition(stack, 'Task', { family });
  task.addContainer('app', { image: ecs.ContainerImage.fromRegistry('x') });
  use(cluster, task);
  NamingConvention.typeSuffix({ suffix: 'aa1' }).applyTo(app);
  app.synth();
  app.synth({ force: true });
  return stack;
}

const service =
  (props: Partial<ecs.FargateServiceProps> = {}): Use =>
  (cluster, taskDefinition) => {
    new ecs.FargateService(cluster, 'Service', { cluster, taskDefinition, minHealthyPercent: 100, ...props });
  };
const blueGreen = service({ deploymentController: { type: ecs.DeploymentControllerType.CODE_DEPLOY } });
const atRevision = service({ taskDefinitionRevision: ecs.TaskDefinitionRevision.of(3) });

const stateMachine =
  (revisionNumber?: number): Use =>
  (cluster, taskDefinition) => {
    const launchTarget = new EcsFargateLaunchTarget();
    const run = new EcsRunTask(cluster, 'Run', { cluster, taskDefinition, launchTarget, revisionNumber });
    new sfn.StateMachine(cluster, 'Nightly', { definitionBody: sfn.DefinitionBody.fromChainable(run) });
  };

const familyIn = (stack: Stack) => onlyResource(stack, 'AWS::ECS::TaskDefinition').Properties.Family;
const taskOfService = (stack: Stack) => onlyResource(stack, 'AWS::ECS::Service').Properties.TaskDefinition;
/** What a state machine starts; `Task` is its type as well, and may be the family. */
const taskOfMachine = (stack: Stack) => {
  const text = JSON.stringify(onlyResource(stack, 'AWS::StepFunctions::StateMachine').Properties.DefinitionString);
  expect(text).toContain('\\"Type\\":\\"Task\\"');
  expect(text).toContain('{"Fn::GetAtt":["');
  return /\\"TaskDefinition\\":\\"([^"\\]*)/.exec(text)?.[1];
};

describe.each(['Stack', 'Default'])('the family that CDK made up in stack %s is replaced in copies too', (id) => {
  test.each<[string, Use, (stack: Stack) => unknown, string]>([
    ['a service that CodeDeploy deploys', blueGreen, taskOfService, 'task-aa1'],
    ['a service at a revision', atRevision, taskOfService, 'task-aa1:3'],
    ['a state machine', stateMachine(), taskOfMachine, 'task-aa1'],
    ['a state machine, of a revision', stateMachine(7), taskOfMachine, 'task-aa1:7'],
  ])('%s', (_, use, copyIn, name) => {
    const stack = named(use, { id });
    expect(familyIn(stack)).toBe('task-aa1');
    expect(copyIn(stack)).toBe(name);
  });

  test('a reference stays one', () => {
    expect(taskOfService(named(service(), { id }))).toEqual({ Ref: expect.stringMatching(/^Task/) });
  });
});

test('a family of an author stays in copies too', () => {
  expect(taskOfService(named(blueGreen, { family: 'mine' }))).toBe('mine');
  expect(taskOfMachine(named(stateMachine(), { family: 'mine' }))).toBe('mine');
});
