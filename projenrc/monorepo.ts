import { TextFile } from 'projen';
import { NodeProject } from 'projen/lib/javascript';
import { writeBiomeConfig } from './biome';
import { writeCiWorkflow } from './ci-workflow';
import { writeExamples } from './examples';
import { writeIntegWorkflow } from './integ-workflow';
import { writeJestConfig } from './jest';
import { writeDuplicatesConfig } from './jscpd';
import { dropPackageFields, RootProjenrc, sharedOptions } from './node-project';
import { nxProject, rootTargets, writeNxJson } from './nx';
import { writeReleaseWorkflow } from './release-workflow';
import { Rescope } from './rescope';
import { writeStrykerConfig } from './stryker';
import { writeTsconfigs } from './typescript';
import { pinned, TOOLS_NODE_RANGE } from './versions';

export interface MonorepoOptions {
  readonly name: string;
  readonly description: string;
  /** Name of the organization that publishes, as in package.json's author. */
  readonly owner: string;
  readonly repositoryUrl: string;
  /** Folders of the workspaces. */
  readonly workspaces: string[];
}

/** Everything the repository's own work needs; members add only what their code imports. */
const TOOLS = [
  'projen',
  'constructs',
  'aws-cdk-lib',
  'aws-cdk',
  'nx',
  '@biomejs/biome',
  'jsii',
  'jsii-rosetta',
  'jsii-docgen',
  'jsii-pacmak',
  'typescript',
  'tsx',
  'jest',
  'jest-circus',
  'jest-environment-node',
  '@jest/types',
  'expect',
  'esbuild',
  '@types/jest',
  '@types/node',
  '@cdklabs/cdk-validator-cfnguard',
  'fast-check',
  'ajv',
  'ajv-formats',
  'playwright-core',
  'markdown-it',
  '@types/markdown-it',
  'publint',
  '@arethetypeswrong/core',
  'verdaccio',
  'pnpm',
  '@yarnpkg/cli-dist',
  '@stryker-mutator/core',
  '@stryker-mutator/api',
  'yaml',
  'elkjs',
  'zod',
  'semver',
  '@types/semver',
  'conventional-commits-parser',
  'jsii-diff',
  'jsii-reflect',
  'knip',
  'jscpd',
  '@aws-cdk/aws-service-spec',
  '@aws-cdk/integ-runner',
  '@aws-cdk/integ-tests-alpha',
] as const;

const IGNORED = [
  '/packages/*/lib/',
  '.jsii',
  '.tsbuildinfo',
  '.jsii.tabl.json',
  'reports/',
  'cdk.out/',
  'dist/',
  '.nx/',
  'tsconfig.tsbuildinfo',
  '**/*.snapshot/asset.*/',
  '**/*.snapshot/tree.json',
  'cdk-integ.out.*',
  '/tools/*/.venv*/',
  '/tools/local-cloud/.venv/',
  '/examples/*/build/',
  '/examples/*/target/',
  '/examples/*/.venv/',
  '__pycache__/',
  '.ruff_cache/',
];

/** What other tools than projen write: a review may fold it, and it may be long. */
const GENERATED = ['/packages/*/API.md', '/packages/*/test/*.snapshot/**', '/tools/scanners/requirements.txt'];

/** The root: one install, one lockfile, one configuration of each tool. */
export class Monorepo extends NodeProject {
  public readonly owner: string;
  public readonly repositoryUrl: string;

  constructor(options: MonorepoOptions) {
    super({
      ...sharedOptions(),
      name: options.name,
      description: options.description,
      devDeps: pinned(...TOOLS),
      gitignore: IGNORED,
    });
    this.owner = options.owner;
    this.repositoryUrl = options.repositoryUrl;
    this.package.addField('private', true);
    this.package.addField('engines', { node: TOOLS_NODE_RANGE });
    this.package.addField('workspaces', options.workspaces);
    this.package.addField('nx', nxProject('monorepo', rootTargets()));
    this.package.addField('overrides', {
      // A platform's own build of this resolver is not in every registry mirror; the plain one is.
      'unrs-resolver': '1.12.2',
      // The release that verdaccio names is not in every registry mirror.
      verdaccio: { 'node-fetch': '2.7.0' },
    });
    dropPackageFields(this, 'main', 'devEngines', 'publishConfig');
    this.writeScripts();
    for (const file of GENERATED) this.gitattributes.addAttributes(file, 'linguist-generated');

    new RootProjenrc(this, '.projenrc.ts');
    this.defaultTask?.reset('tsx .projenrc.ts');
    new Rescope(this);
    new TextFile(this, '.npmrc', {
      lines: [
        '# Keeps download addresses, and with them the mirror that somebody happened to use, out of the lockfile.',
        'omit-lockfile-registry-resolved=true',
        'fund=false',
        'audit=false',
      ],
    });
    writeNxJson(this);
    writeTsconfigs(this);
    writeJestConfig(this);
    writeStrykerConfig(this);
    writeBiomeConfig(this);
    writeDuplicatesConfig(this);
    writeCiWorkflow(this);
    writeReleaseWorkflow(this);
    writeIntegWorkflow(this, this.repositoryUrl);
    writeExamples(this);
  }

  /** Scripts call tools directly: projen's task wrapper costs most of a second a call. */
  private writeScripts(): void {
    for (const task of [
      'build',
      'pre-compile',
      'compile',
      'post-compile',
      'test',
      'package',
      'watch',
      'eject',
      'clobber',
    ]) {
      if (this.tasks.tryFind(task)) this.tasks.removeTask(task);
    }
    this.package.addField('scripts', {
      demo: 'node tools/first-run.mjs demo',
      test: 'node tools/first-run.mjs test',
      spec: 'node tools/first-run.mjs spec',
      random: 'node tools/first-run.mjs random',
      mutants: 'node tools/first-run.mjs mutants',
      e2e: 'node tools/first-run.mjs test e2e test-engine',
      bench: 'node tools/first-run.mjs bench',
      diagram: 'node tools/first-run.mjs diagram',
      cost: 'node tools/first-run.mjs cost',
      coverage: 'node tools/first-run.mjs coverage',
      release: 'node tools/first-run.mjs release',
      upgrade: 'node tools/first-run.mjs upgrade',
      scan: 'node tools/first-run.mjs scan',
      scoreboard: 'node tools/first-run.mjs scoreboard',
      seeded: 'node tools/first-run.mjs seeded',
      package: 'node tools/first-run.mjs package',
      consumers: 'node tools/first-run.mjs consumers',
      build: 'nx run-many -t compile',
      docs: 'nx run-many -t compile && tsx tools/api-docs.ts',
      integ: 'node tools/first-run.mjs integ',
      format: 'biome check --write .',
      projen: 'projen',
    });
  }
}
