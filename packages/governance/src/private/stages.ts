import { AspectPriority, Stage } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Tags run at `DEFAULT` where no feature flag moves them: what reads the tags of authors comes after them. */
export const AFTER_TAGS = AspectPriority.DEFAULT + 100;

/**
 * Applies something to a scope and to each stage below it, because aspects end at the border of a stage. A stage that
 * is added later is an error at synthesis: it would pass untouched.
 */
export function applyAcrossStages(scope: IConstruct, what: string, apply: (scope: IConstruct) => void): void {
  const reached = new Set<IConstruct>([scope, ...stagesBelow(scope)]);
  for (const place of reached) apply(place);
  scope.node.addValidation({
    validate: () =>
      stagesBelow(scope)
        .filter((stage) => !reached.has(stage))
        .map((stage) => `${what} must be applied after stage '${stage.node.path}' is created. Call applyTo() last.`),
  });
}

function stagesBelow(scope: IConstruct): IConstruct[] {
  return scope.node.findAll().filter((construct) => construct !== scope && Stage.isStage(construct));
}
