import { annotationsOf, onlyResource, resourcesOf, scan, wildcardsIn } from '@org/testing';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { App, RemovalPolicy, Stack, Token } from 'aws-cdk-lib/core';
import {
  type ConnectTls,
  Discovery,
  FargateCluster,
  FargateService,
  type FargateServiceProps,
  PolicyConditions,
} from '../src';
import { importedVpc, required } from './fixture';

const AUTHORITY = 'arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/12345678-1234-1234-1234-123456789012';
const ENV = { account: '111122223333', region: 'us-east-1' };
const SECRETS = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:ecs-sc!*';

interface Overrides {
  readonly tls?: Partial<ConnectTls>;
  readonly props?: Partial<FargateServiceProps>;
  readonly env?: typeof ENV;
}

/** A service whose calls are encrypted, in a stack of its own. */
function encrypted({ tls, props, env }: Overrides = {}, app = new App()) {
  const stack = new Stack(app, 'Stack', { env });
  const vpc = importedVpc(stack);
  const { cluster } = new FargateCluster(stack, 'Shared', { vpc, namespace: 'payments.internal' });
  const service = new FargateService(stack, 'fraud', {
    ...required(new Stack(app, 'Unused')),
    cluster,
    discovery: Discovery.connect('fraud', { tls: { certificateAuthorityArn: AUTHORITY, ...tls } }),
    ...props,
  });
  return { app, stack, vpc, service };
}

const offered = (stack: Stack) =>
  onlyResource(stack, 'AWS::ECS::Service').Properties.ServiceConnectConfiguration.Services[0];

function tlsRole(stack: Stack) {
  const [role] = resourcesOf(stack, 'AWS::IAM::Role').filter(({ logicalId }) => logicalId.includes('ConnectTlsRole'));
  const [policy] = resourcesOf(stack, 'AWS::IAM::ManagedPolicy').filter(({ logicalId }) =>
    logicalId.includes('ConnectTlsRole'),
  );
  if (!role || !policy) throw new Error('There is no role for TLS.');
  return { role, policy, statements: policy.Properties.PolicyDocument.Statement };
}

describe('by default', () => {
  const { stack } = encrypted({ env: ENV });
  const key = onlyResource(stack, 'AWS::KMS::Key');

  test('ECS encrypts with certificates of the authority, by a role and a key of the service', () => {
    expect(offered(stack)).toMatchObject({
      PortName: 'app',
      Tls: {
        IssuerCertificateAuthority: { AwsPcaAuthorityArn: AUTHORITY },
        KmsKey: { 'Fn::GetAtt': [key.logicalId, 'Arn'] },
        RoleArn: { 'Fn::GetAtt': [tlsRole(stack).role.logicalId, 'Arn'] },
      },
    });
  });

  test('the key is rotated, and kept', () => {
    expect(key.Properties.EnableKeyRotation).toBe(true);
    expect(key.Properties).not.toHaveProperty('PendingWindowInDays');
    expect(key.DeletionPolicy).toBe('Retain');
  });

  test('the role is for ECS alone, and not one of the tasks', () => {
    const { role } = tlsRole(stack);
    expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ecs.amazonaws.com' } },
    ]);
    const { TaskRoleArn, ExecutionRoleArn } = onlyResource(stack, 'AWS::ECS::TaskDefinition').Properties;
    expect(JSON.stringify([TaskRoleArn, ExecutionRoleArn])).not.toContain(role.logicalId);
  });

  test('it issues end-entity certificates of this authority', () => {
    const { statements } = tlsRole(stack);
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: [
        'acm-pca:DescribeCertificateAuthority',
        'acm-pca:GetCertificate',
        'acm-pca:GetCertificateAuthorityCertificate',
      ],
      Resource: AUTHORITY,
    });
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: 'acm-pca:IssueCertificate',
      Resource: AUTHORITY,
      Condition: {
        StringEquals: {
          'acm-pca:TemplateArn': {
            'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':acm-pca:::template/EndEntityCertificate/V1']],
          },
        },
      },
    });
  });

  test('it keeps their private keys in secrets that ECS makes for this cluster', () => {
    const { statements } = tlsRole(stack);
    const secrets = JSON.stringify({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, SECRETS.slice('arn:aws'.length)]],
    });
    const of = (action: string) =>
      statements.filter(({ Action }: { Action: string | string[] }) => [Action].flat().includes(action));
    expect(JSON.stringify(of('secretsmanager:CreateSecret')[0].Resource)).toBe(secrets);
    expect(of('secretsmanager:CreateSecret')[0].Action).toEqual([
      'secretsmanager:CreateSecret',
      'secretsmanager:TagResource',
    ]);
    const cluster = onlyResource(stack, 'AWS::ECS::Cluster').logicalId;
    const created = (kind: string) => ({
      'Fn::Join': [
        '',
        ['arn:', { Ref: 'AWS::Partition' }, `:ecs:us-east-1:111122223333:${kind}/`, { Ref: cluster }, '/*'],
      ],
    });
    expect(of('secretsmanager:CreateSecret')[0].Condition).toEqual({
      ArnLike: { 'aws:RequestTag/AmazonECSCreated': [created('service'), created('task-set')] },
      StringEquals: { 'aws:RequestTag/AmazonECSManaged': 'true' },
    });
    expect(of('secretsmanager:GetSecretValue')[0]).toMatchObject({
      Action: [
        'secretsmanager:DeleteSecret',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:RotateSecret',
        'secretsmanager:UpdateSecret',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      Condition: { StringEquals: { 'secretsmanager:ResourceTag/aws:secretsmanager:owningService': 'ecs-sc' } },
    });
    expect(JSON.stringify(of('secretsmanager:GetSecretValue')[0].Resource)).toBe(secrets);
    expect(JSON.stringify(of('secretsmanager:DescribeSecret')[0].Resource)).toBe(secrets);
  });

  test('it uses this key', () => {
    expect(tlsRole(stack).statements).toContainEqual({
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyPair'],
      Resource: { 'Fn::GetAtt': [key.logicalId, 'Arn'] },
    });
    expect(wildcardsIn(stack)).toEqual([]);
  });

  test('the service waits for the role and its rights, and warns of nothing', () => {
    const { role, policy } = tlsRole(stack);
    expect(onlyResource(stack, 'AWS::ECS::Service').DependsOn).toEqual(
      expect.arrayContaining([role.logicalId, policy.logicalId]),
    );
    expect(annotationsOf(stack)).toEqual([]);
  });
});

test('without it there is neither role nor key, and no TLS', () => {
  const { stack } = encrypted({ props: { discovery: Discovery.connect('fraud') } });
  expect(offered(stack)).not.toHaveProperty('Tls');
  expect(resourcesOf(stack, 'AWS::KMS::Key')).toEqual([]);
  expect(resourcesOf(stack, 'AWS::IAM::Role')).toHaveLength(2);
});

test('a key of another stack is used, and its policy left alone', () => {
  const app = new App();
  const keys = new Stack(app, 'Keys');
  const encryptionKey = new Key(keys, 'Key');
  const { stack } = encrypted({ tls: { encryptionKey } }, app);
  expect(resourcesOf(stack, 'AWS::KMS::Key')).toEqual([]);
  expect(onlyResource(keys, 'AWS::KMS::Key').Properties.KeyPolicy.Statement).toHaveLength(1);
  expect(stack.dependencies).toContain(keys);
  expect(keys.dependencies).toEqual([]);
  const used = stack.resolve(encryptionKey.keyArn);
  expect(offered(stack).Tls.KmsKey).toEqual(used);
  expect(tlsRole(stack).statements.at(-1).Resource).toEqual(used);
});

test('the key goes with the stack if asked', () => {
  const { stack } = encrypted({ props: { removalPolicy: RemovalPolicy.DESTROY } });
  expect(onlyResource(stack, 'AWS::KMS::Key')).toMatchObject({
    DeletionPolicy: 'Delete',
    Properties: { PendingWindowInDays: 7 },
  });
});

test('conditions stand on its statements too', () => {
  const policyConditions = PolicyConditions.requestedRegion('us-east-1');
  const { stack } = encrypted({ props: { policyConditions } });
  for (const { Condition } of tlsRole(stack).statements) {
    expect(Condition.StringEquals).toMatchObject({ 'aws:RequestedRegion': 'us-east-1' });
  }
});

test.each([
  'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
  '12345678-1234-1234-1234-123456789012',
  '',
])("refuses the authority '%s'", (certificateAuthorityArn) => {
  expect(() => encrypted({ tls: { certificateAuthorityArn } })).toThrow(
    new Error(
      'Stack/fraud: `discovery.tls.certificateAuthorityArn` must be the ARN of an authority in AWS Private CA, such as ' +
        `'${AUTHORITY}', got: '${certificateAuthorityArn}'.`,
    ),
  );
});

test('refuses an authority of another region', () => {
  const certificateAuthorityArn = AUTHORITY.replace('us-east-1', 'eu-west-1');
  expect(() => encrypted({ env: ENV, tls: { certificateAuthorityArn } })).toThrow(
    new Error(
      "Stack/fraud: `discovery.tls.certificateAuthorityArn` must be in the service's region us-east-1, got: " +
        `'${certificateAuthorityArn}'. Create a subordinate authority there.`,
    ),
  );
});

test('takes an authority of any region where its own is known at deployment only', () => {
  expect(() =>
    encrypted({ tls: { certificateAuthorityArn: AUTHORITY.replace('us-east-1', 'eu-west-1') } }),
  ).not.toThrow();
});

test('takes an authority that is known at deployment only', () => {
  const { stack } = encrypted({ env: ENV, tls: { certificateAuthorityArn: Token.asString({ Ref: 'Authority' }) } });
  expect(offered(stack).Tls.IssuerCertificateAuthority.AwsPcaAuthorityArn).toEqual({ Ref: 'Authority' });
  expect(JSON.stringify(tlsRole(stack).statements)).toContain('{"Ref":"Authority"}');
});

describe('behind a load balancer', () => {
  function balanced(protocol: ApplicationProtocol, discovery?: Discovery): App {
    const { app, stack, vpc, service } = encrypted(discovery && { props: { discovery } });
    const targets = new ApplicationTargetGroup(stack, 'Targets', { vpc, port: 8080, protocol, targets: [service] });
    const balancer = new ApplicationLoadBalancer(stack, 'Balancer', { vpc });
    balancer.addListener('Http', { port: 80, open: false, defaultTargetGroups: [targets] });
    return app;
  }

  test('plain HTTP to the proxy is an error at synthesis', () => {
    expect(() => balanced(ApplicationProtocol.HTTP).synth()).toThrow(
      "[Stack/fraud] `discovery.tls` must come with target groups that speak HTTPS, got: HTTP in 'Stack/Targets'. The " +
        'proxy of Service Connect takes TLS alone on the port of the service: give the target group ' +
        'ApplicationProtocol.HTTPS.',
    );
  });

  test.each([
    ['HTTPS', ApplicationProtocol.HTTPS, undefined],
    ['plain HTTP without TLS', ApplicationProtocol.HTTP, Discovery.connect('fraud')],
  ])('%s is not', (_, protocol, discovery) => {
    expect(() => balanced(protocol, discovery).synth()).not.toThrow();
  });
});

test('a name of the role that IAM would refuse is an error at synthesis', () => {
  const { app, service } = encrypted();
  (service.node.findChild('ConnectTlsRole').node.defaultChild as CfnRole).roleName = 'a'.repeat(65);
  expect(() => app.synth()).toThrow('[Stack/fraud] `roleName` must be 1 to 64 characters that AWS allows');
});

describe.each([
  ['with account and region', ENV, SECRETS.replace('arn:aws', 'arn:<AWS::Partition>')],
  ['without', undefined, 'arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:ecs-sc!*'],
])('the rule packs, %s', (_, env, resource) => {
  const { findings, acknowledged } = scan((app) => encrypted({ env }, app), 'cdk-and-nag', 'Stack/fraud/Connect');

  test('find the names that ECS gives to secrets, explained', () => {
    expect(findings).toEqual([]);
    expect(acknowledged.map(({ rule, construct }) => `${rule} ${construct}`)).toEqual([
      `AwsSolutions-IAM5[Resource::${resource}] Stack/fraud/ConnectTlsRole/Policy/Resource`,
    ]);
    expect(acknowledged[0]?.reason.split(' ').length).toBeGreaterThan(20);
  });
});
