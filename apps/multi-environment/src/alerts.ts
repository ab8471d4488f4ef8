import type { AuditedAlb } from '@org/audited-alb';
import type { AuroraCluster } from '@org/aurora-pci';
import { AlertTopic } from '@org/compliance-logging';
import type { FargateService } from '@org/fargate-service';
import type { IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Config } from './config';

/** What an environment watches. */
export interface Watched {
  readonly alb: AuditedAlb;
  readonly targetGroup: IApplicationTargetGroup;
  readonly service: FargateService;
  readonly database: AuroraCluster;
}

/** The same alarms in every environment, at thresholds of its own, sent to a topic and a mailbox of its own. */
export function alertsOf(scope: Construct, { alertEmail, alarms }: Config, watched: Watched): ITopic {
  const { cpuPercent, serverErrorPercent, latencyMillis } = alarms;
  const alerts = new AlertTopic(scope, 'Alerts', { removalPolicy: RemovalPolicy.DESTROY });
  alerts.addEmail(alertEmail);
  alerts.notify([
    ...watched.alb.addAlarms({ serverErrorPercent, latency: Duration.millis(latencyMillis) }),
    ...watched.service.addAlarms({ cpuPercent, errorPercent: serverErrorPercent, targetGroup: watched.targetGroup }),
    ...watched.database.addAlarms({ cpuPercent }),
  ]);
  return alerts.topic;
}
