import type { AuditedAlb } from '@org/audited-alb';
import { type AuroraCluster, AuroraEvents } from '@org/aurora-pci';
import { AlarmSet, AlertTopic } from '@org/compliance-logging';
import type { FargateService } from '@org/fargate-service';
import type { IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** What a platform of one service watches, and who hears of it. */
export interface AlertsProps {
  /** Mailbox of the team that answers. */
  readonly email: string;
  readonly alb: AuditedAlb;
  readonly targetGroup: IApplicationTargetGroup;
  readonly service: FargateService;
  readonly database: AuroraCluster;
  /** For the messages. */
  readonly encryptionKey: IKey;
  /** Where alarms go off; the packages' own figures where left out. */
  readonly thresholds?: {
    readonly cpuPercent?: number;
    readonly serverErrorPercent?: number;
    readonly latency?: Duration;
  };
}

/** Alarms of load balancer, service and database, and changes and failures of the database, by mail. */
export function alerts(scope: Construct, props: AlertsProps): ITopic {
  const { alb, service, database, targetGroup, encryptionKey, thresholds = {} } = props;
  const { cpuPercent, serverErrorPercent, latency } = thresholds;
  const topic = new AlertTopic(scope, 'Alerts', { encryptionKey });
  topic.addEmail(props.email);
  new AlarmSet(scope, 'Alarms', { topic: topic.topic }).add([
    ...alb.addAlarms({ serverErrorPercent, latency }),
    ...service.addAlarms({ cpuPercent, errorPercent: serverErrorPercent, targetGroup }),
    ...database.addAlarms({ cpuPercent }),
  ]);
  new AuroraEvents(scope, 'DatabaseEvents', { topic: topic.topic, clusters: [database.cluster] });
  return topic.topic;
}
