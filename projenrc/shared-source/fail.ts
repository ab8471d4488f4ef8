import type { IConstruct } from 'constructs';

/**
 * Stops the synthesis with an error that begins with the construct's path, so that a reader knows which instance is
 * meant. Messages name the prop, what it must be, what was given, and the way out where there is one.
 */
export function fail(scope: IConstruct, message: string): never {
  throw new Error(`${scope.node.path || scope.constructor.name}: ${message}`);
}
