import type { IConstruct } from 'constructs';
import { requireInteger } from './validation';

/** More than anything that is counted here; the limit is there to refuse negatives and fractions. */
const MANY = 1_000_000_000;

/** Refuses a threshold that is no count. Values known only at deployment pass. */
export function requireCount(scope: IConstruct, prop: string, count: number): void {
  requireInteger(scope, prop, count, { min: 1, max: MANY });
}
