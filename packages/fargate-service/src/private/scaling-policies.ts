import {
  CfnScalingPolicy,
  PredefinedMetric,
  TargetTrackingScalingPolicy,
} from 'aws-cdk-lib/aws-applicationautoscaling';
import type { ScalableTaskCount } from 'aws-cdk-lib/aws-ecs';
import type { IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Names } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { Cooldowns } from './scaling-rules';
import { dimensionsOf } from './target-group-dimensions';

interface RequestTarget {
  /** The service that the target group is asked about. */
  readonly owner: IConstruct;
  readonly targetGroup: IApplicationTargetGroup;
  readonly requestsPerMinute: number;
  readonly cooldowns: Cooldowns;
}

interface QueueTarget {
  readonly queue: IQueue;
  readonly messagesPerTask: number;
  readonly clusterName: string;
  readonly serviceName: string;
  readonly cooldowns: Cooldowns;
}

/** Divided by none there would be no data, and a service that a schedule let down to none would never come back. */
const BACKLOG = 'messages / IF(FILL(tasks, 0) < 1, 1, tasks)';

/** CDK's own method wants a target group that has met its load balancer, which it often has not. */
export function scaleOnRequests(tasks: ScalableTaskCount, id: string, target: RequestTarget): void {
  const { LoadBalancer, TargetGroup } = dimensionsOf(target.owner, 'scaling.onRequests', target.targetGroup);
  new TargetTrackingScalingPolicy(tasks, id, {
    scalingTarget: tasks,
    predefinedMetric: PredefinedMetric.ALB_REQUEST_COUNT_PER_TARGET,
    resourceLabel: `${LoadBalancer}/${TargetGroup}`,
    targetValue: target.requestsPerMinute,
    ...target.cooldowns,
  });
}

/** CDK's policies take no metric math. */
export function scaleOnQueue(tasks: ScalableTaskCount, id: string, target: QueueTarget): void {
  const policy = new Construct(tasks, id);
  new CfnScalingPolicy(policy, 'Resource', {
    policyName: Names.uniqueId(policy),
    policyType: 'TargetTrackingScaling',
    scalingTargetId: tasks.scalableTargetRef.resourceId,
    targetTrackingScalingPolicyConfiguration: {
      targetValue: target.messagesPerTask,
      scaleOutCooldown: target.cooldowns.scaleOutCooldown.toSeconds(),
      scaleInCooldown: target.cooldowns.scaleInCooldown.toSeconds(),
      customizedMetricSpecification: { metrics: backlogPerTask(target) },
    },
  });
}

function backlogPerTask(target: QueueTarget): CfnScalingPolicy.TargetTrackingMetricDataQueryProperty[] {
  return [
    {
      id: 'messages',
      returnData: false,
      metricStat: {
        stat: 'Sum',
        metric: {
          namespace: 'AWS/SQS',
          metricName: 'ApproximateNumberOfMessagesVisible',
          dimensions: [{ name: 'QueueName', value: target.queue.queueName }],
        },
      },
    },
    {
      id: 'tasks',
      returnData: false,
      metricStat: {
        stat: 'Average',
        metric: {
          namespace: 'ECS/ContainerInsights',
          metricName: 'RunningTaskCount',
          dimensions: [
            { name: 'ClusterName', value: target.clusterName },
            { name: 'ServiceName', value: target.serviceName },
          ],
        },
      },
    },
    { id: 'backlog', expression: BACKLOG, label: 'Messages that wait for each task', returnData: true },
  ];
}
