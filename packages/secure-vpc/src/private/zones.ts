import { Fn, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail, requireInteger, requireMatch } from './validation';

const MOST = 6;
const BY_DEFAULT = 3;

/**
 * The zones of a VPC: the named ones, or the first ones of the region by position. CDK knows the names of zones only with
 * an account, and offers two of them without.
 */
export function zonesOf(scope: IConstruct, count: number | undefined, names: string[] | undefined): string[] {
  if (count !== undefined && Token.isUnresolved(count)) {
    fail(
      scope,
      '`availabilityZones` must be known at synthesis, because it decides how many subnets there are, got: a token. ' +
        'Take the number from configuration or context instead of a CloudFormation parameter.',
    );
  }
  requireInteger(scope, 'availabilityZones', count, { min: 1, max: MOST });
  if (names) return checkedNames(scope, count, names);
  return Array.from({ length: count ?? BY_DEFAULT }, (_, index) => Fn.select(index, Fn.getAzs()));
}

function checkedNames(scope: IConstruct, count: number | undefined, names: string[]): string[] {
  if (names.length < 1 || names.length > MOST) {
    fail(scope, `\`zoneNames\` must have 1 to ${MOST} names, got: ${names.length}.`);
  }
  if (count !== undefined && count !== names.length) {
    fail(
      scope,
      `\`zoneNames\` must have as many names as \`availabilityZones\` says (${count}), got: ${names.length}. Leave ` +
        '`availabilityZones` out.',
    );
  }
  const form = "names of zones such as 'us-east-1a', of which none stands twice";
  for (const name of names) requireMatch(scope, 'zoneNames', name, /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, form);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) fail(scope, `\`zoneNames\` must be ${form}, got: '${twice}' a second time.`);
  const { region } = Stack.of(scope);
  const elsewhere = names.find((name) => isOutside(region, name));
  if (elsewhere !== undefined) {
    fail(scope, `\`zoneNames\` must be of the region of the stack, which is ${region}, got: '${elsewhere}'.`);
  }
  return [...names];
}

/** Not where one of the two is known only at deployment. */
function isOutside(region: string, name: string): boolean {
  return !Token.isUnresolved(region) && !Token.isUnresolved(name) && name.slice(0, -1) !== region;
}
