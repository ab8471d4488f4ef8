import { ListenerCondition } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail, requireInteger, requireMatch } from './validation';

/** One thing that a request must have for a route to take it: one of `values`, which may hold `*` and `?`. */
export interface RouteCondition {
  readonly field: 'path' | 'host' | 'header';
  /** Of the header. */
  readonly name?: string;
  readonly values: readonly string[];
}

const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,40}$/;

const ALLOWED_VALUES = {
  path: {
    pattern: /^[/*][A-Za-z0-9_\-.$/~"'@:+&*?]{0,127}$/,
    text: "a path pattern that starts with '/' and has at most 128 of the characters A-Z a-z 0-9 _ - . $ / ~ \" ' @ : + & * ?",
  },
  host: {
    pattern: /^(?=.{1,128}$)[A-Za-z0-9\-.*?]*\.[A-Za-z*?]+$/,
    text: "a host name of at most 128 characters, such as 'api.example.com' or '*.example.com'",
  },
  header: {
    pattern: /^[\x20-\x7e]{1,128}$/,
    text: 'a header value of 1 to 128 printable characters',
  },
};

/** The limits of Elastic Load Balancing, told before it tells them at deployment. */
export function requireValidConditions(scope: IConstruct, conditions: readonly RouteCondition[]): void {
  if (conditions.length === 0) {
    fail(
      scope,
      '`routing` must have a condition, got: none. Add .onPaths([...]): what no route takes is answered with 404.',
    );
  }
  for (const condition of conditions) {
    if (condition.values.length === 0) fail(scope, `\`routing\` must name at least one ${condition.field}, got: none.`);
    if (condition.name !== undefined) requireHeaderName(scope, condition.name);
    if (Token.isUnresolved(condition.values)) continue;
    const { pattern, text } = ALLOWED_VALUES[condition.field];
    for (const value of condition.values) requireMatch(scope, 'routing', value, pattern, text);
  }
  const keys = conditions.map(keyOf);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice)
    fail(scope, `\`routing\` must have each condition once, got: ${twice} twice. Give all its values at once.`);
  const count = conditions.flatMap(({ values }) => values).length;
  requireInteger(scope, 'routing', count, { min: 1, max: 5, unit: 'values in all its conditions' });
}

function requireHeaderName(scope: IConstruct, name: string): void {
  requireMatch(scope, 'routing', name, HEADER_NAME, 'a header name of at most 40 characters');
  if (name.toLowerCase() === 'host')
    fail(scope, `\`routing\` must not match the header 'Host', got: '${name}'. Use .onHosts([...]).`);
}

/** What makes a condition the same as another but for its values. */
export function keyOf({ field, name }: RouteCondition): string {
  return name === undefined ? field : `${field} ${name.toLowerCase()}`;
}

/** Values as Elastic Load Balancing compares them: paths by case, the rest without. */
export function normalized({ field, values }: RouteCondition): string[] {
  return field === 'path' ? [...values] : values.map((value) => value.toLowerCase());
}

/** Whether a part is known only at deployment: a token's own text changes with whatever else is in the app. */
export function isUnresolved(conditions: readonly RouteCondition[]): boolean {
  return conditions.some(
    ({ name, values }) => Token.isUnresolved(values) || [name, ...values].some((text) => Token.isUnresolved(text)),
  );
}

export function render({ field, name = '', values }: RouteCondition): ListenerCondition {
  if (field === 'path') return ListenerCondition.pathPatterns([...values]);
  if (field === 'host') return ListenerCondition.hostHeaders([...values]);
  return ListenerCondition.httpHeader(name, [...values]);
}
