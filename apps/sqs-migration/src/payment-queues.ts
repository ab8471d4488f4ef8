import type { NamingConvention } from '@org/governance';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Config } from './config';

export interface PaymentQueuesProps {
  readonly queue: Config['queue'];
  /** The source document fixes the names of both queues, but for the suffix. */
  readonly naming: NamingConvention;
}

/** Jobs on their way from the API to the processor, and beside them those that failed too often. */
export class PaymentQueues extends Construct {
  public readonly jobs: Queue;
  public readonly deadLetters: Queue;

  /** Nothing may wait longer without somebody being told. */
  public readonly longestWait: Duration;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PaymentQueuesProps,
  ) {
    super(scope, id);
    const { queue } = props;
    this.longestWait = Duration.minutes(queue.oldestJobAlarmMinutes);
    this.deadLetters = this.addQueue('DeadLetters', 'payment-jobs-dlq', {
      retentionPeriod: Duration.days(queue.deadLetterRetentionDays),
    });
    this.jobs = this.addQueue('Jobs', 'payment-jobs', {
      retentionPeriod: Duration.days(queue.retentionDays),
      visibilityTimeout: Duration.seconds(queue.visibilityTimeoutSeconds),
      receiveMessageWaitTime: Duration.seconds(queue.receiveWaitSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: queue.maxReceiveCount },
    });
  }

  /** Lets a service hand in jobs, and do nothing else. */
  public grantSend(grantee: IGrantable): Grant {
    return this.grant(grantee, ['sqs:SendMessage']);
  }

  /** Lets a service take jobs, hold them longer and finish them. */
  public grantProcess(grantee: IGrantable): Grant {
    return this.grant(grantee, ['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage']);
  }

  private addQueue(id: string, label: string, props: QueueProps): Queue {
    return new Queue(this, id, {
      queueName: this.props.naming.nameFor(label, { resourceType: 'AWS::SQS::Queue' }),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      ...props,
    });
  }

  /** Not the queue's own grants: these also let the services read its attributes and URL. */
  private grant(grantee: IGrantable, actions: string[]): Grant {
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.jobs.queueArn] });
  }
}
