import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

const ZONES = 'availabilityZones';

/**
 * Builds something in a stack that knows no zones by name. CDK's VPC asks its stack for them even when it is told which
 * zones to use, only to compare; in a stack with an account and a region this looks the names up, which needs
 * credentials. `Stack` says of its zones that they may be overridden: here they are while the VPC is built, and not
 * a moment longer.
 */
export function withoutZoneLookup<T>(scope: IConstruct, build: () => T): T {
  const stack = Stack.of(scope);
  const own = Object.getOwnPropertyDescriptor(stack, ZONES);
  Object.defineProperty(stack, ZONES, { configurable: true, value: [] });
  try {
    return build();
  } finally {
    if (own) Object.defineProperty(stack, ZONES, own);
    else Reflect.deleteProperty(stack, ZONES);
  }
}
