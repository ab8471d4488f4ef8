import type { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import type { ScalableTaskCount } from 'aws-cdk-lib/aws-ecs';
import type { IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Duration, TimeZone } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { checkScaling } from './private/scaling-checks';
import { scaleOnQueue, scaleOnRequests } from './private/scaling-policies';
import { cooldownsOf, extremes, type ScalingRules } from './private/scaling-rules';

/** How long scaling waits after it changed the number of tasks, before it does so again. */
export interface ScalingCooldowns {
  /**
   * How long after it added tasks: 0 to 3600 seconds. Give it the time that a task takes to start and to carry its share,
   * or more are added than the load needs.
   * @default Duration.minutes(1)
   */
  readonly scaleOut?: Duration;

  /**
   * How long after it removed tasks: 0 to 3600 seconds. A payment peak often comes in waves; the longer, the fewer tasks are
   * stopped just before they are needed again.
   * @default Duration.minutes(5)
   */
  readonly scaleIn?: Duration;
}

/** Bounds that hold from a point in time on, until another schedule changes them. */
export interface ScheduledBounds {
  /**
   * The fewest tasks, 0 to 5000.
   * @default - stays as it is
   */
  readonly minTasks?: number;

  /**
   * The most tasks, 0 to 5000.
   * @default - stays as it is
   */
  readonly maxTasks?: number;

  /**
   * The time zone of the schedule.
   * @default TimeZone.ETC_UTC
   */
  readonly timeZone?: TimeZone;
}

/**
 * Between how many tasks a service runs, and what makes it add and remove them. Each method returns a new value:
 * `Scaling.between(3, 10).onCpu(70).onMemory(80)`. With several metrics the one that asks for the most tasks wins.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html
 */
export class Scaling {
  /**
   * Between two numbers of tasks.
   * @param minTasks the fewest tasks, 1 to 5000. Two or more survive the loss of a zone.
   * @param maxTasks the most tasks, not below `minTasks`, at most 5000.
   */
  public static between(minTasks: number, maxTasks: number): Scaling {
    return new Scaling(minTasks, maxTasks, { queues: [], schedules: [] });
  }

  private constructor(
    /** The fewest tasks. */
    public readonly minTasks: number,
    /** The most tasks. */
    public readonly maxTasks: number,
    private readonly rules: ScalingRules,
  ) {}

  /**
   * Keeps the service's average CPU utilization near a target.
   * @param targetPercent of the CPU of the tasks, 1 to 100.
   */
  public onCpu(targetPercent: number): Scaling {
    return this.with({ ...this.rules, cpu: targetPercent });
  }

  /**
   * Keeps the service's average memory utilization near a target.
   * @param targetPercent of the memory of the tasks, 1 to 100.
   */
  public onMemory(targetPercent: number): Scaling {
    return this.with({ ...this.rules, memory: targetPercent });
  }

  /**
   * Keeps the requests that each task gets near a target. The target groups are those that the service is added to; a
   * service without one is an error.
   * @param requestsPerMinute that a task answers, 1 to 1000000.
   */
  public onRequests(requestsPerMinute: number): Scaling {
    return this.with({ ...this.rules, requests: requestsPerMinute });
  }

  /**
   * Keeps the backlog that waits for each task near a target: the visible messages of a queue, divided by the running
   * tasks, or by one if none runs. A good target is the delay that may be, divided by the time that a message takes. The
   * cluster needs Container Insights, which every `FargateCluster` has.
   * @param queue the queue that the service works off, of its account and region: one that is known to be of others is an error
   * @param messagesPerTask that may wait, 1 to 1000000.
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
   */
  public onQueueDepth(queue: IQueue, messagesPerTask: number): Scaling {
    return this.with({ ...this.rules, queues: [...this.rules.queues, { queue, messagesPerTask }] });
  }

  /**
   * Changes the bounds at certain times, for example before a sale begins and after it ends.
   * @param schedule when
   * @param bounds the new ones
   */
  public onSchedule(schedule: Schedule, bounds: ScheduledBounds): Scaling {
    return this.with({ ...this.rules, schedules: [...this.rules.schedules, { ...bounds, schedule }] });
  }

  /**
   * Waits longer or shorter between two changes.
   * @param cooldowns how long, after tasks were added and after they were removed
   */
  public withCooldowns(cooldowns: ScalingCooldowns): Scaling {
    return this.with({ ...this.rules, cooldowns });
  }

  /**
   * The fewest tasks at any time.
   * @internal
   */
  public get _fewest(): number {
    return extremes(this.minTasks, this.maxTasks, this.rules.schedules).fewest;
  }

  /**
   * The most tasks at any time.
   * @internal
   */
  public get _most(): number {
    return extremes(this.minTasks, this.maxTasks, this.rules.schedules).most;
  }

  /** @internal */
  public get _needsTargetGroup(): boolean {
    return this.rules.requests !== undefined;
  }

  /** @internal */
  public _validate(scope: IConstruct): void {
    checkScaling(scope, this.minTasks, this.maxTasks, this.rules);
  }

  /** @internal */
  public _applyTo(tasks: ScalableTaskCount, clusterName: string, serviceName: string): void {
    const { cpu, memory, queues, schedules } = this.rules;
    const cooldowns = cooldownsOf(this.rules);
    if (cpu !== undefined) tasks.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: cpu, ...cooldowns });
    if (memory !== undefined) {
      tasks.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: memory, ...cooldowns });
    }
    queues.forEach(({ queue, messagesPerTask }, index) => {
      scaleOnQueue(tasks, numbered('Queue', index), { queue, messagesPerTask, clusterName, serviceName, cooldowns });
    });
    schedules.forEach(({ schedule, minTasks: minCapacity, maxTasks: maxCapacity, timeZone }, index) => {
      tasks.scaleOnSchedule(numbered('Schedule', index), { schedule, minCapacity, maxCapacity, timeZone });
    });
  }

  /**
   * @param index counts the target groups of the service from 0
   * @internal
   */
  public _applyToTargetGroup(
    owner: IConstruct,
    tasks: ScalableTaskCount,
    targetGroup: IApplicationTargetGroup,
    index: number,
  ): void {
    if (this.rules.requests === undefined) return;
    scaleOnRequests(tasks, numbered('Requests', index), {
      owner,
      targetGroup,
      requestsPerMinute: this.rules.requests,
      cooldowns: cooldownsOf(this.rules),
    });
  }

  private with(rules: ScalingRules): Scaling {
    return new Scaling(this.minTasks, this.maxTasks, rules);
  }
}

function numbered(id: string, index: number): string {
  return index === 0 ? id : `${id}${index + 1}`;
}
