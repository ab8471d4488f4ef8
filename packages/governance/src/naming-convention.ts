import { Aspects, Aws } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { Applied } from './private/applied';
import { NameFormat } from './private/name-format';
import { NAME_RULES, type NameRule } from './private/name-rules';
import { requireSlot } from './private/name-slots';
import { NamingAspect } from './private/naming-aspect';
import { AFTER_TAGS, applyAcrossStages } from './private/stages';

/** Load balancers and target groups: 32 characters, four hyphens, and three characters for the resource itself. */
const LONGEST_SLOTS = 32 - 4 - 3;

/** Holds for every type but load balancers and target groups (32), access points and backup vaults (50), and proxies (60). */
const DEFAULT_RULE: NameRule = { label: '', maxLength: 63 };

const conventions = new Applied<NamingConvention>('a naming convention');

/** Slots of the format {type}-{suffix}. */
export interface TypeSuffixProps {
  /**
   * The environment suffix, which ends every name: 1 to 10 lower-case letters, digits or single inner hyphens.
   * Anything else is an error that names environmentSuffix.
   */
  readonly suffix: string;
}

/** Slots of the format {type}-{environment}-{suffix}. */
export interface TypeEnvironmentSuffixProps {
  /** The environment, e.g. `prod`: 1 to 10 lower-case letters or digits, beginning with a letter. Anything else is an error. */
  readonly environment: string;
  /**
   * The environment suffix, which ends every name: 1 to 10 lower-case letters, digits or single inner hyphens.
   * Anything else is an error that names environmentSuffix.
   */
  readonly suffix: string;
}

/**
 * Slots of the format {environment}-{region}-{service}-{resource}-{suffix}. Together they may have 25 characters, so
 * that three are left for the resource in the 32 of a load balancer's name; more is an error.
 */
export interface EnvironmentRegionServiceProps {
  /** The environment, e.g. `prod`: 1 to 10 lower-case letters or digits, beginning with a letter. Anything else is an error. */
  readonly environment: string;
  /** The code of the region, e.g. `us-east-1`. It must be known at synthesis. */
  readonly region: string;
  /** A short code of the service, e.g. `pay`: lower-case letters or digits, beginning with a letter. Anything else is an error. */
  readonly service: string;
  /**
   * The environment suffix, which ends every name: 1 to 10 lower-case letters, digits or single inner hyphens.
   * Anything else is an error that names environmentSuffix.
   */
  readonly suffix: string;
}

/** For a name that an author writes. */
export interface NameForOptions {
  /**
   * CloudFormation type that the name is for, e.g. `AWS::SQS::Queue`: the name is checked against its limits and gets
   * what the type demands, such as the account id of a bucket or the `alias/` of a key alias. A type that is not in
   * the table of names is an error.
   * @default - at most 63 characters, which holds for all types but the few with shorter names
   */
  readonly resourceType?: string;
}

/**
 * A format of names, applied from outside to every resource of an app. A name is the resource's type and what its
 * construct path adds, in the chosen format; it depends on no sibling, is unique in the app, fits the limits of its
 * service, and gives way to a name that an author set.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
 */
export class NamingConvention {
  /**
   * Names of the form {type}-{suffix}, e.g. `alb-aa1`.
   * @param props the slots' values; an illegal one is an error.
   */
  public static typeSuffix(props: TypeSuffixProps): NamingConvention {
    return new NamingConvention(new NameFormat('', `-${requireSlot('suffix', props.suffix)}`));
  }

  /**
   * Names of the form {type}-{environment}-{suffix}, e.g. `alb-prod-aa1`.
   * @param props the slots' values; an illegal one is an error.
   */
  public static typeEnvironmentSuffix(props: TypeEnvironmentSuffixProps): NamingConvention {
    const environment = requireSlot('environment', props.environment);
    return new NamingConvention(new NameFormat('', `-${environment}-${requireSlot('suffix', props.suffix)}`));
  }

  /**
   * Names of the form {environment}-{region}-{service}-{resource}-{suffix}, e.g. `prod-us-east-1-pay-alb-aa1`.
   * @param props the slots' values; an illegal one is an error, and so are more than 25 characters together.
   */
  public static environmentRegionService(props: EnvironmentRegionServiceProps): NamingConvention {
    const before = [
      requireSlot('environment', props.environment),
      requireSlot('region', props.region),
      requireSlot('service', props.service),
    ];
    const suffix = requireSlot('suffix', props.suffix);
    const { length } = [...before, suffix].join('');
    if (length > LONGEST_SLOTS) {
      throw new Error(
        'NamingConvention: `environment`, `region`, `service` and `suffix` (the environmentSuffix) must have at most ' +
          `${LONGEST_SLOTS} characters together, got: ${length} in '${[...before, suffix].join("', '")}'. ` +
          'A load balancer name has 32: shorten `service` or `suffix`.',
      );
    }
    return new NamingConvention(new NameFormat(`${before.join('-')}-`, `-${suffix}`));
  }

  private constructor(private readonly format: NameFormat) {}

  /**
   * Names every resource below a scope, in stages too. Call it after the last stage is created, and before one goes to
   * a pipeline's `addStage()`, which synthesizes it; else is an error. A convention applied to an inner scope wins there.
   *
   * A resource whose type has a name property and neither a rule nor a name is an error at synthesis.
   * @param scope usually the app. A scope takes one convention; a second one is an error.
   */
  public applyTo(scope: IConstruct): void {
    conventions.add(scope, this);
    const aspect = new NamingAspect(this.format, (node) => conventions.nearest(node) === this);
    applyAcrossStages(scope, 'NamingConvention', (place) => Aspects.of(place).add(aspect, { priority: AFTER_TAGS }));
  }

  /**
   * A name in this format for an author to set, e.g. `nameFor('payment-jobs')` for `payment-jobs-aa1`.
   * @param label what stands in the slot of the resource: lower-case words joined by hyphens. Anything else, and a
   *   name longer than its type takes, is an error.
   * @param options what the name is for.
   */
  public nameFor(label: string, options: NameForOptions = {}): string {
    requireSlot('label', label);
    const rule = ruleFor(options.resourceType);
    const affixes = this.format.affixes(rule, { account: Aws.ACCOUNT_ID });
    const room = this.format.room(rule.maxLength, affixes);
    if (label.length > room) {
      throw new Error(
        `NamingConvention: \`label\` must have at most ${room} characters, so that the name keeps to the ` +
          `${rule.maxLength} of ${options.resourceType ?? 'most types'}, got: ${label.length} in '${label}'.`,
      );
    }
    const name = this.format.compose(label, affixes);
    if (rule.refusedStart && name.startsWith(rule.refusedStart)) {
      throw new Error(
        `NamingConvention: \`label\` must not begin with '${rule.refusedStart}', which AWS refuses for ` +
          `${options.resourceType}, got: '${label}'.`,
      );
    }
    return name;
  }
}

function ruleFor(type: string | undefined): NameRule {
  if (type === undefined) return DEFAULT_RULE;
  const rule = NAME_RULES[type];
  if (rule) return rule;
  throw new Error(
    `NamingConvention: \`resourceType\` must be a CloudFormation type of the table of names, such as AWS::SQS::Queue, ` +
      `got: '${type}'. Leave it out for another type.`,
  );
}
