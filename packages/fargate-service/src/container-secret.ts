import { Secret } from 'aws-cdk-lib/aws-ecs';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IParameter } from 'aws-cdk-lib/aws-ssm';
import { requireMatchIfGiven } from './private/if-given';
import { refuseAlias } from './private/key-alias';

/**
 * Values for `ServiceContainer.secrets` whose grants are exact: one action on one ARN, where `ecs.Secret` grants two or four.
 * ECS reads the value when a task starts: a changed value reaches the tasks with the next deployment.
 * @see PCI DSS 4.0.1 requirements 7.2.2 and 8.6.2
 */
export abstract class ContainerSecret {
  /**
   * A parameter of Parameter Store. The task's execution role may call `ssm:GetParameters` on it.
   * @param parameter the parameter, a String or a SecureString
   * @param encryptionKey the customer key of a SecureString, none for the key `aws/ssm`; an alias is an error
   */
  public static fromParameter(parameter: IParameter, encryptionKey?: IKey): Secret {
    refuseAlias(parameter, 'encryptionKey', encryptionKey);
    return new ExactSecret({
      valueFrom: parameter.parameterArn,
      service: 'ssm',
      action: 'ssm:GetParameters',
      resource: parameter.parameterArn,
      region: parameter.env.region,
      encryptionKey,
    });
  }

  /**
   * A secret of Secrets Manager. The task's execution role may call `secretsmanager:GetSecretValue` on it, and
   * `kms:Decrypt` on its customer key through Secrets Manager. A secret that has an alias as its key is an error.
   * @param secret the secret
   * @param jsonField the field of a JSON secret to inject, without colons; without it the whole value is injected
   */
  public static fromSecret(secret: ISecret, jsonField?: string): Secret {
    refuseAlias(secret, 'encryptionKey', secret.encryptionKey);
    requireMatchIfGiven(secret, 'jsonField', jsonField, /^[^:]+$/, 'the name of a field, without colons');
    return new ExactSecret({
      valueFrom: jsonField ? `${secret.secretArn}:${jsonField}::` : secret.secretArn,
      hasField: jsonField !== undefined,
      service: 'secretsmanager',
      action: 'secretsmanager:GetSecretValue',
      // A secret imported by name lacks the six random characters that end its ARN.
      resource: secret.secretFullArn ?? `${secret.secretArn}-??????`,
      region: secret.env.region,
      encryptionKey: secret.encryptionKey,
    });
  }

  private constructor() {}
}

interface ExactSecretProps {
  readonly valueFrom: string;
  readonly hasField?: boolean;
  readonly service: string;
  readonly action: string;
  readonly resource: string;
  readonly region: string;
  readonly encryptionKey?: IKey;
}

class ExactSecret extends Secret {
  public readonly arn: string;
  public readonly hasField?: boolean;

  constructor(private readonly props: ExactSecretProps) {
    super();
    this.arn = props.valueFrom;
    this.hasField = props.hasField;
  }

  public grantRead(grantee: IGrantable): Grant {
    const { action, resource, encryptionKey, service, region } = this.props;
    const read = Grant.addToPrincipal({ grantee, actions: [action], resourceArns: [resource] });
    if (!encryptionKey) return read;
    return read.combine(
      Grant.addToPrincipal({
        grantee,
        actions: ['kms:Decrypt'],
        resourceArns: [encryptionKey.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } },
      }),
    );
  }
}
