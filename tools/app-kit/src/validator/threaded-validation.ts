import { join } from 'node:path';
import {
  type App,
  CfnResource,
  CloudFormationValidatePlugin,
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
  Stack,
  Stage,
  Token,
  Validations,
} from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

type StackTemplates = IPolicyValidationContext['stackTemplates'];

interface Answer {
  readonly report: PolicyValidationPluginReport;
  readonly version: string | undefined;
}

/** What the thread is told before the app writes its templates: nothing that it is told here has to come true. */
interface Expected {
  readonly resourceTypes: string[];
  readonly stackTemplates: StackTemplates;
}

/** CDK's validator in its thread. */
export interface Validator {
  expect(expected: Expected): void;
  /** Waits for the report on the stacks' templates; nothing when the thread cannot give one. */
  ask(stackTemplates: StackTemplates): Answer | undefined;
}

/** What register.cjs leaves for an app; without it, or with `CDK_VALIDATION=false`, CDK's default stands. */
const STARTED = Symbol.for('@org/app-kit.validator');

/** Has the thread validate the templates of an app that is defined and not yet synthesized, where there is one. */
export function validateInThread(app: App): void {
  const validator = (globalThis as { [STARTED]?: Validator })[STARTED];
  if (!validator) return;
  validator.expect(expectedOf(app.node.findAll()));
  Validations.of(app).addPlugins(new ThreadedValidation(validator));
}

function expectedOf(constructs: IConstruct[]): Expected {
  return {
    resourceTypes: [...new Set(constructs.filter(CfnResource.isCfnResource).map((made) => made.cfnResourceType))],
    stackTemplates: constructs
      .filter(Stack.isStack)
      .filter((stack) => !stack.nested)
      .map((stack) => ({
        stackConstructPath: stack.node.path,
        templatePath: join(Stage.of(stack)?.outdir ?? '', stack.templateFile),
        accountId: known(stack.account),
        region: known(stack.region),
      })),
  };
}

const known = (value: string) => (Token.isUnresolved(value) ? undefined : value);

/**
 * CDK's validator, asked in its thread. It stands in for the one that CDK adds by itself, under the same name, and so
 * with the same acknowledgements. Where the thread gives no report, it validates here.
 */
export class ThreadedValidation extends CloudFormationValidatePlugin {
  private answer?: Answer;

  public constructor(private readonly validator: Pick<Validator, 'ask'>) {
    super();
  }

  /** CDK's own would load the engine a second time. */
  public override get version(): string | undefined {
    return this.answer ? this.answer.version : super.version;
  }

  public override get ruleIds(): string[] | undefined {
    return this.answer?.version === undefined ? super.ruleIds : [this.answer.version];
  }

  public override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    this.answer = this.validator.ask(context.stackTemplates);
    return this.answer?.report ?? super.validate(context);
  }
}
