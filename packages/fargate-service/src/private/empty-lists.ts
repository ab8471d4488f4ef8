import type { FargateService } from 'aws-cdk-lib/aws-ecs';
import { Lazy, Stack } from 'aws-cdk-lib/core';
import { cfnServiceOf } from './name-limits';

/**
 * Writes the lists of target groups and of DNS names when they are empty as well. Amazon ECS takes a list that is not there
 * for "as before": a service that leaves its last target group, or its name, would stay registered with what CloudFormation
 * then deletes. CDK writes one of the two, by a feature flag.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export function writeEmptyLists(service: FargateService): void {
  const resource = cfnServiceOf(service);
  const { loadBalancers, serviceRegistries } = resource;
  // Resolved only to see whether there is one: what is resolved here no longer tells CDK of references to other stacks.
  const orNone = (list: unknown) =>
    Lazy.any({ produce: () => (Stack.of(service).resolve(list) === undefined ? [] : list) });
  resource.loadBalancers = orNone(loadBalancers);
  resource.serviceRegistries = orNone(serviceRegistries);
}
