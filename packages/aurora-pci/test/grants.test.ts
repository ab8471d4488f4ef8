import { onlyResource } from '@org/testing';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Stack } from 'aws-cdk-lib/core';
import { type AuroraClusterProps, StorageEncryption } from '../src';
import { database, databaseUserArn, decryptsSecret, newStack } from './fixtures';

describe('grants', () => {
  const setUp = (props: Partial<AuroraClusterProps> = {}) => {
    const stack = newStack();
    const role = new Role(stack, 'Task', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    return { stack, role, aurora: database(stack, props) };
  };
  const statementsOf = (stack: Stack) => onlyResource(stack, 'AWS::IAM::Policy').Properties.PolicyDocument.Statement;

  test('grantConnect names one user of this cluster', () => {
    const { stack, role, aurora } = setUp();
    expect(aurora.grantConnect(role, 'payments_app').success).toBe(true);
    const { logicalId } = onlyResource(stack, 'AWS::RDS::DBCluster');
    expect(statementsOf(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 'rds-db:connect',
        Resource: databaseUserArn({ 'Fn::GetAtt': [logicalId, 'DBClusterResourceId'] }, 'payments_app'),
      },
    ]);
  });

  test.each(['*', 'app*', '', 'a/b'])('grantConnect refuses the user %p', (dbUser) => {
    const { role, aurora } = setUp();
    expect(() => aurora.grantConnect(role, dbUser)).toThrow(
      new Error(
        `Stack/Database: \`dbUser\` must be the name of one database user, without wildcards, got: '${dbUser}'.`,
      ),
    );
  });

  test('grantReadSecret reads the value and decrypts it, through Secrets Manager only', () => {
    const { stack, role, aurora } = setUp();
    expect(aurora.grantReadSecret(role).success).toBe(true);
    expect(statementsOf(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: { Ref: onlyResource(stack, 'AWS::SecretsManager::SecretTargetAttachment').logicalId },
      },
      decryptsSecret({ 'Fn::GetAtt': [onlyResource(stack, 'AWS::KMS::Key').logicalId, 'Arn'] }),
    ]);
  });

  test('grantReadSecret needs no key for a secret without one', () => {
    const { stack, role, aurora } = setUp({ encryption: StorageEncryption.awsManaged() });
    aurora.grantReadSecret(role);
    expect(statementsOf(stack)).toHaveLength(1);
  });
});
