import * as athena from 'aws-cdk-lib/aws-athena';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as glue from 'aws-cdk-lib/aws-glue';
import * as neptune from 'aws-cdk-lib/aws-neptune';
import * as redshift from 'aws-cdk-lib/aws-redshift';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnResource, Stack } from 'aws-cdk-lib/core';
import { NamingConvention } from '../src';

function synthesize(build: (stack: Stack) => void): () => void {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  build(stack);
  NamingConvention.typeSuffix({ suffix: 'aa1' }).applyTo(app);
  return () => app.synth();
}

const message = (id: string, property: string, type: string) =>
  new Error(
    `Stack/${id}: \`${property}\` must be set, because the naming convention has no rule for ${type}, got: undefined. ` +
      'Set it to `naming.nameFor(...)`.',
  );

describe('a type that can carry a name and is not in the table', () => {
  test('is an error: Name', () => {
    expect(synthesize((stack) => new glue.CfnTrigger(stack, 'Nightly', { type: 'ON_DEMAND', actions: [] }))).toThrow(
      message('Nightly', 'Name', 'AWS::Glue::Trigger'),
    );
  });

  test('is an error: the last words of the type, as name or identifier', () => {
    expect(synthesize((stack) => new neptune.CfnDBCluster(stack, 'Graph'))).toThrow(
      message('Graph', 'DBClusterIdentifier', 'AWS::Neptune::DBCluster'),
    );
    expect(
      synthesize(
        (stack) =>
          new redshift.CfnCluster(stack, 'Warehouse', {
            clusterType: 'single-node',
            dbName: 'x',
            masterUsername: 'x',
            nodeType: 'ra3.large',
          }),
      ),
    ).toThrow(message('Warehouse', 'ClusterIdentifier', 'AWS::Redshift::Cluster'));
  });

  test('passes with a name', () => {
    expect(synthesize((stack) => new athena.CfnWorkGroup(stack, 'Queries', { name: 'queries-aa1' }))).not.toThrow();
    expect(
      synthesize((stack) => new glue.CfnTrigger(stack, 'Nightly', { name: 'x', type: 'ON_DEMAND', actions: [] })),
    ).not.toThrow();
    expect(
      synthesize((stack) =>
        new glue.CfnTrigger(stack, 'Nightly', { type: 'ON_DEMAND', actions: [] }).addPropertyOverride('Name', 'x'),
      ),
    ).not.toThrow();
  });
});

test('names of other resources and bare resources are no names', () => {
  expect(
    synthesize((stack) => {
      new ec2.CfnSecurityGroupIngress(stack, 'Rule', { ipProtocol: 'tcp', groupId: 'sg-1' });
      new s3.CfnBucketPolicy(stack, 'Policy', { bucket: 'x', policyDocument: {} });
      new CfnResource(stack, 'Custom', { type: 'Custom::Name' });
      new CfnResource(stack, 'Raw', { type: 'AWS::Glue::Trigger' });
    }),
  ).not.toThrow();
});
