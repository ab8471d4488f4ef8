import { Aspects, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { Applied } from './private/applied';
import { BoundaryAspect } from './private/boundary-aspect';
import type { BoundaryTerms } from './private/boundary-policy';
import { REGION_CODE } from './private/region-code';
import { AFTER_TAGS, applyAcrossStages } from './private/stages';
import { isReservedKey, isTagKey, isTagValue } from './private/tag-text';

const ACTION = /^[a-z0-9-]+:[A-Za-z0-9]*\*?$/;

const boundaries = new Applied<EnvironmentBoundary>('an environment boundary');

/** What an environment is. */
export interface EnvironmentBoundaryProps {
  /**
   * The value that tells resources of this environment by their tag, e.g. `prod`: 1 to 256 characters that a tag may
   * have. Anything else is an error.
   */
  readonly environment: string;
  /**
   * Codes of the regions in which roles may act, e.g. `us-east-1`. Name others where data are copied there: for
   * replication, backups and CDK's cross-region references. An empty list and what is no code of a region are errors.
   * @default - of each role, the region of its stack
   */
  readonly regions?: string[];
  /**
   * Key of the tag that holds the environment: what `StandardTags` carries, in any case, which IAM does not regard. It has
   * 1 to 128 characters that a tag may have and does not begin with `aws:`. Anything else is an error.
   * @default 'Environment'
   */
  readonly tagKey?: string;
  /**
   * Further actions that have no region, e.g. `ce:*` or `pricing:GetProducts`, for services with one endpoint for the
   * world. IAM, STS, Route 53, CloudFront and the like are exempt already. A service's name, a colon and an action,
   * which may end in `*`; anything else is an error.
   * @default - none but the built-in ones
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html
   */
  readonly globalActions?: string[];
}

/**
 * The border of an environment, applied from outside: a permissions boundary for every role and user in the templates
 * below a scope, those behind CDK's custom resources included. Whatever their policies allow, they cannot themselves
 * act in other regions, on resources that carry another environment's tag, or to shake the boundary off.
 *
 * A resource without the tag, and an action that knows no resource tags, pass: there a policy's exact ARNs hold. So they
 * must for `sts:AssumeRole`, `iam:PassRole` and `lambda:InvokeFunction`: what is done through another principal, is done
 * within the boundary of that one.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export class EnvironmentBoundary {
  /**
   * The boundary of an environment.
   * @param props its terms; an illegal one is an error.
   */
  public static of(props: EnvironmentBoundaryProps): EnvironmentBoundary {
    const { environment, regions, tagKey = 'Environment', globalActions = [] } = props;
    requireAll('environment', [environment], isEnvironment, '1 to 256 letters, digits, spaces or _.:/=+-@');
    requireAll(
      'tagKey',
      [tagKey],
      isFreeKey,
      "1 to 128 letters, digits, spaces or _.:/=+-@, not beginning with 'aws:'",
    );
    if (regions?.length === 0) refuse('regions', 'have at least one code of a region', '[]');
    requireAll('regions', regions ?? [], isRegion, 'codes of regions, e.g. us-east-1');
    requireAll('globalActions', globalActions, isAction, 'actions of a service, e.g. ce:* or pricing:GetProducts');
    return new EnvironmentBoundary({
      environment,
      regions: regions && [...regions],
      tagKey,
      globalActions: [...globalActions],
    });
  }

  private readonly aspect: BoundaryAspect;

  private constructor(terms: BoundaryTerms) {
    this.aspect = new BoundaryAspect(terms, (node) => boundaries.nearest(node) === this);
  }

  /**
   * Bounds every role and user below a scope, in stages too: each stack with a role gets one managed policy. Call it
   * after the last stage is created, and before one goes to a pipeline's `addStage()`, which synthesizes it; else is an
   * error. A boundary applied to an inner scope wins there.
   *
   * A role with a permissions boundary of its own keeps that, and a warning says so
   * (`@org/governance:own-boundary`). So does one where CloudFormation makes roles that stand in no template, such as
   * that of a rotation that Secrets Manager hosts (`@org/governance:unbound-roles`). A resource or stack whose tag names
   * another environment is an error at synthesis.
   * @param scope usually the app, or the stack of an environment. A scope takes one boundary; a second one is an error.
   */
  public applyTo(scope: IConstruct): void {
    boundaries.add(scope, this);
    applyAcrossStages(scope, 'EnvironmentBoundary', (place) => {
      Aspects.of(place).add(this.aspect, { priority: AFTER_TAGS });
      place.node.addValidation({
        validate: () => {
          this.aspect.bindLateComers(place);
          return [];
        },
      });
    });
  }
}

function isEnvironment(value: string): boolean {
  return value !== '' && isTagValue(value);
}

function isFreeKey(value: string): boolean {
  return isTagKey(value) && !isReservedKey(value);
}

function isRegion(value: string): boolean {
  return Token.isUnresolved(value) || REGION_CODE.test(value);
}

function isAction(value: string): boolean {
  return ACTION.test(value);
}

function requireAll(prop: string, values: string[], isLegal: (value: string) => boolean, allowed: string): void {
  for (const value of values) if (!isLegal(value)) refuse(prop, `be ${allowed}`, `'${value}'`);
}

function refuse(prop: string, demand: string, got: string): never {
  throw new Error(`EnvironmentBoundary: \`${prop}\` must ${demand}, got: ${got}.`);
}
