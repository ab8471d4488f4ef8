import { ContainerSecret } from '@org/fargate-service';
import { PciEvidence } from '@org/pci-evidence';
import type { Secret as EcsSecret } from 'aws-cdk-lib/aws-ecs';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Config } from './config';

export interface ServiceSettingsProps {
  readonly config: Config;
  /** Key of the API keys. */
  readonly secretKey: IKey;
  readonly jobs: IQueue;
}

/** What both services are told when they start: settings from Parameter Store, API keys from Secrets Manager. */
export class ServiceSettings extends Construct {
  /** By environment variable; each value grants the reading of exactly itself. */
  public readonly containerSecrets: { readonly [variable: string]: EcsSecret };

  /** Keys for the interfaces of payment partners. */
  public readonly apiKeys: Secret;

  constructor(scope: Construct, id: string, { config, secretKey, jobs }: ServiceSettingsProps) {
    super(scope, id);
    const { settings, exceptions } = config;
    // Generated, because no key may stand in a template. Whoever owns the keys replaces the value; deployments leave it.
    this.apiKeys = new Secret(this, 'ApiKeys', {
      description: 'API keys of payment partners: replace the generated placeholder',
      encryptionKey: secretKey,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acceptWithoutRotation(this.apiKeys, exceptions);
    this.containerSecrets = {
      API_TIMEOUT_SECONDS: this.parameter(
        'ApiTimeoutSeconds',
        'Seconds that a partner has to answer',
        `${settings.apiTimeoutSeconds}`,
      ),
      API_RETRY_COUNT: this.parameter(
        'ApiRetryCount',
        'How often a failed call is repeated',
        `${settings.apiRetryCount}`,
      ),
      JOBS_QUEUE_URL: this.parameter('JobsQueueUrl', 'Queue of the jobs', jobs.queueUrl),
      API_KEYS: ContainerSecret.fromSecret(this.apiKeys),
    };
  }

  private parameter(id: string, description: string, stringValue: string): EcsSecret {
    return ContainerSecret.fromParameter(new StringParameter(this, id, { description, stringValue }));
  }
}

/** What cdk-nag and pci-evidence say of a secret that nothing exchanges by itself. */
function acceptWithoutRotation(apiKeys: Secret, exceptions: Config['exceptions']): void {
  const reason =
    'Partners issue these keys, so no function can make new ones: whoever owns them replaces the value when a partner does';
  const rules = [
    'AwsSolutions::AwsSolutions-SMG4',
    'NIST.800.53.R5::NIST.800.53.R5-SecretsManagerRotationEnabled',
    'HIPAA.Security::HIPAA.Security-SecretsManagerRotationEnabled',
  ];
  Validations.of(apiKeys).acknowledge(...rules.map((id) => ({ id, reason })));
  PciEvidence.acknowledge(apiKeys, { rule: 'PCI.SecretsManager.1', reason, ...exceptions });
}
