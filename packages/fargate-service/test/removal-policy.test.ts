import { onlyResource, resourcesOf } from '@org/testing';
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { ExecuteCommand, FargateCluster, ImageRepository } from '../src';
import { importedVpc, serviceStack } from './fixture';

test.each<[string, string, (stack: Stack, removalPolicy: RemovalPolicy) => void]>([
  ['Images', 'AWS::ECR::Repository', (stack, removalPolicy) => new ImageRepository(stack, 'Images', { removalPolicy })],
  [
    'Cluster',
    'AWS::KMS::Key',
    (stack, removalPolicy) => {
      const executeCommand = ExecuteCommand.audited({ removalPolicy });
      new FargateCluster(stack, 'Cluster', { vpc: importedVpc(stack), executeCommand });
    },
  ],
])('%s knows no snapshots, and may be kept but for a failed creation', (id, type, build) => {
  expect(() => build(new Stack(undefined, 'Stack'), RemovalPolicy.SNAPSHOT)).toThrow(refusal(id));
  const stack = new Stack();
  build(stack, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  expect(onlyResource(stack, type).DeletionPolicy).toBe('RetainExceptOnCreate');
  const logGroups = resourcesOf(stack, 'AWS::Logs::LogGroup').map(({ Properties }) => Properties);
  expect(logGroups.filter((group) => 'DeletionProtectionEnabled' in group)).toEqual([]);
});

test('the log group of a service knows no snapshots, and a creation that fails can delete it', () => {
  expect(() => serviceStack({ removalPolicy: RemovalPolicy.SNAPSHOT })).toThrow(refusal('payments'));
  const { stack } = serviceStack({ removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE });
  const logGroup = onlyResource(stack, 'AWS::Logs::LogGroup');
  expect(logGroup.DeletionPolicy).toBe('RetainExceptOnCreate');
  expect(logGroup.Properties.DeletionProtectionEnabled).toBeUndefined();
});

function refusal(id: string): Error {
  return new Error(
    `Stack/${id}: \`removalPolicy\` must be RETAIN, RETAIN_ON_UPDATE_OR_DELETE or DESTROY, got: SNAPSHOT, which exists for ` +
      'databases and volumes only. Use RemovalPolicy.RETAIN.',
  );
}
