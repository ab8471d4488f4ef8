import { scan } from '@org/testing';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Stack } from 'aws-cdk-lib/core';
import * as governance from '../src';

test('exports the API and nothing else', () => {
  expect(Object.keys(governance).sort()).toEqual(['EnvironmentBoundary', 'NamingConvention', 'StandardTags']);
});

test("names, tags and boundary pass CDK's template validator and cdk-nag, with these rules acknowledged", () => {
  const { findings, acknowledged } = scan((app) => {
    const stack = new Stack(app, 'Stack', { env: { region: 'us-east-1' } });
    const encryptionMasterKey = new kms.Key(stack, 'Key', { enableKeyRotation: true });
    const dead = new sqs.Queue(stack, 'Dead', { enforceSSL: true, fifo: true, encryptionMasterKey });
    const deadLetterQueue = { queue: dead, maxReceiveCount: 3 };
    new sqs.Queue(stack, 'Jobs', { enforceSSL: true, fifo: true, encryptionMasterKey, deadLetterQueue });
    new iam.Role(stack, 'Task', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
    governance.NamingConvention.typeSuffix({ suffix: 'aa1' }).applyTo(app);
    governance.StandardTags.of({ Environment: 'prod' }).applyTo(app);
    governance.EnvironmentBoundary.of({ environment: 'prod' }).applyTo(app);
  });
  expect(findings).toEqual([]);
  expect(acknowledged.map(({ rule, construct }) => `${rule} ${construct}`).sort()).toEqual(
    [
      'AwsSolutions-IAM5[Action::*]',
      'AwsSolutions-IAM5[Resource::*]',
      'HIPAA.Security-IAMPolicyNoStatementsWithAdminAccess',
      'HIPAA.Security-IAMPolicyNoStatementsWithFullAccess',
      'NIST.800.53.R5-IAMPolicyNoStatementsWithAdminAccess',
      'NIST.800.53.R5-IAMPolicyNoStatementsWithFullAccess',
      'PCI.DSS.321-IAMPolicyNoStatementsWithAdminAccess',
      'PCI.DSS.321-IAMPolicyNoStatementsWithFullAccess',
    ].map((rule) => `${rule} Stack/EnvironmentBoundary/Resource`),
  );
  expect(new Set(acknowledged.map(({ reason }) => reason)).size).toBe(1);
  expect(acknowledged[0]?.reason).toMatch(/^A permissions boundary grants nothing: /);
});
