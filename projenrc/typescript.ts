import { JsonFile, type Project } from 'projen';
import { PRIVATE_LIBRARIES, SCOPE, scoped } from './scope';

/** Language level and strictness of every TypeScript file here; jsii prescribes the first group. */
const COMPILER_OPTIONS = {
  target: 'es2022',
  lib: ['es2022'],
  module: 'node16',
  moduleResolution: 'node16',
  skipLibCheck: true,
  noEmitOnError: true,
  declaration: true,
  strict: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  resolveJsonModule: true,
  esModuleInterop: true,
};

/** tsconfig.base.json for editors, checks, tests and synths; tsconfig.jsii.json for what is published. */
export function writeTsconfigs(project: Project): void {
  new JsonFile(project, 'tsconfig.base.json', {
    obj: {
      compilerOptions: {
        ...COMPILER_OPTIONS,
        noEmit: true,
        // Stricter than jsii's validation lets a published build be.
        noUncheckedIndexedAccess: true,
        isolatedModules: true,
        types: ['node', 'jest'],
        // Sources stand in for built packages: what you edit is what a test or a synth sees, with no build between.
        paths: {
          ...Object.fromEntries(
            Object.entries(PRIVATE_LIBRARIES).map(([name, folder]) => [scoped(name), [`./${folder}/src/index.ts`]]),
          ),
          [`${SCOPE}/*`]: ['./packages/*/src/index.ts'],
        },
      },
    },
  });
  new JsonFile(project, 'tsconfig.jsii.json', {
    obj: {
      compilerOptions: {
        ...COMPILER_OPTIONS,
        types: ['node'],
        // No maps: what jsii emits reads like the source, and maps would double a tarball (docs/adr/0050).
        sourceMap: false,
        declarationMap: false,
        incremental: true,
        composite: false,
      },
    },
  });
  // One program checks every file once: a program a project would parse and check aws-cdk-lib's types in each.
  new JsonFile(project, 'tsconfig.json', {
    obj: {
      extends: './tsconfig.base.json',
      compilerOptions: { allowJs: true, checkJs: true },
      include: [
        '.projenrc.ts',
        'knip.ts',
        'projenrc/**/*.ts',
        'tools/**/*.ts',
        'tools/**/*.mts',
        'tools/**/*.mjs',
        ...['testing', 'packages/*', 'apps/*'].flatMap((member) =>
          ['src', 'test', 'config', 'rosetta'].map((folder) => `${member}/${folder}/**/*.ts`),
        ),
      ],
      exclude: ['**/node_modules', '**/*.snapshot', '**/cdk.out'],
    },
  });
}
