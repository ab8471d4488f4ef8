import { onlyResource, resourcesOf } from '@org/testing';
import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { App, Duration, Lazy, Stack, TimeZone, Token } from 'aws-cdk-lib/core';
import { Capacity, type FargateServiceProps, Scaling } from '../src';
import { importedVpc, serviceStack } from './fixture';

const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const token = () => Token.asNumber(Lazy.any({ produce: () => ({ Ref: 'Parameter' }) }));
const base = Scaling.between(2, 10);

function queueIn(stack: Stack, id = 'Jobs') {
  return Queue.fromQueueArn(stack, id, `arn:aws:sqs:us-east-1:111122223333:${id.toLowerCase()}`);
}

/** Target groups that meet their load balancer last, as they often do. */
function balanced(scaling: Scaling, groups: number) {
  const { stack, service } = serviceStack({ scaling }, new App());
  const vpc = importedVpc(new Stack(stack, 'Elsewhere'));
  const targetGroups = Array.from(
    { length: groups },
    (_, index) => new ApplicationTargetGroup(stack, `Targets${index}`, { vpc, port: 8080, targets: [service] }),
  );
  const loadBalancer = new ApplicationLoadBalancer(stack, 'Balancer', { vpc });
  targetGroups.forEach((targetGroup, index) => {
    new ApplicationListener(stack, `Listener${index}`, {
      loadBalancer,
      protocol: ApplicationProtocol.HTTP,
      port: 8000 + index,
      open: false,
      defaultTargetGroups: [targetGroup],
    });
  });
  return stack;
}

const configurationsOf = (stack: Stack) =>
  resourcesOf(stack, POLICY).map(({ Properties }) => Properties.TargetTrackingScalingPolicyConfiguration);

describe('on requests', () => {
  const stack = balanced(base.onRequests(1000), 1);

  test('tracks the requests that each target of the target group gets', () => {
    const [configuration] = configurationsOf(stack);
    expect(configuration).toMatchObject({
      PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget' },
      TargetValue: 1000,
      ScaleOutCooldown: 60,
      ScaleInCooldown: 300,
    });
    const label = JSON.stringify(configuration.PredefinedMetricSpecification.ResourceLabel);
    const listener = onlyResource(stack, 'AWS::ElasticLoadBalancingV2::Listener').logicalId;
    const targets = onlyResource(stack, 'AWS::ElasticLoadBalancingV2::TargetGroup').logicalId;
    expect(label.indexOf(listener)).toBeLessThan(label.indexOf(targets));
    expect(label).toContain(`{"Fn::GetAtt":["${targets}","TargetGroupFullName"]}`);
    expect(label).toContain('"/"');
  });

  test('belongs to the scalable target of the service', () => {
    const policy = onlyResource(stack, POLICY);
    expect(policy.logicalId).toContain('Requests');
    expect(policy.Properties.ScalingTargetId).toEqual({ Ref: onlyResource(stack, TARGET).logicalId });
  });
});

test('each target group has a policy', () => {
  const ids = resourcesOf(balanced(base.onRequests(5), 2), POLICY).map(({ logicalId }) => logicalId);
  expect(ids).toHaveLength(2);
  expect(ids.filter((id) => id.includes('Requests2'))).toHaveLength(1);
});

test('a target group alone makes no policy', () => {
  expect(resourcesOf(balanced(base.onCpu(70), 1), POLICY)).toHaveLength(1);
});

test('requests without a target group are an error at synthesis', () => {
  const app = new App();
  serviceStack({ scaling: base.onRequests(1000) }, app);
  expect(() => app.synth()).toThrow(
    '[Stack/payments] `scaling.onRequests` must be left out without a load balancer, got: a service in no target group. ' +
      'Add the service to a target group, or scale on another metric.',
  );
});

describe('on the depth of queues', () => {
  const { stack, service } = serviceStack((inside) => ({
    scaling: base.onQueueDepth(queueIn(inside), 100).onQueueDepth(queueIn(inside, 'Refunds'), 7),
  }));
  const [jobs, refunds] = resourcesOf(stack, POLICY);

  test('tracks the messages that wait for each running task', () => {
    expect(jobs?.Properties).toEqual({
      PolicyName: expect.stringContaining('Queue'),
      PolicyType: 'TargetTrackingScaling',
      ScalingTargetId: { Ref: onlyResource(stack, TARGET).logicalId },
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 100,
        ScaleOutCooldown: 60,
        ScaleInCooldown: 300,
        CustomizedMetricSpecification: {
          Metrics: [
            {
              Id: 'messages',
              ReturnData: false,
              MetricStat: {
                Stat: 'Sum',
                Metric: {
                  Namespace: 'AWS/SQS',
                  MetricName: 'ApproximateNumberOfMessagesVisible',
                  Dimensions: [{ Name: 'QueueName', Value: 'jobs' }],
                },
              },
            },
            {
              Id: 'tasks',
              ReturnData: false,
              MetricStat: {
                Stat: 'Average',
                Metric: {
                  Namespace: 'ECS/ContainerInsights',
                  MetricName: 'RunningTaskCount',
                  Dimensions: [
                    { Name: 'ClusterName', Value: { Ref: onlyResource(stack, 'AWS::ECS::Cluster').logicalId } },
                    { Name: 'ServiceName', Value: stack.resolve(service.service.serviceName) },
                  ],
                },
              },
            },
            {
              Id: 'backlog',
              Expression: 'messages / IF(FILL(tasks, 0) < 1, 1, tasks)',
              Label: 'Messages that wait for each task',
              ReturnData: true,
            },
          ],
        },
      },
    });
  });

  test('each queue has its own target', () => {
    expect(refunds?.Properties.TargetTrackingScalingPolicyConfiguration.TargetValue).toBe(7);
    expect(refunds?.logicalId).toContain('Queue2');
    expect(refunds?.Properties.PolicyName).not.toBe(jobs?.Properties.PolicyName);
  });
});

describe('on schedules', () => {
  const scaling = base
    .onSchedule(Schedule.cron({ hour: '8', minute: '0' }), {
      minTasks: 6,
      maxTasks: 20,
      timeZone: TimeZone.EUROPE_BERLIN,
    })
    .onSchedule(Schedule.cron({ hour: '20', minute: '0' }), { minTasks: 1 });
  const { stack } = serviceStack({ scaling });

  test('change the bounds', () => {
    expect(onlyResource(stack, TARGET).Properties).toMatchObject({
      MinCapacity: 2,
      MaxCapacity: 10,
      ScheduledActions: [
        {
          Schedule: 'cron(0 8 * * ? *)',
          ScheduledActionName: 'Schedule',
          ScalableTargetAction: { MinCapacity: 6, MaxCapacity: 20 },
          Timezone: 'Europe/Berlin',
        },
        {
          Schedule: 'cron(0 20 * * ? *)',
          ScheduledActionName: 'Schedule2',
          ScalableTargetAction: { MinCapacity: 1 },
        },
      ],
    });
    expect(resourcesOf(stack, POLICY)).toEqual([]);
  });

  test('a Spot share must hold over all of them', () => {
    const weightsOf = (given: Partial<FargateServiceProps>) =>
      onlyResource(serviceStack(given).stack, 'AWS::ECS::Service').Properties.CapacityProviderStrategy.map(
        ({ Weight }: { Weight: number }) => Weight,
      );
    const capacity = Capacity.spot({ share: 0.5 });
    const narrow = Scaling.between(4, 4);
    const at = Schedule.cron({ hour: '8' });
    expect(weightsOf({ capacity, scaling: narrow.onCpu(70) })).toEqual([1, 1]);
    expect(weightsOf({ capacity, scaling: narrow.onSchedule(at, { maxTasks: 5 }) })).toEqual([2, 3]);
    expect(weightsOf({ capacity, scaling: narrow.onSchedule(at, { minTasks: 3 }) })).toEqual([1, 2]);
  });

  test('bounds may be known at deployment only', () => {
    const later = base.onSchedule(Schedule.cron({ hour: '8' }), { minTasks: token() });
    const actions = onlyResource(serviceStack({ scaling: later }).stack, TARGET).Properties.ScheduledActions;
    expect(actions[0].ScalableTargetAction).toEqual({ MinCapacity: { Ref: 'Parameter' } });
    const most = base.onSchedule(Schedule.cron({ hour: '8' }), { minTasks: 2, maxTasks: token() });
    expect(() => serviceStack({ scaling: most })).not.toThrow();
  });
});

describe('cooldowns', () => {
  const cooldownsOf = (scaling: Scaling) => {
    const [{ ScaleOutCooldown, ScaleInCooldown }] = configurationsOf(serviceStack({ scaling }).stack);
    return [ScaleOutCooldown, ScaleInCooldown];
  };

  test.each([
    ['both', { scaleOut: Duration.seconds(0), scaleIn: Duration.seconds(3600) }, [0, 3600]],
    ['one', { scaleIn: Duration.minutes(10) }, [60, 600]],
    ['the other', { scaleOut: Duration.minutes(2) }, [120, 300]],
  ])('%s can be set', (_, cooldowns, seconds) => {
    expect(cooldownsOf(base.withCooldowns(cooldowns).onCpu(70))).toEqual(seconds);
    expect(cooldownsOf(base.onMemory(70).withCooldowns(cooldowns))).toEqual(seconds);
  });

  test('hold for requests and queues too', () => {
    const cooldowns = { scaleOut: Duration.seconds(5), scaleIn: Duration.seconds(6) };
    const wanted = { ScaleOutCooldown: 5, ScaleInCooldown: 6 };
    const queue = queueIn(new Stack());
    const { stack } = serviceStack({ scaling: base.onQueueDepth(queue, 1).withCooldowns(cooldowns) });
    expect(configurationsOf(stack)).toEqual([expect.objectContaining(wanted)]);
    expect(configurationsOf(balanced(base.onRequests(1).withCooldowns(cooldowns), 1))).toEqual([
      expect.objectContaining(wanted),
    ]);
  });
});

const at = Schedule.cron({ hour: '8' });
const queue = queueIn(new Stack());

test.each([
  [base.onRequests(0), '`scaling.onRequests` must be a whole number from 1 to 1000000 requests, got: 0.'],
  [
    base.onQueueDepth(queue, 1_000_001),
    '`scaling.onQueueDepth` must be a whole number from 1 to 1000000 messages, got: 1000001.',
  ],
  [
    base.onSchedule(at, { minTasks: -1 }),
    '`scaling.onSchedule.minTasks` must be a whole number from 0 to 5000 tasks, got: -1.',
  ],
  [
    base.onSchedule(at, { maxTasks: 5001 }),
    '`scaling.onSchedule.maxTasks` must be a whole number from 0 to 5000 tasks, got: 5001.',
  ],
  [
    base.onSchedule(at, {}),
    '`scaling.onSchedule` must change a bound, got: none. Give `minTasks`, `maxTasks` or both.',
  ],
  [
    base.onSchedule(at, { minTasks: 11 }),
    '`scaling.onSchedule` must leave a minimum that is not above the maximum, got: 11 to 10 tasks. ' +
      'Give `minTasks` and `maxTasks`.',
  ],
  [
    base.onSchedule(at, { maxTasks: 1 }),
    '`scaling.onSchedule` must leave a minimum that is not above the maximum, got: 2 to 1 tasks. ' +
      'Give `minTasks` and `maxTasks`.',
  ],
  [
    base.onCpu(70).withCooldowns({ scaleOut: Duration.seconds(3601) }),
    '`scaling.withCooldowns.scaleOut` must be a whole number from 0 to 3600 seconds, got: 3601.',
  ],
  [
    base.onCpu(70).withCooldowns({ scaleIn: Duration.millis(1500) }),
    '`scaling.withCooldowns.scaleIn` must be a whole number from 0 to 3600 seconds, got: 1.5.',
  ],
])('refuses what cannot be (%#)', (scaling, message) => {
  expect(() => serviceStack({ scaling })).toThrow(new Error(`Stack/payments: ${message}`));
});

test('targets may be known at deployment only, and at their limits', () => {
  const { stack } = serviceStack({ scaling: base.onQueueDepth(queue, token()) });
  expect(configurationsOf(stack)[0].TargetValue).toEqual({ Ref: 'Parameter' });
  expect(configurationsOf(balanced(base.onRequests(1_000_000), 1))[0].TargetValue).toBe(1_000_000);
});

test('a bound of a schedule may meet the other', () => {
  const { stack } = serviceStack({ scaling: base.onSchedule(at, { minTasks: 10 }) });
  expect(onlyResource(stack, TARGET).Properties.ScheduledActions).toHaveLength(1);
});

test.each([
  { region: 'eu-west-1', account: '111122223333' },
  { region: 'us-east-1', account: '444455556666' },
])(
  'a queue in $region of $account, whose metrics a service elsewhere never sees, is refused',
  ({ region, account }) => {
    const env = { account: '111122223333', region: 'us-east-1' };
    const scaling = (inside: Stack) =>
      base.onQueueDepth(Queue.fromQueueArn(inside, 'Far', `arn:aws:sqs:${region}:${account}:far`), 10);
    expect(() => serviceStack((inside) => ({ scaling: scaling(inside) }), new App(), { env })).toThrow(
      new Error(
        "Stack/payments: `scaling.onQueueDepth` must have a queue of the service's account and region (111122223333, " +
          `us-east-1), because its metrics stay where it is, got: 'Stack/Far' of ${account}, ${region}. ` +
          'Run the service there, or scale on another metric.',
      ),
    );
  },
);
