import { Fn, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { requireKnownList } from './private/known-list';
import { fail, requireInteger, requireMatch } from './private/validation';

const MOST = 6;
const NAMES = "names of zones such as 'us-east-1a', of which none stands twice";

/** Which availability zones of its region a VPC spans, 1 to 6. Load balancers and Aurora need at least two. */
export class Zones {
  /**
   * The first zones that the region lists, by position, in stacks with and without an account and region. The region
   * must have as many, or the deployment fails: most have three, and us-west-1 shows two to newer accounts. Of an account
   * with default subnets only their zones count, and another list moves subnets: delete the default VPC before, or use `named()`.
   * @param count How many, 1 to 6; must be known at synthesis. Can be raised later: no subnet moves.
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html
   */
  public static first(count: number): Zones {
    return new Zones((scope) => firstOf(scope, count));
  }

  /**
   * These zones, where the first ones of the region will not do: in some accounts one of them lacks services that you
   * need.
   * @param names Their names, 1 to 6, for example `us-east-1b`. The order decides where subnets lie, so add new ones at
   * the end: no subnet moves then. Another name in the place of one replaces its subnets. Names may be tokens, but how many
   * there are must be known at synthesis.
   * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
   */
  public static named(names: string[]): Zones {
    const own = [...names];
    return new Zones((scope) => checkedNames(scope, own));
  }

  private constructor(
    /**
     * Checks the zones and says what they are called in a template.
     * @internal
     */
    public readonly _names: (scope: IConstruct) => string[],
  ) {}
}

/** CDK knows the names of zones only with an account, and offers two of them without. */
function firstOf(scope: IConstruct, count: number): string[] {
  if (Token.isUnresolved(count)) {
    fail(
      scope,
      '`zones` must have a number that is known at synthesis, because it decides how many subnets there are, got: a ' +
        'token. Take the number from configuration or context instead of a CloudFormation parameter.',
    );
  }
  requireInteger(scope, 'zones', count, { min: 1, max: MOST });
  return Array.from({ length: count }, (_, index) => Fn.select(index, Fn.getAzs()));
}

function checkedNames(scope: IConstruct, names: string[]): string[] {
  requireKnownList(scope, 'zones', names);
  if (names.length < 1 || names.length > MOST) {
    fail(scope, `\`zones\` must have 1 to ${MOST} names, got: ${names.length}.`);
  }
  for (const name of names) requireMatch(scope, 'zones', name, /^(?:[a-z]{2}|eusc)(-[a-z]+)+-\d[a-z]$/, NAMES);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) fail(scope, `\`zones\` must be ${NAMES}, got: '${twice}' a second time.`);
  const { region } = Stack.of(scope);
  const elsewhere = names.find((name) => isOutside(region, name));
  if (elsewhere !== undefined) {
    fail(scope, `\`zones\` must be of the region of the stack, which is ${region}, got: '${elsewhere}'.`);
  }
  return names;
}

/** Not where one of the two is known only at deployment. */
function isOutside(region: string, name: string): boolean {
  return !Token.isUnresolved(region) && !Token.isUnresolved(name) && name.slice(0, -1) !== region;
}
