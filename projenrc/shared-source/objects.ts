import type { IConstruct } from 'constructs';
import { fail } from './fail';

/**
 * Refuses props that must be objects and are not. TypeScript sees to it, JavaScript and `any` do not, and what comes then
 * is an error of a dependency or, worse, CDK's default: a cluster without a VPC makes a public one.
 * @param required of the props
 * @param optional props that may be left out
 */
export function requireObjects<P extends object>(
  scope: IConstruct,
  props: P,
  required: readonly (keyof P & string)[],
  optional: readonly (keyof P & string)[] = [],
): void {
  const given = optional.filter((name) => props[name] !== undefined && props[name] !== null);
  for (const name of [...required, ...given]) {
    const value: unknown = props[name];
    if (typeof value === 'object' && value !== null) continue;
    fail(scope, `\`${name}\` must be an object of its type, got: ${typeof value === 'string' ? `'${value}'` : value}.`);
  }
}
