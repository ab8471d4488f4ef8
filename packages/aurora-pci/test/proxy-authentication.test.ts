import { onlyResource, wildcardsIn } from '@org/testing';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Fn, type Stack, Token } from 'aws-cdk-lib/core';
import { AuroraCredentials, AuroraProxy, ProxyAuthentication } from '../src';
import { database, databaseUserArn, newStack } from './fixtures';
import { policyOf, proxyOf, refused, withProxy } from './proxy-fixtures';

describe('authentication', () => {
  test('with tokens of IAM, passwords stay between proxy and cluster', () => {
    const { stack, proxy, aurora } = withProxy({ authentication: ProxyAuthentication.iam() });
    expect(proxyOf(stack).Auth).toEqual([
      { AuthScheme: 'SECRETS', IAMAuth: 'REQUIRED', SecretArn: stack.resolve(aurora.secret.secretArn) },
    ]);
    expect(Object.keys(proxy.containerSecrets).sort()).toEqual(['DB_HOST', 'DB_PORT']);
  });

  test.each([
    ['password', ProxyAuthentication.password, 'DISABLED'],
    ['iam', ProxyAuthentication.iam, 'REQUIRED'],
  ])('%s takes other secrets', (_name, authenticate, iam) => {
    const stack = newStack();
    const secrets = ['One', 'Two'].map((id) => new Secret(stack, id));
    new AuroraProxy(stack, 'Proxy', { database: database(stack), authentication: authenticate(secrets) });
    const arns = secrets.map(({ secretArn }) => stack.resolve(secretArn));
    expect(proxyOf(stack).Auth.map(({ SecretArn }: { SecretArn: unknown }) => SecretArn)).toEqual(arns);
    expect(proxyOf(stack).Auth.map(({ IAMAuth }: { IAMAuth: unknown }) => IAMAuth)).toEqual([iam, iam]);
    expect(policyOf(stack)).toEqual([
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: arns[0] },
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: arns[1] },
    ]);
  });

  test('end to end there is no password, and the proxy connects as these users only', () => {
    const authentication = ProxyAuthentication.iamEndToEnd(['payments_app', 'reports']);
    const { stack, aurora, proxy } = withProxy({ authentication });
    expect(proxyOf(stack)).toMatchObject({ DefaultAuthScheme: 'IAM_AUTH', RequireTLS: true });
    expect(proxyOf(stack).Auth).toBeUndefined();
    const user = (name: string) => databaseUserArn(stack.resolve(aurora.cluster.clusterResourceIdentifier), name);
    expect(policyOf(stack)).toEqual([
      { Effect: 'Allow', Action: 'rds-db:connect', Resource: [user('payments_app'), user('reports')] },
    ]);
    expect(Object.keys(proxy.containerSecrets).sort()).toEqual(['DB_HOST', 'DB_PORT']);
  });

  test('a password that Amazon RDS manages will do', () => {
    const { stack } = withProxy({}, { credentials: AuroraCredentials.managedByRds() });
    const { logicalId } = onlyResource(stack, 'AWS::RDS::DBCluster');
    expect(proxyOf(stack).Auth[0].SecretArn).toEqual({ 'Fn::GetAtt': [logicalId, 'MasterUserSecret.SecretArn'] });
  });

  test.each([
    [
      ProxyAuthentication.password([]),
      '`secrets` must hold at least one secret, got: none. Leave it out for that of the admin user.',
    ],
    [ProxyAuthentication.iamEndToEnd([]), '`dbUsers` must name at least one database user, got: none.'],
    [
      ProxyAuthentication.iamEndToEnd(Fn.split(',', Fn.importValue('users'))),
      '`dbUsers` must have a length that is known at synthesis, got: a list known only at deployment. Name its elements, ' +
        'as Fn.select(0, list), or import it with its length, as Fn.importListValue(name, 3).',
    ],
    [
      ProxyAuthentication.iamEndToEnd(['app', '*']),
      "`dbUsers` must be the name of one database user, without wildcards, got: '*'.",
    ],
  ])('%#: is refused', (authentication, message) => {
    expect(() => withProxy({ authentication })).toThrow(refused(message));
  });
});

test('a secret known by its name only is refused: the role names it exactly', () => {
  const stack = newStack();
  const secret = Secret.fromSecretNameV2(stack, 'App', 'app');
  const build = () =>
    new AuroraProxy(stack, 'Proxy', { database: database(stack), authentication: ProxyAuthentication.iam([secret]) });
  expect(build).toThrow(
    refused(
      "`secrets` must be known by their whole ARN, got: 'Stack/App'. Use Secret.fromSecretAttributes() with its " +
        '`secretCompleteArn`, and its `encryptionKey` if it has one.',
    ),
  );
});

test('an imported secret is decrypted with the key that it is imported with', () => {
  const stack = newStack();
  const keyArn = 'arn:aws:kms:us-east-1:111122223333:key/theirs';
  const secret = Secret.fromSecretAttributes(stack, 'App', {
    secretCompleteArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:app-abcdef',
    encryptionKey: Key.fromKeyArn(stack, 'Theirs', keyArn),
  });
  new AuroraProxy(stack, 'Proxy', { database: database(stack), authentication: ProxyAuthentication.iam([secret]) });
  expect(policyOf(stack)).toContainEqual(expect.objectContaining({ Action: 'kms:Decrypt', Resource: keyArn }));
});

describe('grantConnect', () => {
  const roleIn = (stack: Stack) =>
    new Role(stack, 'Task', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });

  test('names one user of this proxy', () => {
    const { stack, proxy } = withProxy({ authentication: ProxyAuthentication.iam() });
    expect(proxy.grantConnect(roleIn(stack), 'payments_app').success).toBe(true);
    const [statement] = onlyResource(stack, 'AWS::IAM::Policy').Properties.PolicyDocument.Statement;
    expect(statement).toMatchObject({ Effect: 'Allow', Action: 'rds-db:connect' });
    const resource = JSON.stringify(statement.Resource);
    expect(resource).toContain(onlyResource(stack, 'AWS::RDS::DBProxy').logicalId);
    expect(resource).toContain('/payments_app');
    expect(wildcardsIn(stack)).toEqual([]);
  });

  test('refuses wildcards', () => {
    const { stack, proxy } = withProxy({ authentication: ProxyAuthentication.iamEndToEnd(['app']) });
    expect(() => proxy.grantConnect(roleIn(stack), 'app*')).toThrow(
      refused("`dbUser` must be the name of one database user, without wildcards, got: 'app*'."),
    );
  });

  test('refuses a user that a proxy without passwords does not know', () => {
    const { stack, proxy } = withProxy({ authentication: ProxyAuthentication.iamEndToEnd(['app', 'reports']) });
    expect(() => proxy.grantConnect(roleIn(stack), 'ap')).toThrow(
      refused(
        "`dbUser` must be one that the proxy knows (app, reports), got: 'ap'. Name it in ProxyAuthentication.iamEndToEnd().",
      ),
    );
    expect(proxy.grantConnect(new Role(stack, 'Other', { assumedBy: new ServicePrincipal('a') }), 'app').success).toBe(
      true,
    );
  });

  test('takes a user that is known only at deployment, on either side', () => {
    const user = Token.asString({ Ref: 'User' });
    for (const [known, granted] of [
      ['app', user],
      [user, 'app'],
    ] as const) {
      const { stack, proxy } = withProxy({ authentication: ProxyAuthentication.iamEndToEnd([known]) });
      expect(proxy.grantConnect(roleIn(stack), granted).success).toBe(true);
    }
  });

  test('has no use where clients send passwords', () => {
    const { stack, proxy } = withProxy();
    expect(() => proxy.grantConnect(roleIn(stack), 'app')).toThrow(
      refused(
        '`authentication` must be ProxyAuthentication.iam() or .iamEndToEnd() to grant logins with a token, got: ' +
          'ProxyAuthentication.password().',
      ),
    );
  });
});

test('a secret whose key is an alias is refused: the proxy could not decrypt it', () => {
  const stack = newStack();
  const secret = new Secret(stack, 'App', { encryptionKey: Alias.fromAliasName(stack, 'Alias', 'alias/payments') });
  const build = () =>
    new AuroraProxy(stack, 'Proxy', {
      database: database(stack),
      authentication: ProxyAuthentication.password([secret]),
    });
  expect(build).toThrow(
    'Stack/Proxy: `secrets.encryptionKey` must be a key, got: the alias Stack/Alias, by which no role can be let use the key.',
  );
});
