import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { type Duration, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { requireIntegerIfGiven } from './if-given';
import { maySame } from './may-same';
import { cooldownsOf, type ScalingRules, type ScheduleRule } from './scaling-rules';
import { secondsOf } from './seconds';
import { fail, requireInteger } from './validation';

/** ECS runs at most this many tasks in one service. */
const MOST_TASKS = 5000;

const LARGEST_TARGET = 1_000_000;

/** Refuses what Application Auto Scaling would refuse at deployment, or could never reach. */
export function checkScaling(scope: IConstruct, minTasks: number, maxTasks: number, rules: ScalingRules): void {
  requireInteger(scope, 'scaling.minTasks', minTasks, { min: 1, max: MOST_TASKS, unit: 'tasks' });
  requireInteger(scope, 'scaling.maxTasks', maxTasks, { min: 1, max: MOST_TASKS, unit: 'tasks' });
  if (!Token.isUnresolved(minTasks) && !Token.isUnresolved(maxTasks) && minTasks > maxTasks) {
    fail(
      scope,
      `\`scaling\` must have a minimum that is not above its maximum, got: ${minTasks} to ${maxTasks} tasks. ` +
        `Use Scaling.between(${maxTasks}, ${minTasks}).`,
    );
  }
  requireIntegerIfGiven(scope, 'scaling.onCpu', rules.cpu, { min: 1, max: 100, unit: 'percent' });
  requireIntegerIfGiven(scope, 'scaling.onMemory', rules.memory, { min: 1, max: 100, unit: 'percent' });
  requireIntegerIfGiven(scope, 'scaling.onRequests', rules.requests, { min: 1, max: LARGEST_TARGET, unit: 'requests' });
  for (const { queue, messagesPerTask } of rules.queues) {
    requireInteger(scope, 'scaling.onQueueDepth', messagesPerTask, { min: 1, max: LARGEST_TARGET, unit: 'messages' });
    requireHere(scope, queue);
  }
  for (const schedule of rules.schedules) checkSchedule(scope, minTasks, maxTasks, schedule);
  const { scaleOutCooldown, scaleInCooldown } = cooldownsOf(rules);
  checkCooldown(scope, 'scaling.withCooldowns.scaleOut', scaleOutCooldown);
  checkCooldown(scope, 'scaling.withCooldowns.scaleIn', scaleInCooldown);
  checkAnything(scope, rules);
}

/** Without data scaling adds no task, and tells nobody. */
function requireHere(scope: IConstruct, { node, env }: IQueue): void {
  const { account, region } = Stack.of(scope);
  if (maySame(env.account, account) && maySame(env.region, region)) return;
  fail(
    scope,
    `\`scaling.onQueueDepth\` must have a queue of the service's account and region (${account}, ${region}), because its ` +
      `metrics stay where it is, got: '${node.path}' of ${env.account}, ${env.region}. Run the service there, or scale on another metric.`,
  );
}

function checkSchedule(scope: IConstruct, minTasks: number, maxTasks: number, schedule: ScheduleRule): void {
  const range = { min: 0, max: MOST_TASKS, unit: 'tasks' };
  requireIntegerIfGiven(scope, 'scaling.onSchedule.minTasks', schedule.minTasks, range);
  requireIntegerIfGiven(scope, 'scaling.onSchedule.maxTasks', schedule.maxTasks, range);
  if (schedule.minTasks === undefined && schedule.maxTasks === undefined) {
    fail(scope, '`scaling.onSchedule` must change a bound, got: none. Give `minTasks`, `maxTasks` or both.');
  }
  const [min, max] = [schedule.minTasks ?? minTasks, schedule.maxTasks ?? maxTasks];
  if (Token.isUnresolved(min) || Token.isUnresolved(max) || min <= max) return;
  fail(
    scope,
    `\`scaling.onSchedule\` must leave a minimum that is not above the maximum, got: ${min} to ${max} tasks. ` +
      'Give `minTasks` and `maxTasks`.',
  );
}

function checkCooldown(scope: IConstruct, prop: string, cooldown: Duration): void {
  requireInteger(scope, prop, secondsOf(scope, prop, cooldown), { min: 0, max: 3600, unit: 'seconds' });
}

function checkAnything(scope: IConstruct, { cpu, memory, requests, queues, schedules }: ScalingRules): void {
  if ([cpu, memory, requests].some((target) => target !== undefined)) return;
  if (queues.length + schedules.length > 0) return;
  fail(
    scope,
    '`scaling` must name at least one metric, got: none. ' +
      'Add .onCpu(70) or .onMemory(80), or give `desiredCount` alone for a fixed number of tasks.',
  );
}
