import { onlyResource } from '@org/testing';
import type { Secret as ContainerValue } from 'aws-cdk-lib/aws-ecs';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Stack } from 'aws-cdk-lib/core';
import { ContainerSecret } from '../src';
import { serviceStack } from './fixture';

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** The injected values of a service and the statements that they brought. */
function injected(build: (stack: Stack) => ContainerValue) {
  const { stack } = serviceStack((scope) => ({ container: { secrets: { DB_PASSWORD: build(scope) } } }));
  const task = onlyResource(stack, 'AWS::ECS::TaskDefinition');
  const policy = onlyResource(stack, 'AWS::IAM::ManagedPolicy');
  const own = /^(ecr|logs):/;
  return {
    secrets: task.Properties.ContainerDefinitions[0].Secrets,
    statements: (policy.Properties.PolicyDocument.Statement as Statement[]).filter(
      ({ Action }) => ![Action].flat().some((action) => own.test(action)),
    ),
  };
}

const via = (service: string) => ({
  StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', [`${service}.`, { Ref: 'AWS::Region' }, '.amazonaws.com']] } },
});

test('a parameter takes one action on one ARN', () => {
  const { secrets, statements } = injected((stack) =>
    ContainerSecret.fromParameter(StringParameter.fromStringParameterName(stack, 'Parameter', '/payments/host')),
  );
  const arn = {
    'Fn::Join': [
      '',
      [
        'arn:',
        { Ref: 'AWS::Partition' },
        ':ssm:',
        { Ref: 'AWS::Region' },
        ':',
        { Ref: 'AWS::AccountId' },
        ':parameter/payments/host',
      ],
    ],
  };
  expect(secrets).toEqual([{ Name: 'DB_PASSWORD', ValueFrom: arn }]);
  expect(statements).toEqual([{ Action: 'ssm:GetParameters', Effect: 'Allow', Resource: arn }]);
});

test('a SecureString with a customer key may be decrypted through Parameter Store', () => {
  const { statements } = injected((stack) =>
    ContainerSecret.fromParameter(
      StringParameter.fromSecureStringParameterAttributes(stack, 'Parameter', { parameterName: '/payments/token' }),
      Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/k1'),
    ),
  );
  expect(statements).toHaveLength(2);
  expect(statements[1]).toEqual({
    Action: 'kms:Decrypt',
    Effect: 'Allow',
    Resource: 'arn:aws:kms:us-east-1:111122223333:key/k1',
    Condition: via('ssm'),
  });
});

test('a secret takes one action on one ARN, and its key one through Secrets Manager', () => {
  const { secrets, statements } = injected((stack) =>
    ContainerSecret.fromSecret(new Secret(stack, 'Secret', { encryptionKey: new Key(stack, 'Key') })),
  );
  const [{ ValueFrom }] = secrets;
  expect(ValueFrom).toEqual({ Ref: expect.stringMatching(/^Secret/) });
  expect(statements).toEqual([
    { Action: 'secretsmanager:GetSecretValue', Effect: 'Allow', Resource: ValueFrom },
    {
      Action: 'kms:Decrypt',
      Effect: 'Allow',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] },
      Condition: via('secretsmanager'),
    },
  ]);
});

test('a value whose key is an alias is refused: no task could decrypt it', () => {
  const { stack } = serviceStack();
  const encryptionKey = new Alias(stack, 'Alias', { aliasName: 'alias/db', targetKey: new Key(stack, 'Key') });
  const parameter = StringParameter.fromSecureStringParameterAttributes(stack, 'Token', { parameterName: '/token' });
  const refusal = (path: string) =>
    `Stack/${path}: \`encryptionKey\` must be a key, got: the alias Stack/Alias, by which no role can be let use the key.`;
  expect(() => ContainerSecret.fromParameter(parameter, encryptionKey)).toThrow(refusal('Token'));
  expect(() => ContainerSecret.fromSecret(new Secret(stack, 'Db', { encryptionKey }))).toThrow(refusal('Db'));
});

test('a secret of another region is decrypted there', () => {
  const region = 'eu-west-1';
  const { statements } = injected((stack) =>
    ContainerSecret.fromSecret(
      Secret.fromSecretAttributes(stack, 'Secret', {
        secretCompleteArn: `arn:aws:secretsmanager:${region}:111122223333:secret:db-AbCdEf`,
        encryptionKey: Key.fromKeyArn(stack, 'Key', `arn:aws:kms:${region}:111122223333:key/k1`),
      }),
    ),
  );
  expect(statements[1]?.Condition).toEqual({
    StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` },
  });
});

test('one field of a JSON secret', () => {
  const { secrets, statements } = injected((stack) =>
    ContainerSecret.fromSecret(new Secret(stack, 'Secret'), 'password'),
  );
  const secret = { Ref: expect.stringMatching(/^Secret/) };
  expect(secrets).toEqual([{ Name: 'DB_PASSWORD', ValueFrom: { 'Fn::Join': ['', [secret, ':password::']] } }]);
  expect(statements).toEqual([{ Action: 'secretsmanager:GetSecretValue', Effect: 'Allow', Resource: secret }]);
});

test('a secret imported by its ARN', () => {
  const arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf';
  const { statements } = injected((stack) =>
    ContainerSecret.fromSecret(Secret.fromSecretCompleteArn(stack, 'Secret', arn)),
  );
  expect(statements).toEqual([{ Action: 'secretsmanager:GetSecretValue', Effect: 'Allow', Resource: arn }]);
});

test('a secret imported by name is allowed with its six random characters', () => {
  const { statements } = injected((stack) =>
    ContainerSecret.fromSecret(Secret.fromSecretNameV2(stack, 'Secret', 'db')),
  );
  expect(JSON.stringify(statements[0]?.Resource)).toMatch(/:secret:db-\?{6}"/);
});

test('says whether it reads a field', () => {
  const { stack } = serviceStack();
  const secret = new Secret(stack, 'Secret');
  expect(ContainerSecret.fromSecret(secret, 'password').hasField).toBe(true);
  expect(ContainerSecret.fromSecret(secret).hasField).toBe(false);
});
