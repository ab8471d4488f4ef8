import { annotationsOf, onlyResource, resourcesOf, wildcardsIn } from '@org/testing';
import {
  Effect,
  Grant,
  ManagedPolicy,
  Policy,
  PolicyStatement,
  type PolicyStatementProps,
  Role,
} from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { App, Aws, Stack, Token } from 'aws-cdk-lib/core';
import { FargateService, PolicyConditions } from '../src';
import { required, serviceStack } from './fixture';

const queue = 'arn:aws:sqs:us-east-1:111122223333:jobs';
const other = 'arn:aws:sqs:us-east-1:111122223333:other';

const wide = (text: string) =>
  `The role may call ${text}. PCI DSS 4.0.1 requirement 7.2.2 asks for least privilege: grant exact actions on exact ARNs ` +
  'with iam.Grant.addToPrincipal() instead of a grant method of CDK. [ack: @org/fargate-service:wildcard-permission]';

test.each([Effect.ALLOW, Effect.DENY])(
  'a statement (%s) cannot change after a role took it, past its checks',
  (effect) => {
    const { service } = serviceStack();
    const statement = new PolicyStatement({ effect, actions: ['sqs:SendMessage'], resources: [queue] });
    service.taskRole.addToPrincipalPolicy(statement);
    expect(() => statement.addResources(other)).toThrow('can no longer be modified');
  },
);

describe('the quota of managed policies', () => {
  const WARNING =
    'The role has more than 10 managed policies, and IAM takes no more unless the account has a higher quota (L-0DA4ABF3). ' +
    'Raise it before the deployment, or let more than one service do what this one does. ' +
    '[ack: @org/fargate-service:policy-quota]';

  /** A role with statements of which each fills a policy. */
  function roleWith(policies: number) {
    const { stack, service } = serviceStack();
    for (let place = 0; place < policies; place++) {
      const resources = Array.from({ length: 30 }, (_, queue) => `${other}-${place}-${queue}-${'x'.repeat(120)}`);
      service.taskRole.addToPrincipalPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources }));
    }
    return { stack, service };
  }
  const warningsOf = (stack: Stack) => annotationsOf(stack).filter((text) => text.includes('policy-quota'));

  test('is said from the eleventh policy on', () => {
    const { stack } = roleWith(10);
    // The execution role has one too.
    expect(resourcesOf(stack, 'AWS::IAM::ManagedPolicy')).toHaveLength(11);
    expect(warningsOf(stack)).toEqual([]);
    expect(warningsOf(roleWith(11).stack)).toEqual([WARNING]);
  });

  test('counts the policies of others', () => {
    const { stack, service } = roleWith(9);
    const add = (id: string) => service.taskRole.addManagedPolicy(ManagedPolicy.fromManagedPolicyName(stack, id, id));
    add('Own');
    expect(warningsOf(stack)).toEqual([]);
    add('More');
    expect(warningsOf(stack)).toEqual([WARNING]);
  });
});

describe('the roles of a service', () => {
  const { stack, service } = serviceStack();
  Grant.addToPrincipal({ grantee: service, actions: ['sqs:SendMessage'], resourceArns: [queue] });
  Grant.addToPrincipal({ grantee: service, actions: ['sqs:SendMessage'], resourceArns: [other] });
  const policies = resourcesOf(stack, 'AWS::IAM::ManagedPolicy');
  const policyOf = (role: string) =>
    policies.find(({ Properties }) => Properties.Roles[0].Ref.startsWith(role))?.Properties.PolicyDocument.Statement;

  test('have no inline policy and no policy of AWS', () => {
    expect(resourcesOf(stack, 'AWS::IAM::Policy')).toEqual([]);
    for (const { Properties } of resourcesOf(stack, 'AWS::IAM::Role')) {
      expect(Properties).not.toHaveProperty('Policies');
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
    }
  });

  test('have one managed policy each, without a wildcard', () => {
    expect(policies).toHaveLength(2);
    expect(wildcardsIn(stack)).toEqual([]);
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('the execution role pulls from its repository and writes to its log group, no more', () => {
    const repository = {
      'Fn::Join': [
        '',
        [
          'arn:',
          { Ref: 'AWS::Partition' },
          ':ecr:',
          { Ref: 'AWS::Region' },
          ':',
          { Ref: 'AWS::AccountId' },
          ':repository/payments',
        ],
      ],
    };
    expect(policyOf('paymentsExecutionRole')).toEqual([
      {
        Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        Effect: 'Allow',
        Resource: repository,
      },
      { Action: 'ecr:GetAuthorizationToken', Effect: 'Allow', Resource: '*' },
      {
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': [onlyResource(stack, 'AWS::Logs::LogGroup').logicalId, 'Arn'] },
      },
    ]);
  });

  test('the task role holds what was granted to the service, merged', () => {
    expect(policyOf('paymentsTaskRole')).toEqual([
      { Action: 'sqs:SendMessage', Effect: 'Allow', Resource: [queue, other] },
    ]);
  });

  test('only ECS tasks assume them, the task role in this account alone', () => {
    const trusts = resourcesOf(stack, 'AWS::IAM::Role').map(
      ({ Properties }) => Properties.AssumeRolePolicyDocument.Statement,
    );
    expect(trusts).toEqual([
      [
        expect.objectContaining({
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            ArnLike: { 'aws:SourceArn': expect.anything() },
          },
        }),
      ],
      [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' } }],
    ]);
  });

  test('the service waits for the rights of both', () => {
    expect(onlyResource(stack, 'AWS::ECS::Service').DependsOn).toEqual(
      expect.arrayContaining(policies.map(({ logicalId }) => logicalId)),
    );
  });
});

test('a task role that nothing was granted to has no policy', () => {
  expect(resourcesOf(serviceStack().stack, 'AWS::IAM::ManagedPolicy')).toHaveLength(1);
});

test.each([
  ['an action', ['s3:Get*'], 'arn:aws:s3:::b/orders', 's3:Get*'],
  ['a resource', ['s3:GetObject'], '*', 's3:GetObject on any resource'],
])('%s with a wildcard warns', (_, actions, resource, text) => {
  const { stack, service } = serviceStack();
  Grant.addToPrincipal({ grantee: service, actions, resourceArns: [resource] });
  expect(annotationsOf(stack)).toEqual([wide(text)]);
});

test.each<[PolicyStatementProps, string]>([
  [{ notActions: ['iam:*'], resources: ['*'] }, 'every action but iam:* on any resource'],
  [{ notActions: ['iam:*'], resources: [queue] }, 'every action but iam:*'],
  [{ actions: ['s3:PutObject'], notResources: ['arn:aws:s3:::b/*'] }, 's3:PutObject on any resource but some'],
])('a statement of all but something warns (%#)', (props, text) => {
  const { stack, service } = serviceStack();
  service.grantPrincipal.addToPrincipalPolicy(new PolicyStatement(props));
  expect(annotationsOf(stack)).toEqual([wide(text)]);
});

describe('a wildcard in place of a name', () => {
  const anywhere = (resource: string) => {
    const { stack, service } = serviceStack();
    Grant.addToPrincipal({ grantee: service, actions: ['a:B'], resourceArns: [resource] });
    return annotationsOf(stack);
  };

  test.each([
    'arn:*',
    'arn:aws:s3:::*',
    'arn:aws:s3:::*/*',
    'arn:aws:dynamodb:*:*:table/*',
    'arn:aws:kms:us-east-1:111122223333:key/*',
    `arn:${Aws.PARTITION}:sqs:${Aws.REGION}:${Aws.ACCOUNT_ID}:*`,
    'arn:aws:logs:us-east-1:111122223333:log-group:*',
  ])('%s warns', (resource) => {
    expect(anywhere(resource)).toEqual([wide('a:B on any resource')]);
  });

  test.each([
    'arn:aws:s3:::orders/*',
    'arn:aws:execute-api:us-east-1:111122223333:a1b2c3/*',
    'arn:aws:dynamodb:us-east-1:111122223333:table/orders/index/*',
    'arn:aws:logs:us-east-1:111122223333:log-group:/pay:*',
    'arn:aws:secretsmanager:us-east-1:111122223333:secret:orders-??????',
    `${Token.asString({ Ref: 'Bucket' })}/*`,
  ])('%s is inside of something that has a name', (resource) => {
    expect(anywhere(resource)).toEqual([]);
  });
});

test('a policy that comes another way warns', () => {
  const foreign = (kind: string) =>
    `The role has ${kind} beside its own, which is not looked at for wildcards and gets no \`policyConditions\`. PCI DSS 4.0.1 ` +
    'requirement 7.2.5 asks for least privilege: grant what the policy holds with iam.Grant.addToPrincipal(). ' +
    '[ack: @org/fargate-service:foreign-policy]';
  const { stack, service } = serviceStack();
  service.taskRole.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'));
  new Policy(stack, 'Inline', { roles: [service.executionRole] });
  expect(annotationsOf(stack)).toEqual([foreign('a managed policy'), foreign('an inline policy')]);
  expect(resourcesOf(stack, 'AWS::IAM::Role')[0]?.Properties.ManagedPolicyArns).toHaveLength(1);
});

test('a grant of CDK works, and warns', () => {
  const { stack, service } = serviceStack();
  new Bucket(stack, 'Bucket').grantRead(service);
  expect(annotationsOf(stack)).toHaveLength(1);
  expect(wildcardsIn(stack)).toHaveLength(1);
});

test('a denial keeps its force: no warning, no condition', () => {
  const { stack, service } = serviceStack({ policyConditions: PolicyConditions.requestedRegion('us-east-1') });
  service.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({ effect: Effect.DENY, actions: ['kms:*'], resources: ['*'] }),
  );
  const statements = resourcesOf(stack, 'AWS::IAM::ManagedPolicy').flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement,
  );
  expect(statements).toContainEqual({ Action: 'kms:*', Effect: 'Deny', Resource: '*' });
  expect(annotationsOf(stack)).toEqual([]);
});

test('roles may be left to another team', () => {
  const stack = new Stack(new App(), 'Stack');
  Role.customizeRoles(stack, {
    usePrecreatedRoles: { 'Stack/payments/TaskRole': 'task', 'Stack/payments/ExecutionRole': 'execution' },
  });
  const service = new FargateService(stack, 'payments', required(stack));
  Grant.addToPrincipal({ grantee: service, actions: ['sqs:SendMessage'], resourceArns: [queue] });
  const { Properties } = onlyResource(stack, 'AWS::ECS::TaskDefinition');
  expect(JSON.stringify(Properties.TaskRoleArn)).toContain(':role/task"');
  expect(resourcesOf(stack, 'AWS::IAM::Role')).toEqual([]);
  expect(resourcesOf(stack, 'AWS::IAM::ManagedPolicy')).toEqual([]);
});
