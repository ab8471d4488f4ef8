import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import type { IPolicyValidationContext } from 'aws-cdk-lib/core';
import { type Finding, resourceNamed, type ScannedTemplate } from './finding';

/** Reports of the rules of a template come through a pipe, as JSON that repeats parts of it. */
const MAX_BUFFER = 512 * 1024 * 1024;

/**
 * Runs the rules that AWS wrote for Control Tower, on each template those that can find something in it. The binary
 * comes with the npm package, for Linux and macOS. It copies a template for each rule: with all of them a scan takes 28
 * instead of 16 s of processor time.
 */
export function cfnGuard(templates: readonly ScannedTemplate[]): Finding[] {
  const rules = readRules();
  return templates.flatMap((template) => judged(template, idleRules(template, rules)));
}

/** What the rules find but for some. */
export function judged(template: ScannedTemplate, disabled: readonly string[]): Finding[] {
  // Loaded here, for it loads all of aws-cdk-lib.
  const { CfnGuardValidator } =
    require('@cdklabs/cdk-validator-cfnguard') as typeof import('@cdklabs/cdk-validator-cfnguard');
  const validator = new CfnGuardValidator({ maxBuffer: MAX_BUFFER, disabledRules: [...disabled] });
  const { violations } = validator.validate({ templatePaths: [template.file] } as unknown as IPolicyValidationContext);
  return violations.flatMap(({ ruleName: rule, description: message, violatingResources }) =>
    violatingResources.map(({ resourceLogicalId, locations }) => {
      const where = resourceNamed(template, resourceLogicalId ?? named(locations));
      return { scanner: 'cfn-guard', rule, template, where, message };
    }),
  );
}

/** A file of the plugin, and the types of resources that it names. */
interface Rule {
  readonly name: string;
  readonly types: readonly string[];
}

export function readRules(): Rule[] {
  const folder = join(dirname(require.resolve('@cdklabs/cdk-validator-cfnguard')), '../rules/control-tower/cfn-guard');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.guard'));
  return files.map((file) => {
    const types = readFileSync(join(folder, file), 'utf8').match(/\bAWS::\w+::\w+/g) ?? [];
    return { name: parse(file).name, types: [...new Set(types)] };
  });
}

/** Rules that name no type of a template: each looks at resources of the types that it names, and needs one to begin. */
export function idleRules({ file }: Pick<ScannedTemplate, 'file'>, rules: readonly Rule[]): string[] {
  const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Record<string, { Type: string }> };
  const there = new Set(Object.values(Resources).map(({ Type }) => Type));
  return rules
    .filter(({ types }) => types.length > 0 && !types.some((type) => there.has(type)))
    .map(({ name }) => name);
}

/** The plugin leaves the resource out of some findings, and the places in it out of fewer. */
function named(locations: readonly string[]): string {
  const [, id = 'unknown'] = locations.map((place) => /^\/Resources\/([^/]+)/.exec(place)).find(Boolean) ?? [];
  return id;
}

/** Whether there is a binary for this machine. */
export const GUARD_RUNS = ['linux', 'darwin'].includes(process.platform) && ['x64', 'arm64'].includes(process.arch);
