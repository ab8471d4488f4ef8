import { Annotations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { FargateServiceProps } from '../fargate-service-props';

/** Two survive the loss of a zone. */
const FIXED = 2;

/** The number of tasks that deployments set, if they do, and those between which a service runs. */
interface TaskCount {
  readonly desiredCount?: number;
  readonly fewest: number;
  readonly most: number;
}

/** CloudFormation sends the number with each update of a service: where scaling decides, there must be none. */
export function taskCount(scope: IConstruct, { desiredCount, scaling }: FargateServiceProps): TaskCount {
  if (!scaling) return fixed(desiredCount ?? FIXED);
  if (desiredCount !== undefined) warnOfReset(scope);
  return { desiredCount, fewest: scaling._fewest, most: scaling._most };
}

function fixed(count: number): TaskCount {
  return { desiredCount: count, fewest: count, most: count };
}

function warnOfReset(scope: IConstruct): void {
  Annotations.of(scope).addWarningV2(
    '@org/fargate-service:scaling-reset',
    'Each deployment sets the number of tasks to `desiredCount`, whatever `scaling` has made of it: at a peak it stops ' +
      'tasks that are needed. Leave out `desiredCount`, so that a deployment keeps the tasks that there are.',
  );
}
