import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Arn, ArnFormat, type RemovalPolicy, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import type { ConnectTls } from '../connect-tls';
import type { PolicyConditions } from '../policy-conditions';
import { acknowledge, secretsOfServiceConnect } from './acknowledgements';
import { ExactRole } from './exact-role';
import { flatReference } from './flat-reference';
import { warnOfGivenKey } from './given-key';
import { refuseAlias } from './key-alias';
import { ownKey } from './own-key';
import { fail, requireMatch } from './validation';

const AUTHORITY = /^arn:aws[a-z-]*:acm-pca:[a-z0-9-]+:\d{12}:certificate-authority\/[0-9a-f-]{36}$/;

interface TlsContext {
  readonly clusterName: string;
  readonly conditions: PolicyConditions | undefined;
  readonly removalPolicy: RemovalPolicy;
}

/** What Amazon ECS needs to encrypt the calls to a service. It must outlive the service. */
export interface ServiceConnectTls {
  readonly awsPcaAuthorityArn: string;
  readonly kmsKey: IKey;
  readonly role: ExactRole;
}

/** Refuses an authority that Amazon ECS would refuse at deployment. */
export function checkAuthority(scope: IConstruct, { certificateAuthorityArn: arn }: ConnectTls): void {
  const example = "'arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/12345678-1234-1234-1234-123456789012'";
  requireMatch(
    scope,
    'discovery.tls.certificateAuthorityArn',
    arn,
    AUTHORITY,
    `the ARN of an authority in AWS Private CA, such as ${example}`,
  );
  const here = Stack.of(scope).region;
  if (Token.isUnresolved(arn) || Token.isUnresolved(here)) return;
  if (Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME).region === here) return;
  fail(
    scope,
    `\`discovery.tls.certificateAuthorityArn\` must be in the service's region ${here}, got: '${arn}'. ` +
      'Create a subordinate authority there.',
  );
}

export function serviceConnectTls(scope: Construct, tls: ConnectTls, context: TlsContext): ServiceConnectTls {
  refuseAlias(scope, 'discovery.tls.encryptionKey', tls.encryptionKey);
  // What it encrypts is made anew at each deployment and each five days: nothing is lost with it.
  const use = 'Private keys of the certificates of a Service Connect service';
  const kmsKey = tls.encryptionKey ?? ownKey(scope, 'ConnectTlsKey', use, context.removalPolicy);
  warnOfGivenKey(scope, tls.encryptionKey, '@org/fargate-service:key-without-rotation');
  const role = new ExactRole(scope, 'ConnectTlsRole', {
    description: 'What ECS may do to encrypt the calls to the service',
    conditions: context.conditions,
    assumedBy: new ServicePrincipal('ecs.amazonaws.com'),
  });
  const statements = [
    ...issueCertificates(scope, tls.certificateAuthorityArn),
    ...keepCertificates(scope, context.clusterName),
    new PolicyStatement({
      actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyPair'],
      resources: [kmsKey.keyArn],
    }),
  ];
  for (const statement of statements) role.addToPrincipalPolicy(statement);
  acknowledge(role, secretsOfServiceConnect(flatReference(Stack.of(scope).resolve(secretsArn(scope)))));
  return { awsPcaAuthorityArn: tls.certificateAuthorityArn, kmsKey, role };
}

/**
 * The statements of AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity, on one authority instead of
 * each that carries the tag.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity.html
 */
function issueCertificates(scope: Construct, authorityArn: string): PolicyStatement[] {
  const { partition } = Stack.of(scope);
  return [
    new PolicyStatement({
      actions: [
        'acm-pca:DescribeCertificateAuthority',
        'acm-pca:GetCertificate',
        'acm-pca:GetCertificateAuthorityCertificate',
      ],
      resources: [authorityArn],
    }),
    new PolicyStatement({
      actions: ['acm-pca:IssueCertificate'],
      resources: [authorityArn],
      conditions: {
        StringEquals: { 'acm-pca:TemplateArn': `arn:${partition}:acm-pca:::template/EndEntityCertificate/V1` },
      },
    }),
  ];
}

/** The same policy's, on secrets of this account and region that Amazon ECS makes for services of this cluster. */
function keepCertificates(scope: Construct, clusterName: string): PolicyStatement[] {
  const resources = [secretsArn(scope)];
  const stack = Stack.of(scope);
  const ofThisCluster = ['service', 'task-set'].map((resource) =>
    stack.formatArn({ service: 'ecs', resource, resourceName: `${clusterName}/*` }),
  );
  return [
    new PolicyStatement({
      actions: ['secretsmanager:CreateSecret', 'secretsmanager:TagResource'],
      resources,
      conditions: {
        ArnLike: { 'aws:RequestTag/AmazonECSCreated': ofThisCluster },
        StringEquals: { 'aws:RequestTag/AmazonECSManaged': 'true' },
      },
    }),
    new PolicyStatement({
      actions: [
        'secretsmanager:DeleteSecret',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:RotateSecret',
        'secretsmanager:UpdateSecret',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      resources,
      conditions: { StringEquals: { 'secretsmanager:ResourceTag/aws:secretsmanager:owningService': 'ecs-sc' } },
    }),
    new PolicyStatement({ actions: ['secretsmanager:DescribeSecret'], resources }),
  ];
}

/** Amazon ECS names the secrets when it makes them; the part before the exclamation mark is reserved for it. */
function secretsArn(scope: Construct): string {
  return Stack.of(scope).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: 'ecs-sc!*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
