import { annotationsOf, onlyResource, resourcesOf, scan, wildcardsIn } from '@org/testing';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { App, Stack } from 'aws-cdk-lib/core';
import { FargateService, PolicyConditions } from '../src';
import { required, serviceStack } from './fixture';

const RULE = 'AWS::Events::Rule';
const MACHINE = 'AWS::StepFunctions::StateMachine';

function redeployed(app = new App(), policyConditions?: PolicyConditions) {
  const { stack, service } = serviceStack({ policyConditions }, app);
  const secret = new Secret(stack, 'Password');
  service.redeployOnChange(secret);
  return { stack, service, secret };
}

const policyOf = (stack: Stack, role: string) =>
  resourcesOf(stack, 'AWS::IAM::ManagedPolicy').find(({ logicalId }) => logicalId.includes(role))?.Properties;

describe('a secret', () => {
  const { stack, service, secret } = redeployed();
  const machine = onlyResource(stack, MACHINE);

  test('that gets a new value starts the state machine, without a trail', () => {
    expect(onlyResource(stack, RULE).Properties).toMatchObject({
      EventPattern: {
        source: ['aws.secretsmanager'],
        'detail-type': ['Secret Label Updated'],
        resources: [stack.resolve(secret.secretArn)],
        detail: { labelUpdated: ['AWSCURRENT'] },
      },
      State: 'ENABLED',
      Targets: [{ Arn: { Ref: machine.logicalId } }],
    });
  });

  test('leads to one call, which is tried again', () => {
    const [before, , between, cluster, service_, serviceArn, end] = machine.Properties.DefinitionString['Fn::Join'][1];
    expect(cluster).toEqual({ Ref: onlyResource(stack, 'AWS::ECS::Cluster').logicalId });
    expect(serviceArn).toEqual({ Ref: onlyResource(stack, 'AWS::ECS::Service').logicalId });
    expect(JSON.parse([before, 'aws', between, 'cluster', service_, 'service', end].join(''))).toEqual({
      StartAt: 'Deploy',
      TimeoutSeconds: 3600,
      States: {
        Deploy: {
          Type: 'Task',
          Resource: 'arn:aws:states:::aws-sdk:ecs:updateService',
          Parameters: { Cluster: 'cluster', Service: 'service', ForceNewDeployment: true },
          ResultPath: null,
          Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 30, MaxAttempts: 6, BackoffRate: 2 }],
          End: true,
        },
      },
    });
  });

  test('may deploy this service and nothing else', () => {
    expect(policyOf(stack, 'SecretRedeploymentRole')?.PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 'ecs:UpdateService', Resource: stack.resolve(service.service.serviceArn) },
    ]);
    expect(policyOf(stack, 'EventRole')?.PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 'states:StartExecution', Resource: { Ref: machine.logicalId } },
    ]);
    expect(wildcardsIn(stack)).toEqual([]);
  });

  test('each role is for its service of this account', () => {
    for (const [role, principal] of [
      ['SecretRedeploymentRole', 'states.amazonaws.com'],
      ['SecretRedeploymentEventRole', 'events.amazonaws.com'],
    ] as const) {
      const found = resourcesOf(stack, 'AWS::IAM::Role').find(({ logicalId }) => logicalId.includes(role));
      expect(found?.Properties.AssumeRolePolicyDocument.Statement).toEqual([
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: principal },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ]);
    }
  });

  test('brings no function, no inline policy and no warning', () => {
    expect(resourcesOf(stack, 'AWS::Lambda::Function')).toEqual([]);
    expect(resourcesOf(stack, 'AWS::IAM::Policy')).toEqual([]);
    expect(annotationsOf(stack)).toEqual([]);
  });
});

test('a service is not deployed anew unless it is asked to', () => {
  const { stack } = serviceStack();
  expect([resourcesOf(stack, RULE), resourcesOf(stack, MACHINE)]).toEqual([[], []]);
});

test('several secrets share the state machine, and each has one rule', () => {
  const { stack, service, secret } = redeployed();
  const other = new Secret(stack, 'Key');
  service.redeployOnChange(other);
  service.redeployOnChange(secret);
  expect(resourcesOf(stack, MACHINE)).toHaveLength(1);
  const rules = resourcesOf(stack, RULE);
  expect(rules.map(({ Properties }) => Properties.EventPattern.resources)).toEqual(
    [secret, other].map(({ secretArn }) => [stack.resolve(secretArn)]),
  );
  expect(resourcesOf(stack, 'AWS::IAM::Role')).toHaveLength(4);
});

test('conditions stand on its statements too', () => {
  const { stack } = redeployed(new App(), PolicyConditions.requestedRegion('us-east-1'));
  for (const role of ['SecretRedeploymentRole', 'EventRole']) {
    expect(policyOf(stack, role)?.PolicyDocument.Statement[0].Condition).toEqual({
      StringEquals: { 'aws:RequestedRegion': 'us-east-1' },
    });
  }
});

test('a secret of another stack does not wait for this one', () => {
  const app = new App();
  const data = new Stack(app, 'Data');
  const secret = new Secret(data, 'Password');
  const stack = new Stack(app, 'Stack');
  new FargateService(stack, 'payments', required(stack)).redeployOnChange(secret);
  app.synth();
  expect(stack.dependencies).toEqual([data]);
  expect(data.dependencies).toEqual([]);
});

test('takes an imported secret by its whole ARN, and refuses one that is known by its name', () => {
  const { stack, service } = serviceStack();
  const arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:theirs-a1b2c3';
  service.redeployOnChange(Secret.fromSecretCompleteArn(stack, 'Theirs', arn));
  expect(onlyResource(stack, RULE).Properties.EventPattern.resources).toEqual([arn]);
  expect(() => service.redeployOnChange(Secret.fromSecretNameV2(stack, 'Named', 'theirs'))).toThrow(
    new Error(
      "Stack/payments: `secret` must be known by its whole ARN, got: 'Stack/Named'. Use Secret.fromSecretCompleteArn().",
    ),
  );
});

test.each([
  ['eu-west-1', '111122223333'],
  ['us-east-1', '444455556666'],
])('refuses a secret in %s of %s, whose events a rule here would never see', (region, account) => {
  const env = { account: '111122223333', region: 'us-east-1' };
  const { stack, service } = serviceStack({}, new App(), { env });
  const arn = `arn:aws:secretsmanager:${region}:${account}:secret:theirs-a1b2c3`;
  expect(() => service.redeployOnChange(Secret.fromSecretCompleteArn(stack, 'Theirs', arn))).toThrow(
    new Error(
      "Stack/payments: `secret` must be of the service's account and region (111122223333, us-east-1), because its events " +
        `stay where it is, got: 'Stack/Theirs' of ${account}, ${region}. Force a deployment from there instead.`,
    ),
  );
});

test('the rule packs find that it keeps no log of its own, explained', () => {
  const { findings, acknowledged } = scan(redeployed, 'cdk-and-nag', 'Stack/payments/SecretRedeployment');
  expect(findings).toEqual([]);
  expect(acknowledged.map(({ rule, construct }) => `${rule} ${construct}`)).toEqual([
    'AwsSolutions-SF1 Stack/payments/SecretRedeployment/StateMachine/Resource',
    'AwsSolutions-SF2 Stack/payments/SecretRedeployment/StateMachine/Resource',
  ]);
});
