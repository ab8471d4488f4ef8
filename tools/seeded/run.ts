import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib/core';
import { assess } from '../../packages/pci-evidence/src/private/assess';
import { Constructs } from '../../packages/pci-evidence/src/private/constructs';
import type { JsonMap } from '../../packages/pci-evidence/src/private/template/json';
import { Platform } from '../../packages/pci-evidence/src/private/template/platform';
import { Template } from '../../packages/pci-evidence/src/private/template/template';
import type { Catalog } from './catalog';
import { type Mutant, mutantsOf, type TemplateJson, unclassified } from './mutants';

/** A stack as it was synthesized. */
export interface SeededStack {
  /** Construct path and name, by which other stacks refer to it. */
  readonly path: string;
  readonly name: string;
  readonly file: string;
}

export interface SeededRun {
  readonly mutants: readonly Mutant[];
  /** Mutants after which no rule is violated that was not before. */
  readonly survivors: readonly Mutant[];
  /** What the catalog says nothing about. */
  readonly unclassified: readonly string[];
  /** Rules that caught something, with how many mutants each. */
  readonly caughtBy: ReadonlyMap<string, number>;
}

/** Breaks every control of an app, one at a time, and judges each by all rules. */
export function seed(stacks: readonly SeededStack[], catalog: Catalog): SeededRun {
  const templates = stacks.map((stack) => ({
    stack,
    json: JSON.parse(readFileSync(stack.file, 'utf8')) as TemplateJson,
  }));
  const sound = new Set(violations(templates));
  const caughtBy = new Map<string, number>();
  const survivors: Mutant[] = [];
  const mutants: Mutant[] = [];
  for (const { stack, json } of templates) {
    for (const mutant of mutantsOf(json, catalog)) {
      mutants.push(mutant);
      const broken = templates.map((one) => (one.stack === stack ? { stack, json: mutant.template } : one));
      const fresh = violations(broken).filter((violation) => !sound.has(violation));
      if (fresh.length === 0) survivors.push(mutant);
      for (const rule of new Set(fresh.map(ruleOf))) caughtBy.set(rule, (caughtBy.get(rule) ?? 0) + 1);
    }
  }
  return { mutants, survivors, unclassified: templates.flatMap(({ json }) => unclassified(json, catalog)), caughtBy };
}

interface Judged {
  readonly stack: SeededStack;
  readonly json: TemplateJson;
}

/** No construct stands behind these templates, so no exception covers what is violated. */
const NOBODY = new Constructs(new App());
const DAY = '2026-11-25';

function violations(templates: readonly Judged[]): string[] {
  const platform = new Platform(
    templates.map(({ stack, json }) => {
      const source = { stackPath: stack.path, stackName: stack.name, file: stack.file };
      return new Template(source, json as unknown as JsonMap);
    }),
  );
  return assess(platform, NOBODY, DAY)
    .filter(({ verdict }) => verdict === 'violated')
    .map(({ rule, resource }) => `${rule.id} ${resource.id}`);
}

function ruleOf(violation: string): string {
  return violation.slice(0, violation.indexOf(' '));
}
