import {
  CloudFormationValidatePlugin,
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
} from 'aws-cdk-lib/core';

interface Answer {
  readonly report: PolicyValidationPluginReport;
  readonly version: string | undefined;
}

/** Waits for the report on the stacks' templates; nothing when the thread cannot give one. */
export type Ask = (stackTemplates: IPolicyValidationContext['stackTemplates']) => Answer | undefined;

/** What run.cjs leaves for an app that it runs; without it, or with `CDK_VALIDATION=false`, CDK's default stands. */
const STARTED = Symbol.for('@org/app-kit.validator');

export function startedValidator(): Ask | undefined {
  return (globalThis as { [STARTED]?: Ask })[STARTED];
}

/**
 * CDK's validator, asked in its thread. It stands in for the one that CDK adds by itself, under the same name, and so
 * with the same acknowledgements. Where the thread gives no report, it validates here.
 */
export class ThreadedValidation extends CloudFormationValidatePlugin {
  private answer?: Answer;

  public constructor(private readonly ask: Ask) {
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
    this.answer = this.ask(context.stackTemplates);
    return this.answer?.report ?? super.validate(context);
  }
}
