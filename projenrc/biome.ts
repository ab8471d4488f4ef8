import { JsonFile, type Project } from 'projen';
import { SCOPE, scoped, TEST_HELPERS } from './scope';

const LIMITS = { maxLinesPerFile: 400, maxLinesPerFunction: 60 };

/** Imports of types count: a reader who follows a circle does not care what is erased. */
const NO_CYCLES = { level: 'error', options: { ignoreTypes: false } };

/** Linter and formatter in one tool and one file: the house rules that a machine can check. */
export function writeBiomeConfig(project: Project): void {
  new JsonFile(project, 'biome.json', {
    marker: false, // biome refuses unknown keys
    obj: {
      vcs: { enabled: true, clientKind: 'git', useIgnoreFile: true },
      files: {
        includes: ['**', '!**/*.snapshot', '!**/cdk.context.json', '!package-lock.json', ...generated()],
      },
      formatter: { indentStyle: 'space', indentWidth: 2, lineWidth: 120 },
      javascript: { formatter: { quoteStyle: 'single' } },
      assist: { actions: { source: { organizeImports: 'on' } } },
      linter: { rules: rules() },
      overrides: [
        // Generated, and read by biome whatever the includes say.
        { includes: ['biome.json'], formatter: { enabled: false } },
        {
          includes: ['packages/*/src/**'],
          linter: {
            rules: {
              suspicious: { noConsole: 'error', noImportCycles: NO_CYCLES },
              style: {
                noRestrictedImports: restricted(
                  [`${SCOPE}/*`, '@org-*'],
                  'Packages never import each other (star, not chain): meet through the interfaces of aws-cdk-lib.',
                ),
              },
            },
          },
        },
        {
          includes: ['packages/*/test/**'],
          linter: {
            rules: {
              style: {
                noRestrictedImports: restricted(
                  [`${SCOPE}/*`, `!${scoped(TEST_HELPERS)}`],
                  'A package is tested alone: apps/ show packages together.',
                ),
              },
              complexity: { noExcessiveLinesPerFunction: 'off' },
            },
          },
        },
        {
          includes: ['**/test/**'],
          linter: { rules: { complexity: { noExcessiveLinesPerFunction: 'off' } } },
        },
      ],
    },
  });
}

function rules(): object {
  return {
    preset: 'recommended',
    suspicious: {
      noExplicitAny: 'error',
      noImportCycles: NO_CYCLES,
      useAwait: 'error',
      // CloudFormation's own placeholders look like this.
      noTemplateCurlyInString: 'off',
    },
    correctness: { noUnusedImports: 'error', noUnusedVariables: 'error' },
    complexity: {
      noExcessiveLinesPerFunction: {
        level: 'error',
        options: { maxLines: LIMITS.maxLinesPerFunction, skipBlankLines: true },
      },
    },
    style: {
      noExcessiveLinesPerFile: { level: 'error', options: { maxLines: LIMITS.maxLinesPerFile } },
      noRestrictedImports: restricted([], ''),
      useImportType: 'error',
      noNonNullAssertion: 'error',
      useNodejsImportProtocol: 'error',
    },
  };
}

/** Importing the root of aws-cdk-lib loads all of it: slower compiles, tests and synths. */
function restricted(group: string[], message: string): object {
  const paths = { 'aws-cdk-lib': "Import from 'aws-cdk-lib/core' or the service's module." };
  return {
    level: 'error',
    options: { paths, patterns: group.length > 0 ? [{ group, message }] : [] },
  };
}

/** Generated files are checked by regenerating them, not by a linter. */
function generated(): string[] {
  return [
    '!**/package.json',
    '!**/tsconfig*.json',
    '!**/project.json',
    '!nx.json',
    '!.projen',
    '!jest.config.js',
    '!.jscpd.json',
    '!stryker.config.json',
    '!**/cdk.json',
  ];
}
