import type { IConstruct } from 'constructs';
import { requireInteger, requireMatch } from './validation';

/** Refuses a number as `requireInteger` does, unless it was left out. */
export function requireIntegerIfGiven(
  scope: IConstruct,
  prop: string,
  value: number | undefined,
  range: { readonly min: number; readonly max: number; readonly unit?: string },
): void {
  if (value !== undefined) requireInteger(scope, prop, value, range);
}

/** Refuses text as `requireMatch` does, unless it was left out. */
export function requireMatchIfGiven(
  scope: IConstruct,
  prop: string,
  value: string | undefined,
  pattern: RegExp,
  allowed: string,
): void {
  if (value !== undefined) requireMatch(scope, prop, value, pattern, allowed);
}
