import { annotationsOf, onlyResource, type Resource, resourcesOf } from '@org/testing';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  App,
  AspectPriority,
  Aspects,
  CfnResource,
  Lazy,
  NestedStack,
  RemovalPolicy,
  Stack,
  type StackProps,
  Stage,
  Tags,
  Token,
} from 'aws-cdk-lib/core';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json';
import { Construct, type IConstruct, Node } from 'constructs';
import { EnvironmentBoundary, NamingConvention, StandardTags } from '../src';

const prod = () => EnvironmentBoundary.of({ environment: 'prod' });
const role = (scope: Construct, id: string) => new iam.CfnRole(scope, id, { assumeRolePolicyDocument: {} });

const principalsOf = (stack: Stack) =>
  resourcesOf(stack).filter(({ Type }) => ['AWS::IAM::Role', 'AWS::IAM::User'].includes(Type));
const boundaryOf = ({ Properties }: Resource): unknown => Properties.PermissionsBoundary;
/** The reference that each role and user must have: to the one policy of its stack. */
const policyOf = (stack: Stack) => ({ Ref: onlyResource(stack, 'AWS::IAM::ManagedPolicy').logicalId });
/** For which environments there are policies, in the order of the template. */
const environmentsOf = (stack: Stack) =>
  resourcesOf(stack, 'AWS::IAM::ManagedPolicy').map(
    ({ Properties }) => Properties.PolicyDocument.Statement[2].Condition.StringNotEquals['aws:ResourceTag/Environment'],
  );

describe.each([
  ['without feature flags', {}],
  ['with the recommended ones', recommended],
])('%s', (_, context) => {
  const app = new App({ context });
  const env = { region: 'us-east-1' };
  const [stack, empty, later] = [new Stack(app, 'Stack', { env }), new Stack(app, 'Empty'), new Stage(app, 'Prod')];
  const staged = new Stack(later, 'Staged');
  const nested = new NestedStack(stack, 'Nested');
  new s3.Bucket(stack, 'Data', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
  new iam.Role(stack, 'Task', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
  new iam.User(stack, 'Auditor');
  new CfnResource(stack, 'Raw', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: {} } });
  role(nested, 'Inner');
  role(staged, 'Task');
  new sns.Topic(empty, 'Topic');
  role(new NestedStack(empty, 'Nested'), 'Inner');
  StandardTags.of({ Environment: 'prod' }).applyTo(app);
  NamingConvention.typeEnvironmentSuffix({ environment: 'prod', suffix: 'aa1' }).applyTo(app);
  prod().applyTo(app);
  app.synth();
  const first = resourcesOf(stack);
  const policies = [staged, stack, nested].map((each) => onlyResource(each, 'AWS::IAM::ManagedPolicy').Properties);

  test("every role and user has the boundary of its stack, CDK's providers and bare resources too", () => {
    expect(principalsOf(stack)).toHaveLength(4);
    expect(principalsOf(stack).map(boundaryOf)).toEqual(new Array(4).fill(policyOf(stack)));
    expect(principalsOf(stack).map(({ logicalId }) => logicalId)).toContainEqual(
      expect.stringMatching(/^CustomS3AutoDeleteObjectsCustomResourceProviderRole/),
    );
  });

  test('nested stacks and stages have their own', () => {
    expect(principalsOf(nested).map(boundaryOf)).toEqual([policyOf(nested)]);
    expect(principalsOf(staged).map(boundaryOf)).toEqual([policyOf(staged)]);
  });

  test('a stack without roles has no policy, and none for those of its nested stack', () => {
    expect(resourcesOf(empty).map(({ Type }) => Type)).toEqual(['AWS::SNS::Topic', 'AWS::CloudFormation::Stack']);
  });

  test('the policy has a name of the convention', () => {
    expect(policies.map(({ ManagedPolicyName }) => ManagedPolicyName)).toEqual([
      'policy-environment-boundary-prod-aa1', // CDK synthesizes stages first.
      expect.stringMatching(/^policy-environment-boundary-[a-z][a-z0-9]{5}-prod-aa1$/),
      'policy-nested-environment-boundary-prod-aa1',
    ]);
    expect(policyOf(stack)).toEqual({ Ref: 'EnvironmentBoundary9641168B' });
  });

  test('nobody is warned', () => {
    expect(annotationsOf(stack).filter((message) => message.includes('boundary'))).toEqual([]);
  });

  test('a second synthesis changes nothing', () => {
    const template = app.synth({ force: true }).getStackArtifact(stack.artifactId).template;
    expect(Object.keys(template.Resources)).toEqual(first.map(({ logicalId }) => logicalId));
    expect(annotationsOf(stack).filter((message) => message.includes('boundary'))).toEqual([]);
  });
});

test('roles behind cross-region references, which CDK creates last, have the boundary too', () => {
  const app = new App();
  const at = (region: string): StackProps => ({
    crossRegionReferences: true,
    env: { account: '111111111111', region },
  });
  const [near, far] = [new Stack(app, 'Near', at('us-east-1')), new Stack(app, 'Far', at('us-west-2'))];
  const vpc = new ec2.CfnVPC(near, 'Vpc', { cidrBlock: '10.0.0.0/16' });
  new sns.CfnTopic(far, 'Topic', { displayName: vpc.attrVpcId });
  prod().applyTo(app);
  app.synth();
  expect([near, far].map((stack) => principalsOf(stack).map(boundaryOf))).toEqual([[policyOf(near)], [policyOf(far)]]);
});

describe('reach', () => {
  test('what stands beside the scope is left alone, and a scope inside a stack gets its own policy', () => {
    const stack = new Stack(new App(), 'Stack');
    const inner = new Construct(stack, 'Payments');
    role(new Construct(inner, 'Api'), 'Inside');
    role(stack, 'Outside');
    prod().applyTo(inner);
    expect(policyOf(stack).Ref).toMatch(/^PaymentsEnvironmentBoundary/);
    expect(principalsOf(stack).map(boundaryOf)).toEqual([policyOf(stack), undefined]);
  });

  test('the boundary of an inner scope wins there', () => {
    const app = new App();
    const [first, second] = [new Stack(app, 'First'), new Stack(app, 'Second')];
    const inner = new Construct(first, 'Shared');
    for (const scope of [first, inner, second]) role(scope, 'Task');
    prod().applyTo(app);
    EnvironmentBoundary.of({ environment: 'shared' }).applyTo(inner);
    EnvironmentBoundary.of({ environment: 'dev' }).applyTo(second);
    expect(environmentsOf(first).sort()).toEqual(['prod', 'shared']);
    expect(environmentsOf(second)).toEqual(['dev']);
    expect(new Set(principalsOf(first).map((each) => JSON.stringify(boundaryOf(each)))).size).toBe(2);
    expect([first, second].flatMap(annotationsOf)).toEqual([]);
  });

  test('one boundary may hold for several scopes, one in the other too', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    role(stack, 'Task');
    const boundary = prod();
    boundary.applyTo(app);
    boundary.applyTo(stack);
    expect(principalsOf(stack).map(boundaryOf)).toEqual([policyOf(stack)]);
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('a scope takes one', () => {
    const stack = new Stack(new App(), 'Payments');
    prod().applyTo(stack);
    expect(() => prod().applyTo(stack)).toThrow(
      new Error(
        'Payments: `applyTo` must be called once with each scope, got: an environment boundary for one that has one already.',
      ),
    );
  });

  test('a stage that comes later is an error', () => {
    const app = new App();
    prod().applyTo(app);
    role(new Stack(new Stage(app, 'Late'), 'Stack'), 'Task');
    expect(() => app.synth()).toThrow(
      new Error(
        'Validation failed with the following errors:\n' +
          "  [] EnvironmentBoundary must be applied after stage 'Late' is created. Call applyTo() last.",
      ),
    );
  });

  test('a stack that comes later is bound', () => {
    const app = new App();
    prod().applyTo(app);
    const stack = new Stack(app, 'Late');
    role(stack, 'Task');
    expect(principalsOf(stack).map(boundaryOf)).toEqual([policyOf(stack)]);
  });
});

const OWN = 'arn:aws:iam::111111111111:policy/own';
const WARNING =
  'This role has a permissions boundary of its own, so that the boundary of the environment does not hold it: give ' +
  'its policy the same denials, or leave its boundary out. [ack: @org/governance:own-boundary]';

describe('a boundary that a role has', () => {
  test.each<[string, (stack: Stack) => void]>([
    ['an attribute', (stack) => Reflect.set(role(stack, 'Task'), 'permissionsBoundary', OWN)],
    ['an override', (stack) => role(stack, 'Task').addPropertyOverride('PermissionsBoundary', OWN)],
    [
      'bare properties',
      (stack) => new CfnResource(stack, 'Task', { type: 'AWS::IAM::Role', properties: { PermissionsBoundary: OWN } }),
    ],
    [
      "CDK's aspect",
      (stack) => {
        role(stack, 'Task');
        iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Own', OWN));
      },
    ],
  ])('stays, with a warning: %s', (_, build) => {
    const stack = new Stack(new App(), 'Stack');
    build(stack);
    prod().applyTo(stack);
    expect(principalsOf(stack).map(boundaryOf)).toEqual([OWN]);
    expect(annotationsOf(stack)).toEqual([WARNING]);
  });
});

describe('an aspect that comes later', () => {
  function withLater(change: (role: CfnResource) => void): Stack {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    role(stack, 'Task');
    prod().applyTo(app);
    const visit = (node: IConstruct) => {
      if (node instanceof iam.CfnRole) change(node);
    };
    Aspects.of(app).add({ visit }, { priority: AspectPriority.READONLY });
    app.synth();
    return stack;
  }

  test('does not take the boundary off', () => {
    const stack = withLater((each) => each.addPropertyDeletionOverride('PermissionsBoundary'));
    expect(principalsOf(stack).map(boundaryOf)).toEqual([policyOf(stack)]);
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('does not replace it without a warning', () => {
    const stack = withLater((each) => each.addPropertyOverride('PermissionsBoundary', OWN));
    expect(principalsOf(stack).map(boundaryOf)).toEqual([OWN]);
    expect(annotationsOf(stack)).toEqual([WARNING]);
  });
});

test('a boundary that an override takes away is none', () => {
  const stack = new Stack(new App(), 'Stack');
  const task = new iam.CfnRole(stack, 'Task', { assumeRolePolicyDocument: {}, permissionsBoundary: OWN });
  task.addPropertyDeletionOverride('PermissionsBoundary');
  prod().applyTo(stack);
  expect(principalsOf(stack).map(boundaryOf)).toEqual([policyOf(stack)]);
  expect(annotationsOf(stack)).toEqual([]);
});

test.each(['rawOverrides', '_cfnProperties'])('a CDK without %s is refused: it would hide a boundary', (field) => {
  const app = new App();
  const task = role(new Stack(app, 'Stack'), 'Task');
  prod().applyTo(app);
  Reflect.deleteProperty(task, field);
  expect(() => app.synth()).toThrow(
    new Error(
      `Stack/Task: \`aws-cdk-lib\` must show whether a role has a permissions boundary, got: a version without \`${field}\`. ` +
        'Use one that @org/governance names as its peer.',
    ),
  );
});

test('constructs inside of a stack are not searched one by one', () => {
  const stack = new Stack(new App(), 'Stack');
  const inner = new Construct(new Construct(stack, 'Payments'), 'Api');
  role(inner, 'Task');
  prod().applyTo(stack);
  const findAll = jest.spyOn(Node.prototype, 'findAll');
  expect(principalsOf(stack).map(boundaryOf)).toEqual([policyOf(stack)]);
  const searched = findAll.mock.contexts.map(({ path }) => path);
  findAll.mockRestore();
  expect(searched).toContain('Stack');
  expect(searched).not.toContain('Stack/Payments/Api');
});

describe('a tag of another environment', () => {
  function tagged(value: string, environment = 'prod', tagKey?: string): () => void {
    const app = new App();
    const topic = new sns.Topic(new Stack(app, 'Stack'), 'Topic');
    Tags.of(topic).add('Environment', value);
    EnvironmentBoundary.of({ environment, tagKey }).applyTo(app);
    return () => app.synth();
  }

  test('is an error', () => {
    expect(tagged('production')).toThrow(
      new Error(
        "Stack/Topic/Resource: tag `Environment` must be 'prod', because roles here may touch no other environment, " +
          "got: 'production'. Give tags and boundary the same environment.",
      ),
    );
  });

  test('is an error where its key has another case, which IAM does not regard', () => {
    expect(tagged('production', 'prod', 'ENVIRONMENT')).toThrow(
      new Error(
        "Stack/Topic/Resource: tag `Environment` must be 'prod', because roles here may touch no other environment, " +
          "got: 'production'. Give tags and boundary the same environment.",
      ),
    );
    expect(tagged('prod', 'prod', 'ENVIRONMENT')).not.toThrow();
  });

  describe('that a stack passes on to all that it holds', () => {
    function stackTagged(value: string): App {
      const app = new App();
      role(new Stack(app, 'Stack', { tags: { Environment: value } }), 'Task');
      return app;
    }

    test('is an error', () => {
      const app = stackTagged('production');
      prod().applyTo(app);
      expect(() => app.synth()).toThrow(
        new Error(
          "Stack: tag `Environment` must be 'prod', because roles here may touch no other environment, got: " +
            "'production'. Give tags and boundary the same environment.",
        ),
      );
    });

    test('is none where it is the same, or StandardTags makes it so', () => {
      const [same, set] = [stackTagged('prod'), stackTagged('production')];
      StandardTags.of({ Environment: 'prod' }).applyTo(set);
      for (const app of [same, set]) prod().applyTo(app);
      expect(() => [same.synth(), set.synth()]).not.toThrow();
    });
  });

  test('is none where it is the same, is unknown yet, or has another key', () => {
    const token = () => Token.asString({ Ref: 'Environment' });
    expect(tagged('prod')).not.toThrow();
    expect(tagged(token())).not.toThrow();
    expect(tagged(Lazy.string({ produce: () => 'late' }))).not.toThrow();
    expect(tagged('production', token())).not.toThrow();
    expect(tagged('production', 'prod', 'Stage')).not.toThrow();
  });
});
