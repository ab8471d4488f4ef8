import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './fail';

/**
 * Refuses a list whose length is known only at deployment, such as that of a CommaDelimitedList parameter. CDK shows it
 * as a list of one text, which other checks would count and read. Elements that are known only at deployment pass.
 */
export function requireKnownList(scope: IConstruct, prop: string, list: readonly string[] | undefined): void {
  if (!list?.some((element) => Token.isUnresolved([element]))) return;
  fail(
    scope,
    `\`${prop}\` must have a length that is known at synthesis, got: a list known only at deployment. Name its elements, ` +
      'as Fn.select(0, list), or import it with its length, as Fn.importListValue(name, 3).',
  );
}
