import type { ResourceEnvironment } from 'aws-cdk-lib/core';
import { maySame } from './may-same';

/** Whether two resources certainly stand in different regions. What is known only at deployment is not judged. */
export function inOtherRegion(
  one: Pick<ResourceEnvironment, 'region'>,
  other: Pick<ResourceEnvironment, 'region'>,
): boolean {
  return !maySame(one.region, other.region);
}

/** Whether two resources certainly stand in different regions or accounts. */
export function isElsewhere(one: ResourceEnvironment, other: ResourceEnvironment): boolean {
  return inOtherRegion(one, other) || !maySame(one.account, other.account);
}
