import { type CfnResource, Names } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * A name that is the same at each synthesis and differs between constructs, stacks and stages: the path, shortened, and
 * a hash. It holds what a cluster identifier may: lower-case letters, digits and single hyphens, at most `maxLength` of them.
 */
export function deterministicName(scope: IConstruct, maxLength = 63): string {
  return Names.uniqueResourceName(scope, { separator: '-', maxLength }).toLowerCase().replace(/-+/g, '-');
}

/**
 * Marks a resource whose name the package chose: an aspect that names resources may replace it, and everything that is
 * built from it follows.
 */
export function markDerivedName(resource: CfnResource): void {
  resource.node.addMetadata('derived-name', true);
}
