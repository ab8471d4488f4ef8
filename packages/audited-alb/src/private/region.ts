import { Arn, ArnFormat, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './validation';

/** Refuses the ARN of another region than the load balancer's. What is known only at deployment passes. */
export function requireRegion(scope: IConstruct, prop: string, arn: string, way: string): void {
  const here = Stack.of(scope).region;
  if (Token.isUnresolved(arn) || Token.isUnresolved(here)) return;
  const { region } = Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME);
  if (region === here) return;
  fail(scope, `\`${prop}\` must be in the load balancer's region ${here}, got: '${arn}'. ${way}`);
}
