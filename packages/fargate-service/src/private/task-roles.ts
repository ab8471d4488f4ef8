import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { PolicyConditions } from '../policy-conditions';
import { ExactRole } from './exact-role';

const ECS_TASKS = 'ecs-tasks.amazonaws.com';

/** The role of the application. Only tasks of this account and region may assume it (confused deputy). */
export function taskRole(scope: Construct, conditions?: PolicyConditions): ExactRole {
  const { account, region, partition } = Stack.of(scope);
  return new ExactRole(scope, 'TaskRole', {
    description: 'What the application in the tasks may do',
    conditions,
    assumedBy: new ServicePrincipal(ECS_TASKS, {
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:ecs:${region}:${account}:*` },
      },
    }),
  });
}

/**
 * The role with which ECS starts a task: pulls the image, reads the secrets, opens the log stream. AWS documents the
 * conditions of the task role for that one alone, and with a role that ECS cannot assume no task starts. Another account
 * cannot hand this role to ECS either way: `iam:PassRole` ends at the border of an account.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
export function executionRole(scope: Construct, conditions?: PolicyConditions): ExactRole {
  return new ExactRole(scope, 'ExecutionRole', {
    description: 'What ECS may do to start the tasks',
    conditions,
    assumedBy: new ServicePrincipal(ECS_TASKS),
  });
}
