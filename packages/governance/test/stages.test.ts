import { onlyResource } from '@org/testing';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, Stack, Stage } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { EnvironmentBoundary, NamingConvention, StandardTags } from '../src';

const GOVERNANCE: Record<string, { applyTo(scope: IConstruct): void }> = {
  NamingConvention: NamingConvention.typeSuffix({ suffix: 'aa1' }),
  StandardTags: StandardTags.of({ Team: 'payments' }),
  EnvironmentBoundary: EnvironmentBoundary.of({ environment: 'prod' }),
};

/** A stage in the stack of its pipeline, as CDK Pipelines have it. */
function pipeline() {
  const app = new App();
  const home = new Stack(app, 'Pipeline');
  new iam.CfnGroup(home, 'Readers');
  const stage = new Stage(home, 'Prod');
  const stack = new Stack(stage, 'Payments');
  new iam.CfnRole(stack, 'Task', { assumeRolePolicyDocument: {} });
  return { app, home, stage, stack };
}

describe.each(Object.entries(GOVERNANCE))('%s', (what, governance) => {
  // A pipeline's addStage() calls synth(), whose templates the synthesis of the app takes as they are.
  test.each(['app', 'home', 'stage', 'stack'] as const)('refuses a stage that is synthesized before: %s', (scope) => {
    const tree = pipeline();
    tree.stage.synth();
    governance.applyTo(tree[scope]);
    expect(() => tree.app.synth()).toThrow(
      new Error(
        'Validation failed with the following errors:\n' +
          `  [] ${what} must be applied before stage 'Pipeline/Prod' is synthesized. Call applyTo() before the stage goes ` +
          "to a pipeline's addStage(), which synthesizes it.",
      ),
    );
  });

  test.each(['app', 'home', 'stage', 'stack'] as const)('takes a stage that is synthesized after: %s', (scope) => {
    const tree = pipeline();
    governance.applyTo(tree[scope]);
    tree.stage.synth();
    expect(() => [tree.app.synth(), tree.app.synth({ force: true })]).not.toThrow();
  });

  test('takes an app that is synthesized anew', () => {
    const app = new App();
    new iam.CfnGroup(new Stack(app, 'Payments'), 'Readers');
    app.synth();
    governance.applyTo(app);
    expect(() => app.synth({ force: true })).not.toThrow();
  });
});

test('a stage in a stack is reached', () => {
  const { app, stack } = pipeline();
  for (const governance of Object.values(GOVERNANCE)) governance.applyTo(app);
  const { Properties } = onlyResource(stack, 'AWS::IAM::Role');
  expect(Properties).toMatchObject({
    PermissionsBoundary: { Ref: onlyResource(stack, 'AWS::IAM::ManagedPolicy').logicalId },
    Tags: [{ Key: 'Team', Value: 'payments' }],
  });
});
