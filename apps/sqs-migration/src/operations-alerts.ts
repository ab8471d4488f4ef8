import type { AuditedAlb } from '@org/audited-alb';
import { type AuroraCluster, AuroraEvents } from '@org/aurora-pci';
import { AlarmSet, AlarmWhen, AlertTopic } from '@org/compliance-logging';
import type { FargateService } from '@org/fargate-service';
import type { NamingConvention } from '@org/governance';
import type { IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { CfnTopic, ITopic } from 'aws-cdk-lib/aws-sns';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { PaymentQueues } from './payment-queues';

export interface OperationsAlertsProps {
  /** The source document fixes the name of the topic, but for the suffix. */
  readonly naming: NamingConvention;
  /** Mailbox of the operations team. */
  readonly email: string;
}

/** What operations hear of, by mail: alarms of every part, and changes and failures of the database. */
export class OperationsAlerts extends Construct {
  public readonly topic: ITopic;
  private readonly alarms: AlarmSet;

  constructor(scope: Construct, id: string, { naming, email }: OperationsAlertsProps) {
    super(scope, id);
    const alerts = new AlertTopic(this, 'Topic', { removalPolicy: RemovalPolicy.DESTROY });
    (alerts.topic.node.defaultChild as CfnTopic).topicName = naming.nameFor('payment-alerts');
    alerts.addEmail(email);
    this.topic = alerts.topic;
    this.alarms = new AlarmSet(this, 'Alarms', { topic: this.topic });
  }

  public watchDatabase(database: AuroraCluster): void {
    this.alarms.add(database.addAlarms());
    new AuroraEvents(this, 'DatabaseEvents', { topic: this.topic, clusters: [database.cluster] });
  }

  /**
   * A job keeps the time when it was first sent, also in the dead-letter queue: one that fails later than jobs are kept
   * there expires at once, unseen. So both are watched, the jobs that wait and those that failed.
   */
  public watchQueues({ jobs, deadLetters, longestWait }: PaymentQueues): void {
    const oldest = jobs.metricApproximateAgeOfOldestMessage();
    const waiting = 'Jobs wait too long. Look at load and logs of the job-processor.';
    this.alarms.watch('OldestJob', oldest, AlarmWhen.above(longestWait.toSeconds(), { description: waiting }));
    const failed = deadLetters.metricApproximateNumberOfMessagesVisible();
    const lost = 'Jobs failed for good. Read them in the dead-letter queue, mend the cause and redrive them.';
    this.alarms.watch('DeadLetters', failed, AlarmWhen.atLeast(1, { description: lost }));
  }

  public watchService(service: FargateService, targetGroup: IApplicationTargetGroup): void {
    this.alarms.add(service.addAlarms({ targetGroup }));
  }

  public watchLoadBalancer(alb: AuditedAlb): void {
    this.alarms.add(alb.addAlarms());
  }
}
