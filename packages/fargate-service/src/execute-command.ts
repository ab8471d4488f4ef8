import { type ExecuteCommandConfiguration, ExecuteCommandLogging } from 'aws-cdk-lib/aws-ecs';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Annotations, type RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { warnOfGivenKey } from './private/given-key';
import { warnOfGivenLogGroup } from './private/given-log-group';
import { refuseAlias } from './private/key-alias';
import { allowCloudWatchLogs } from './private/log-key';
import { ownKey } from './private/own-key';
import { ownLogGroup } from './private/own-log-group';
import { removalPolicyOf } from './private/removal-policy';

/** How the sessions of ECS Exec are recorded. */
export interface AuditedSessionsOptions {
  /**
   * The customer key between client and container, and of the log group unless one is given. Its policy gets a statement
   * for CloudWatch Logs of this account and region; that of an imported key can't be changed from here, which leaves the
   * warning `@org/fargate-service:imported-session-key`. An alias is an error.
   * @default - a key of the cluster's own, rotated every year
   */
  readonly encryptionKey?: IKey;

  /**
   * Where commands and their output go. The group must be encrypted with a customer key, or Amazon ECS refuses sessions.
   * One that masks no card numbers or keeps events for less than 365 days leaves a warning, as with `FargateService`.
   * @default - a log group of the cluster that keeps events for 365 days and masks card numbers
   * @see PCI DSS 4.0.1 requirements 10.2.1.2 and 10.5.1
   */
  readonly logGroup?: ILogGroup;

  /**
   * What happens to the cluster's own key and log group when they leave the stack. `RETAIN` also turns deletion
   * protection of the log group on; `RETAIN_ON_UPDATE_OR_DELETE` does not, so that a creation that fails can delete it
   * again. `SNAPSHOT` is an error.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** What the sessions of a cluster are made of. */
interface BoundSessions {
  readonly configuration: ExecuteCommandConfiguration;
  readonly key: IKey;
  readonly logGroup: ILogGroup;
}

/**
 * What becomes of the sessions that people open in the containers of a cluster with ECS Exec. A `FargateService` allows
 * none, because ECS Exec needs a root file system that can be written to: this is about other services and tasks.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
 */
export class ExecuteCommand {
  /**
   * Each session is encrypted with a customer key, and its commands and output are logged. Who opens one needs
   * `ecs:ExecuteCommand` on the task and `kms:GenerateDataKey` on the key. The image must bring `script` and `cat`.
   * @param options key, log group and what becomes of them
   */
  public static audited(options?: AuditedSessionsOptions): ExecuteCommand {
    return new ExecuteCommand(options ?? {});
  }

  private constructor(private readonly options: AuditedSessionsOptions) {}

  /** @internal */
  public _bind(scope: Construct): BoundSessions {
    const removalPolicy = removalPolicyOf(scope, this.options.removalPolicy);
    refuseAlias(scope, 'executeCommand.encryptionKey', this.options.encryptionKey);
    const use = 'Sessions of ECS Exec and their log';
    const key = this.options.encryptionKey ?? ownKey(scope, 'SessionKey', use, removalPolicy);
    warnOfGivenKey(scope, this.options.encryptionKey, '@org/fargate-service:key-without-rotation');
    const logGroup = this.options.logGroup ?? sessionLogGroup(scope, key, removalPolicy);
    if (this.options.logGroup) warnOfGivenLogGroup(scope, logGroup);
    return {
      key,
      logGroup,
      configuration: {
        kmsKey: key,
        logging: ExecuteCommandLogging.OVERRIDE,
        logConfiguration: { cloudWatchLogGroup: logGroup, cloudWatchEncryptionEnabled: true },
      },
    };
  }
}

/** The statement in the policy of the key names no single log group: the two would wait for each other. */
function sessionLogGroup(scope: Construct, encryptionKey: IKey, removalPolicy: RemovalPolicy): ILogGroup {
  const missing = allowCloudWatchLogs(scope, encryptionKey, '*');
  if (missing !== undefined) {
    Annotations.of(scope).addWarningV2(
      '@org/fargate-service:imported-session-key',
      'The policy of the imported `encryptionKey` of `executeCommand` cannot be changed from this app, and PCI DSS 4.0.1 ' +
        `requirement 10.2.1.2 needs the logs of sessions to arrive. Add this statement where the key is defined: ${missing}.`,
    );
  }
  return ownLogGroup(scope, 'SessionLog', { encryptionKey, removalPolicy });
}
