import { CfnDBClusterParameterGroup, type ParameterGroup } from 'aws-cdk-lib/aws-rds';
import { Stack } from 'aws-cdk-lib/core';

/** A parameter on which TLS or the audit log rests, and what it may be instead of the default of the package. */
export interface HeldParameter {
  readonly name: string;
  /** Completes "must". */
  readonly must: string;
  readonly holds: (value: string | undefined) => boolean;
}

/** One of these values. */
export function oneOf(name: string, ...values: string[]): HeldParameter {
  const must = `be ${values.map((value) => `'${value}'`).join(' or ')}`;
  return { name, must, holds: (value) => value !== undefined && values.includes(value) };
}

/** A list that has these words, with others beside them. A word with a minus sign takes itself out of pgaudit's list. */
export function listWith(name: string, words: string[], everything?: string): HeldParameter {
  const alternative = everything ? `, or '${everything}'` : '';
  return {
    name,
    must: `contain '${words.join(',')}'${alternative}`,
    holds: (value = '') => {
      const given = value.split(',').map((word) => word.trim());
      if (given.some((word) => word.startsWith('-'))) return false;
      return words.every((word) => given.includes(word)) || given.some((word) => word === everything);
    },
  };
}

/** Anything but these values, or left to the engine. */
export function noneOf(name: string, ...values: string[]): HeldParameter {
  const must = `not be ${values.map((value) => `'${value}'`).join(' or ')}`;
  return { name, must, holds: (value) => value === undefined || !values.includes(value.toLowerCase()) };
}

/** Left to the engine. */
export function leftOut(name: string): HeldParameter {
  return { name, must: 'be left out', holds: (value) => value === undefined };
}

/**
 * What is wrong with the parameters as they are at synthesis: whoever adds one may replace one that is there, such as the
 * list of libraries in which pgaudit stands.
 */
export function parameterProblems(group: ParameterGroup, held: readonly HeldParameter[]): string[] {
  const parameters = Stack.of(group).resolve(resourceOf(group)?.parameters) ?? {};
  return held.flatMap(({ name, must, holds }) => {
    const value: unknown = parameters[name];
    const known = value === undefined || typeof value === 'string';
    if (known && holds(value)) return [];
    return [
      `The parameter \`${name}\` must ${must}, because TLS and the audit log cannot be relaxed, got: ${textOf(value)}. ` +
        'Change what `parameterGroup` was given.',
    ];
  });
}

function resourceOf(group: ParameterGroup): CfnDBClusterParameterGroup | undefined {
  return group.node.children.find((child) => CfnDBClusterParameterGroup.isCfnDBClusterParameterGroup(child));
}

function textOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? `'${value}'` : 'a value known only at deployment';
}
