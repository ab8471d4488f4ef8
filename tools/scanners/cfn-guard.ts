import type { IPolicyValidationContext } from 'aws-cdk-lib/core';
import { type Finding, resourceNamed, type ScannedTemplate } from './finding';

/** Reports of the rules of many templates come through a pipe, as JSON that repeats the templates. */
const MAX_BUFFER = 512 * 1024 * 1024;

/** Runs the rules that AWS wrote for Control Tower. Its binary comes with the npm package, for Linux and macOS. */
export function cfnGuard(templates: readonly ScannedTemplate[]): Finding[] {
  // Loaded here, for it loads all of aws-cdk-lib.
  const { CfnGuardValidator } =
    require('@cdklabs/cdk-validator-cfnguard') as typeof import('@cdklabs/cdk-validator-cfnguard');
  const validator = new CfnGuardValidator({ maxBuffer: MAX_BUFFER });
  const templatePaths = templates.map(({ file }) => file);
  const { violations } = validator.validate({ templatePaths } as unknown as IPolicyValidationContext);
  return violations.flatMap(({ ruleName: rule, description: message, violatingResources }) =>
    violatingResources.map(({ templatePath, resourceLogicalId, locations }) => {
      const template = templates.find(({ file }) => file === templatePath);
      if (!template) throw new Error(`cfn-guard speaks of ${templatePath}, which it was not given.`);
      const where = resourceNamed(template, resourceLogicalId ?? named(locations));
      return { scanner: 'cfn-guard', rule, template, where, message };
    }),
  );
}

/** The plugin leaves the resource out of some findings, and the places in it out of fewer. */
function named(locations: readonly string[]): string {
  const [, id = 'unknown'] = locations.map((place) => /^\/Resources\/([^/]+)/.exec(place)).find(Boolean) ?? [];
  return id;
}

/** Whether there is a binary for this machine. */
export const GUARD_RUNS = ['linux', 'darwin'].includes(process.platform) && ['x64', 'arm64'].includes(process.arch);
