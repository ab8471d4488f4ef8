import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './validation';

/**
 * Refuses a threshold that is no percentage, or that nothing exceeds. Fractions pass, and values known only at deployment.
 */
export function requirePercentage(scope: IConstruct, prop: string, percentage: number): void {
  if (Token.isUnresolved(percentage) || (typeof percentage === 'number' && percentage > 0 && percentage < 100)) return;
  fail(scope, `\`${prop}\` must be above 0 and below 100, got: ${percentage}.`);
}
