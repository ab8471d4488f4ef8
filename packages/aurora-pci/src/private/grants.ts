import { Grant, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Stack } from 'aws-cdk-lib/core';

interface SecretUse {
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: { [operator: string]: { [key: string]: string } };
}

/**
 * Reading the current value and decrypting it, and nothing else: CDK's own grant adds secretsmanager:DescribeSecret.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
function readUses(secret: ISecret): SecretUse[] {
  const read = { actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] };
  if (!secret.encryptionKey) return [read];
  const viaService = `secretsmanager.${Stack.of(secret).region}.amazonaws.com`;
  const decrypt = {
    actions: ['kms:Decrypt'],
    resources: [secret.encryptionKey.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': viaService } },
  };
  return [read, decrypt];
}

/** Lets a principal read a secret. */
export function grantReadSecret(secret: ISecret, grantee: IGrantable): Grant {
  return readUses(secret)
    .map(({ actions, resources, conditions }) =>
      Grant.addToPrincipal({ grantee, actions, resourceArns: resources, conditions }),
    )
    .reduce((grant, other) => grant.combine(other));
}

/** The same as statements. */
export function readSecretStatements(secret: ISecret): PolicyStatement[] {
  return readUses(secret).map((use) => new PolicyStatement(use));
}
