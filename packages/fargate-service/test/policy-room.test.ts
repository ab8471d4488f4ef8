import { type Json, type Resource, resourcesOf, wildcardsIn } from '@org/testing';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { ContainerSecret } from '../src';
import { serviceStack } from './fixture';

/** The policies of the execution role of a service with as many secrets, each with a key of its own. */
function policiesOf(count: number): Resource[] {
  const { stack } = serviceStack((scope) => ({
    container: {
      secrets: Object.fromEntries(
        Array.from({ length: count }, (_, index) => {
          const encryptionKey = new Key(scope, `Key${index}`);
          const secret = new Secret(scope, `Secret${index}`, { encryptionKey });
          return [`SECRET_${index}`, ContainerSecret.fromSecret(secret)];
        }),
      ),
    },
  }));
  expect(wildcardsIn(stack)).toEqual([]);
  return resourcesOf(stack, 'AWS::IAM::ManagedPolicy');
}

/** As IAM counts, with the longest ARN that a reference is taken for. */
const charactersOf = ({ Properties }: Resource): number =>
  JSON.stringify(Properties.PolicyDocument, (_, value: Json) =>
    value?.Ref || value?.['Fn::GetAtt'] || value?.['Fn::Join'] ? 'x'.repeat(150) : value,
  ).length;

test('what a role may do stands in one policy', () => {
  expect(policiesOf(5)).toHaveLength(1);
});

test('and in further ones, when it is more than IAM takes in one', () => {
  const policies = policiesOf(40);
  expect(policies.length).toBeGreaterThan(1);
  expect(policies.length).toBeLessThanOrEqual(10);
  for (const policy of policies) expect(charactersOf(policy)).toBeLessThanOrEqual(6144);
  const actions = policies.flatMap(({ Properties }) =>
    Properties.PolicyDocument.Statement.flatMap(({ Action, Resource }: Json) => [Resource].flat().map(() => Action)),
  );
  expect(actions.filter((action) => action === 'secretsmanager:GetSecretValue')).toHaveLength(40);
  expect(actions.filter((action) => action === 'kms:Decrypt')).toHaveLength(40);
});

test('a statement that is there already takes no room', () => {
  const { stack } = serviceStack((scope) => {
    const secret = new Secret(scope, 'Secret', { encryptionKey: new Key(scope, 'Key') });
    const fields = Array.from({ length: 60 }, (_, index) => [
      `F${index}`,
      ContainerSecret.fromSecret(secret, `f${index}`),
    ]);
    return { container: { secrets: Object.fromEntries(fields) } };
  });
  expect(resourcesOf(stack, 'AWS::IAM::ManagedPolicy')).toHaveLength(1);
});
