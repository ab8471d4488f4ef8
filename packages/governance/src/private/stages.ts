import { AspectPriority, Stage } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Tags run at `DEFAULT` where no feature flag moves them: what reads the tags of authors comes after them. */
export const AFTER_TAGS = AspectPriority.DEFAULT + 100;

/** What counts tags comes after the names, of which some are tags. */
export const AFTER_NAMES = AFTER_TAGS + 1;

/**
 * Applies something to a scope and to each stage below it, because aspects end at the border of a stage. A stage that
 * is added later, or was synthesized before, is an error at synthesis: it would pass untouched.
 */
export function applyAcrossStages(scope: IConstruct, what: string, apply: (scope: IConstruct) => void): void {
  const reached = new Set<IConstruct>([scope, ...stagesBelow(scope)]);
  for (const place of reached) apply(place);
  refuseLateStages(scope, what, reached);
  refuseWrittenStages(scope.node.root, what, reached);
}

function refuseLateStages(scope: IConstruct, what: string, reached: Set<IConstruct>): void {
  scope.node.addValidation({
    validate: () =>
      stagesBelow(scope)
        .filter((stage) => !reached.has(stage))
        .map((stage) => `${what} must be applied after stage '${stage.node.path}' is created. Call applyTo() last.`),
  });
}

/** A stage is synthesized once, the app's own after all others: one that was not validated by then was written before. */
function refuseWrittenStages(root: IConstruct, what: string, reached: Set<IConstruct>): void {
  const validated = new Set<IConstruct>([root]);
  const stages = new Set([...reached].map(stageOf).filter((stage) => stage !== undefined));
  for (const stage of stages) {
    stage.node.addValidation({
      validate: () => {
        validated.add(stage);
        return [];
      },
    });
  }
  root.node.addValidation({
    validate: () =>
      [...stages]
        .filter((stage) => !validated.has(stage))
        .map(
          (stage) =>
            `${what} must be applied before stage '${stage.node.path}' is synthesized. Call applyTo() before the stage ` +
            "goes to a pipeline's addStage(), which synthesizes it.",
        ),
  });
}

/** The stage that writes the template of a construct: itself, or the nearest above. */
function stageOf(construct: IConstruct): Stage | undefined {
  return [...construct.node.scopes].reverse().find(Stage.isStage);
}

function stagesBelow(scope: IConstruct): IConstruct[] {
  return scope.node.findAll().filter((construct) => construct !== scope && Stage.isStage(construct));
}
