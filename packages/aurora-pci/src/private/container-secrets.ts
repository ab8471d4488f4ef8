import { Secret as ContainerSecret } from 'aws-cdk-lib/aws-ecs';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { CfnParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { ArnFormat, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { cfnSecret } from './admin-secret';
import { grantReadSecret } from './grants';

/** A value from Parameter Store; CDK's own class would also grant to describe parameters and read their history. */
export class ParameterContainerSecret extends ContainerSecret {
  public readonly hasField = false;
  public readonly arn: string;

  constructor(parameter: StringParameter) {
    super();
    const cfnParameter = parameter.node.defaultChild as CfnParameter;
    this.arn = parameterArn(parameter, () => {
      const { name, ref } = cfnParameter;
      return !Token.isUnresolved(name) && name?.startsWith('/') ? ref : `/${ref}`;
    });
  }

  public grantRead(grantee: IGrantable): Grant {
    return grantGetParameter(this.arn, grantee);
  }
}

/**
 * The secret as Parameter Store shows it, under a path that is reserved for it.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
 */
export class ReferencedContainerSecret extends ContainerSecret {
  public readonly hasField = false;
  public readonly arn: string;

  /**
   * @param named the secret, whose name makes the path
   * @param attached the same secret once it holds the facts of the connection
   */
  constructor(
    named: Secret,
    private readonly attached: ISecret,
  ) {
    super();
    this.arn = parameterArn(named, () => `/aws/reference/secretsmanager/${cfnSecret(named).name}`);
  }

  /** Parameter Store reads the secret in the name of who asks, so the reader needs both. */
  public grantRead(grantee: IGrantable): Grant {
    return grantGetParameter(this.arn, grantee).combine(grantReadSecret(this.attached, grantee));
  }
}

/** A secret that Amazon RDS manages: its name is not known before the cluster, so it is read where it is. */
export class ManagedContainerSecret extends ContainerSecret {
  public readonly hasField = false;
  public readonly arn: string;

  constructor(private readonly secret: ISecret) {
    super();
    this.arn = secret.secretArn;
  }

  public grantRead(grantee: IGrantable): Grant {
    return grantReadSecret(this.secret, grantee);
  }
}

/** Made at synthesis, when aspects have had their say about names; a name with slashes begins with one, others don't. */
function parameterArn(scope: IConstruct, path: () => string): string {
  const arnFormat = ArnFormat.NO_RESOURCE_NAME;
  return Lazy.uncachedString({
    produce: () => Stack.of(scope).formatArn({ service: 'ssm', resource: `parameter${path()}`, arnFormat }),
  });
}

function grantGetParameter(arn: string, grantee: IGrantable): Grant {
  return Grant.addToPrincipal({ grantee, actions: ['ssm:GetParameters'], resourceArns: [arn] });
}
