import { type ResourceEnvironment, Token } from 'aws-cdk-lib/core';

/** Whether two resources certainly stand in different regions. What is known only at deployment is not judged. */
export function inOtherRegion(
  one: Pick<ResourceEnvironment, 'region'>,
  other: Pick<ResourceEnvironment, 'region'>,
): boolean {
  return differ(one.region, other.region);
}

/** Whether two resources certainly stand in different regions or accounts. */
export function isElsewhere(one: ResourceEnvironment, other: ResourceEnvironment): boolean {
  return inOtherRegion(one, other) || differ(one.account, other.account);
}

function differ(one: string, other: string): boolean {
  return !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
}
