import { JsonFile, type Project } from 'projen';
import { DAY_OF_CHECKS } from '../testing/src/day-of-checks';
import { CONSTRUCT_PACKAGES, EXAMPLE_PACKAGES } from './scope';

/** Build output of a package, and what a source edit can change about a check. */
const SOURCES = ['{projectRoot}/src/**/*', '{projectRoot}/package.json', '{projectRoot}/tsconfig*.json'];
const TOOLCHAIN = [
  // What one release of Node.js has shown is no evidence for another.
  { runtime: 'node --version' },
  '{workspaceRoot}/package-lock.json',
  '{workspaceRoot}/tsconfig.base.json',
  '{workspaceRoot}/tsconfig.jsii.json',
];

const PACKAGING = ['{workspaceRoot}/tools/package.ts', '{workspaceRoot}/tools/{package,lib}/**/*'];

/** Languages whose toolchain comes or goes: what was skipped is tried then. */
const TOOLCHAINS = { runtime: 'python3 --version; mvn --version; go version; true' };

const ENVIRONMENT = {
  // jsii 6 warns at each start on Node 20, which this project supports as long as its users run it.
  JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
  // Nothing that a check runs may look for an account, a notice or a telemetry endpoint.
  AWS_EC2_METADATA_DISABLED: 'true',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  CDK_NOTICES: 'false',
  ...DAY_OF_CHECKS,
};

/**
 * jest in one process. nx runs a project on each core, and what aws-cdk-lib takes to load and to become fast is then
 * spent once a project instead of in each worker: a third of the processor time.
 */
const JEST = 'node --single-threaded-gc node_modules/jest/bin/jest.js --runInBand';

/** Runs TypeScript: without the process that the command tsx puts in front, which takes a quarter of a second. */
const TSX = 'node --import tsx';

interface Target {
  readonly command: string;
  /** Where the command starts. Default: in the project's folder, or at the root for a target of the root. */
  readonly cwd?: string;
  readonly inputs: (string | Record<string, unknown>)[];
  readonly outputs?: string[];
  readonly dependsOn?: (string | { readonly target: string; readonly projects: readonly string[] })[];
  readonly cache?: boolean;
}

/**
 * The one place that says what each target runs, reads and writes. Commands start in the project's folder. Tests,
 * type checks and synths read the packages' sources (through path mappings), so only what needs a jsii assembly
 * waits for a compile.
 */
const TARGETS: Record<string, Target> = {
  compile: {
    // What is built against is newer than the lowest supported release, which tools/consumers tries.
    command: 'jsii --silence-warnings=reserved-word --silence-warnings=metadata/missing-dev-dependency',
    // jsii copies the README into the assembly, where the snippets target finds its examples.
    inputs: ['production', '{projectRoot}/README.md'],
    outputs: ['{projectRoot}/lib', '{projectRoot}/.jsii', '{projectRoot}/.tsbuildinfo'],
  },
  package: {
    command: `${TSX} ../../tools/package.ts {projectName} --no-build --language js`,
    inputs: ['production', '{projectRoot}/{README,API}.md', '{projectRoot}/docs/**/*', ...PACKAGING],
    outputs: ['{projectRoot}/dist/js'],
    dependsOn: ['compile'],
  },
  'package-languages': {
    command: `${TSX} ../../tools/package.ts {projectName} --no-build --skip-missing --language python --language java --language go`,
    inputs: ['production', '{projectRoot}/{README,API}.md', '{projectRoot}/docs/**/*', ...PACKAGING, TOOLCHAINS],
    outputs: ['{projectRoot}/dist/python', '{projectRoot}/dist/java', '{projectRoot}/dist/go'],
    dependsOn: ['compile'],
  },
  test: {
    command: `${JEST} --rootDir {projectRoot}`,
    cwd: '{workspaceRoot}',
    inputs: ['default', '^production', 'toolchain', '{workspaceRoot}/jest.config.js'],
    outputs: ['{projectRoot}/reports/results.json'],
  },
  random: {
    command: `${JEST} --config jest.random.config.js --rootDir {projectRoot}`,
    cwd: '{workspaceRoot}',
    inputs: [
      'code',
      'toolchain',
      '{workspaceRoot}/testing/src/**/*',
      '{workspaceRoot}/jest*.config.js',
      { env: 'RANDOM_SEED' },
    ],
    outputs: ['{projectRoot}/reports/random.json'],
  },
  integ: {
    command: `${TSX} ../../tools/integ-snapshots.ts`,
    inputs: ['code', 'toolchain', '{workspaceRoot}/tools/integ-*'],
  },
  'integ-update': { command: `${TSX} ../../tools/integ-snapshots.ts --update`, inputs: [], cache: false },
  synth: {
    command: 'cdk synth --quiet',
    inputs: ['code', '^production', 'toolchain'],
    outputs: ['{projectRoot}/cdk.out'],
  },
  pictures: {
    command: `${TSX} ../../tools/diagram.ts --check {projectName} && ${TSX} ../../tools/cost.ts --check {projectName}`,
    inputs: [
      { dependentTasksOutputFiles: '**/*.json' },
      '{projectRoot}/README.md',
      '{projectRoot}/*.svg',
      '{workspaceRoot}/tools/{diagram,cost,lib}/**/*',
      '{workspaceRoot}/tools/{diagram,cost}.ts',
      '{workspaceRoot}/testing/src/**/*',
      'toolchain',
    ],
    dependsOn: ['synth'],
  },
};

/**
 * What reads the packages' jsii assemblies does so for all of them at once: most of the work is aws-cdk-lib's assembly and
 * declarations, which each package refers to.
 */
const COMPILED = { projects: ['packages/*'], target: 'compile' };

const LOCAL_CLOUD = 'tools/local-cloud';

/** What an update does to a deployed resource: tools/upgrade and the tests with random props ask for it. */
const UPDATES = '{workspaceRoot}/testing/src/updates/**/*';

/** What the templates of the apps hang on. */
const TEMPLATES = [
  '{workspaceRoot}/apps/*/{src,config}/**/*',
  '{workspaceRoot}/apps/*/*.json',
  '{workspaceRoot}/packages/*/src/**/*',
  '{workspaceRoot}/tools/app-kit/src/**/*',
  // Runs them.
  '{workspaceRoot}/testing/src/**/*',
  'toolchain',
];

/** What reaches a consumer in another repository, and what plays the consumer. */
const CONSUMED = [
  '{workspaceRoot}/packages/*/src/**/*',
  '{workspaceRoot}/packages/*/package.json',
  '{workspaceRoot}/tools/{consumers,package,lib}/**/*',
  '{workspaceRoot}/projenrc/{scope,versions}.ts',
  '{workspaceRoot}/jest.config.js',
  'toolchain',
];

/** Targets of the repository as a whole, run at its root. */
const ROOT_TARGETS: Record<string, Target> = {
  lint: { command: 'biome ci --error-on-warnings .', inputs: ['everything'] },
  typecheck: {
    command: 'tsc --noEmit',
    inputs: ['typescript', 'toolchain'],
  },
  unused: {
    command: 'knip --treat-config-hints-as-errors && knip --production --exports --files',
    inputs: ['typescript', '{workspaceRoot}/**/*.cjs', 'toolchain'],
  },
  duplicates: {
    command: 'jscpd',
    inputs: ['{workspaceRoot}/.jscpd.json', '{workspaceRoot}/**/*.{ts,js,mjs,cjs,py}', 'toolchain'],
  },
  api: {
    command: `${TSX} tools/check-api.ts`,
    inputs: [
      { dependentTasksOutputFiles: '**/.jsii' },
      '{workspaceRoot}/tools/check-api.ts',
      '{workspaceRoot}/tools/lib/jsii-api.ts',
      'toolchain',
    ],
    dependsOn: [COMPILED],
  },
  docs: {
    command: `${TSX} tools/api-docs.ts --check`,
    inputs: [
      { dependentTasksOutputFiles: '**/.jsii' },
      '{workspaceRoot}/packages/*/API.md',
      '{workspaceRoot}/tools/api-docs.ts',
      'toolchain',
    ],
    dependsOn: [COMPILED],
  },
  snippets: {
    // One program of all examples; each stays a module of its own, and an error names package, page and line.
    command: 'jsii-rosetta extract --strict --batch --directory . packages/*',
    inputs: [
      { dependentTasksOutputFiles: '**/{.jsii,*.d.ts}' },
      '{workspaceRoot}/packages/*/rosetta/**/*',
      'toolchain',
    ],
    dependsOn: [COMPILED],
  },
  'test-tooling': {
    command: 'jest --rootDir tools',
    inputs: ['everything'],
    outputs: ['{workspaceRoot}/tools/reports'],
  },
  'test-release': onRepository('tools/release'),
  'test-upgrade': onRepository('tools/upgrade'),
  upgrade: {
    command: `${TSX} tools/upgrade.ts --built`,
    inputs: [
      { dependentTasksOutputFiles: '**/{.jsii,*.json}' },
      '{workspaceRoot}/packages/*/test/*.snapshot/*.json',
      // Commits announce what breaks, and tags say which baseline is the right one.
      { runtime: 'git rev-parse HEAD' },
      { runtime: 'git for-each-ref refs/tags' },
      UPDATES,
      'tooling',
      'toolchain',
    ],
    dependsOn: [COMPILED, { projects: ['apps/*'], target: 'synth' }],
  },
  'docs-pages': {
    command: `${TSX} tools/docs-pages.ts`,
    inputs: [
      '{workspaceRoot}/**/*.{md,svg,html,png}',
      '{workspaceRoot}/apps/**/*',
      '{workspaceRoot}/examples/**/*',
      '{workspaceRoot}/packages/*/src/**/*',
      'tooling',
      'toolchain',
    ],
  },
  'local-cloud-python': { command: `${TSX} tools/local-cloud/prepare.ts`, inputs: [], cache: false },
  'test-engine': {
    command: '.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/python -m pytest',
    cwd: `{workspaceRoot}/${LOCAL_CLOUD}`,
    inputs: [
      `{workspaceRoot}/${LOCAL_CLOUD}/**/*.py`,
      `{workspaceRoot}/${LOCAL_CLOUD}/README.md`,
      `{workspaceRoot}/${LOCAL_CLOUD}/requirements*.txt`,
      `{workspaceRoot}/${LOCAL_CLOUD}/pyproject.toml`,
      '{workspaceRoot}/packages/*/test/*.snapshot/*.template.json',
    ],
    outputs: [`{workspaceRoot}/${LOCAL_CLOUD}/tests/reports`],
    dependsOn: ['local-cloud-python'],
  },
  e2e: {
    command: `jest --rootDir ${LOCAL_CLOUD} --maxWorkers=2`,
    inputs: [
      '{workspaceRoot}/apps/**/*',
      '{workspaceRoot}/packages/*/src/**/*',
      '{workspaceRoot}/testing/src/**/*',
      '{workspaceRoot}/jest.config.js',
      'tooling',
      'toolchain',
    ],
    outputs: [`{workspaceRoot}/${LOCAL_CLOUD}/reports`],
    dependsOn: ['local-cloud-python'],
  },
  seeded: {
    command: `${TSX} tools/seeded.ts`,
    inputs: [...TEMPLATES, '{workspaceRoot}/tools/seeded.ts', '{workspaceRoot}/tools/{lib,seeded}/**/*'],
  },
  scan: {
    command: `${TSX} tools/scan.ts`,
    inputs: [
      ...TEMPLATES,
      '{workspaceRoot}/tools/scan.ts',
      '{workspaceRoot}/tools/{lib,scanners}/**/*',
      // Without Python it is skipped, and must not stay so when there is one.
      { runtime: 'python3 --version || python --version || echo none' },
    ],
    outputs: ['{workspaceRoot}/tools/scanners/reports/results.json'],
  },
  consumers: {
    command: 'jest --rootDir tools/consumers --maxWorkers=2',
    inputs: [...CONSUMED, '{workspaceRoot}/packages/*/{README.md,rosetta/**/*}'],
    outputs: ['{workspaceRoot}/tools/consumers/reports'],
    dependsOn: [{ target: 'package', projects: CONSTRUCT_PACKAGES }],
  },
  'consumers-languages': {
    command: 'jest --rootDir tools/consumers/languages',
    inputs: [
      ...CONSUMED,
      TOOLCHAINS,
      '{workspaceRoot}/examples/**/*',
      '{workspaceRoot}/apps/spot-microservices/{src,config}/**/*',
      '{workspaceRoot}/tools/{app-kit,local-cloud}/**/*',
    ],
    outputs: ['{workspaceRoot}/tools/consumers/languages/reports'],
    dependsOn: [
      'local-cloud-python',
      { target: 'package', projects: CONSTRUCT_PACKAGES },
      { target: 'package-languages', projects: EXAMPLE_PACKAGES },
    ],
  },
};

/** Tests that work on a copy of the repository, and so read how it is put together, not what packages and apps do. */
function onRepository(folder: string): Target {
  const definitions = ['package.json', 'packages/*/package.json', 'apps/*/package.json', '.github/workflows/*'];
  return {
    command: `jest --rootDir ${folder} --maxWorkers=2`,
    inputs: ['tooling', 'toolchain', UPDATES, ...definitions.map((path) => `{workspaceRoot}/${path}`)],
    outputs: [`{workspaceRoot}/${folder}/reports`],
  };
}

/** A project as nx reads it from package.json. Its npm scripts are for people: as targets, `test` would run itself. */
export function nxProject(name: string, projectTargets: Record<string, object>): object {
  return { name, includedScripts: [], targets: projectTargets };
}

/** A member's declaration that it takes part in these targets; nx.json holds the rest. */
export function targets(names: readonly string[]): Record<string, object> {
  for (const name of names) if (!TARGETS[name]) throw new Error(`Unknown target '${name}'.`);
  return Object.fromEntries(names.map((name) => [name, {}]));
}

export function rootTargets(): Record<string, object> {
  return Object.fromEntries(
    Object.entries(ROOT_TARGETS).map(([name, target]) => [name, render(target, '{workspaceRoot}')]),
  );
}

export function writeNxJson(project: Project): void {
  new JsonFile(project, 'nx.json', {
    obj: {
      $schema: './node_modules/nx/schemas/nx-schema.json',
      parallel: 2,
      // Of this checkout alone: nx would share one among all clones of a user.
      cacheDirectory: '.nx/cache',
      analytics: false,
      neverConnectToCloud: true,
      namedInputs: {
        default: ['{projectRoot}/**/*'],
        // What a person reads, and a compiler or a synth does not. Tests do: they hold the docs to what they say.
        code: ['default', '!{projectRoot}/README.md', '!{projectRoot}/API.md', '!{projectRoot}/*.svg'],
        production: [...SOURCES, ...TOOLCHAIN],
        toolchain: TOOLCHAIN,
        tooling: [
          '{workspaceRoot}/.projenrc.ts',
          '{workspaceRoot}/projenrc/**/*',
          '{workspaceRoot}/tools/**/*',
          // `npm run coverage` prints what this test of pci-evidence counts.
          '{workspaceRoot}/packages/pci-evidence/test/control-lists/**/*',
        ],
        typescript: ['{workspaceRoot}/**/*.{ts,mts,mjs,json}', '!{workspaceRoot}/**/*.snapshot/**/*'],
        everything: ['{workspaceRoot}/**/*', { runtime: 'node --version' }],
      },
      targetDefaults: Object.fromEntries(
        Object.entries(TARGETS).map(([name, target]) => [name, render(target, '{projectRoot}')]),
      ),
    },
  });
}

function render(target: Target, folder: string): object {
  const { command, cwd = folder, cache = true, ...rest } = target;
  return { executor: 'nx:run-commands', cache, options: { command, cwd, env: ENVIRONMENT }, ...rest };
}
