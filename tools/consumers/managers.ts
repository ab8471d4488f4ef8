import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SCOPE } from '../../projenrc/scope';
import { ROOT } from '../lib/nx';
import { cacheOf } from './cache';
import type { Registry } from './registry';
import type { Stranger } from './stranger';

export const MANAGERS = ['npm', 'pnpm', 'yarn'] as const;

export type Manager = (typeof MANAGERS)[number];

const EMPTY = { name: 'stranger', version: '1.0.0', private: true };

/**
 * aws-cdk-lib brings its dependencies along. npm and pnpm take them from there; yarn asks the registry for each, and
 * not every mirror has this one, so yarn gets the copy that aws-cdk-lib brings.
 */
const VALIDATOR = '@aws/cloudformation-validate';

function bundled(name: string): string {
  return join(ROOT, 'node_modules', 'aws-cdk-lib', 'node_modules', name);
}

/** Installs packages in a stranger's folder, with nothing else in its package.json. */
export async function install(
  stranger: Stranger,
  registry: Registry,
  manager: Manager,
  packages: readonly string[],
): Promise<void> {
  stranger.write('package.json', EMPTY);
  stranger.write('.npmrc', registry.npmrc);
  if (manager === 'npm') {
    await stranger.run(['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', ...packages]);
  } else if (manager === 'pnpm') {
    await pnpm(stranger, packages, 'add', ...packages);
  } else {
    const registryOfTheRest = (await stranger.run(['npm', 'config', 'get', 'registry'])).trim();
    stranger.write('.yarnrc.yml', yarnrc(registry, registryOfTheRest));
    stranger.write('yarn.lock', '');
    stranger.write('package.json', { ...EMPTY, resolutions: { [VALIDATOR]: `file:${bundled(VALIDATOR)}` } });
    forgetInYarn(ours(packages));
    await stranger.run([...cli('@yarnpkg/cli-dist', 'bin/yarn.js'), 'add', ...packages.map(versioned)], {
      YARN_GLOBAL_FOLDER: cacheOf('yarn'),
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
    });
  }
}

/**
 * Installs packages in projects of one repository, each with its own. A project sees what it asked for, and a package
 * what it declares: nothing of one can be found from another.
 */
export async function installEach(
  stranger: Stranger,
  registry: Registry,
  projects: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  stranger.write('.npmrc', registry.npmrc);
  // By default pnpm lets packages see each other's dependencies, and so what none of them declares.
  stranger.write('pnpm-workspace.yaml', "packages: ['*']\nhoist: false\n");
  for (const [name, packages] of Object.entries(projects)) {
    const dependencies = Object.fromEntries(packages.map((spec) => versioned(spec).split(/(?<=.)@/)));
    stranger.project(name).write('package.json', { ...EMPTY, name, dependencies });
  }
  await pnpm(stranger, Object.values(projects).flat(), 'install');
}

async function pnpm(stranger: Stranger, packages: readonly string[], ...args: string[]): Promise<void> {
  const program = cli('pnpm', 'bin/pnpm.cjs');
  const options = ['--store-dir', cacheOf('pnpm'), '--prefer-offline', '--reporter=append-only'];
  const cache = { npm_config_cache_dir: cacheOf('pnpm-metadata') };
  // What another registry said of our packages: this one may have its port.
  await stranger.run([...program, 'cache', 'delete', ...ours(packages)], cache);
  await stranger.run([...program, ...args, ...options], cache);
}

/** The names of our packages among those that are asked for. */
function ours(packages: readonly string[]): string[] {
  return packages.filter((spec) => spec.startsWith(`${SCOPE}/`)).map((spec) => spec.replace(/(?<=.)@.*/, ''));
}

/** Yarn keeps a package by its name and version, and has no command that removes some: ours change under one version. */
function forgetInYarn(packages: readonly string[]): void {
  const cache = join(cacheOf('yarn'), 'cache');
  if (!existsSync(cache)) return;
  for (const file of readdirSync(cache)) {
    if (packages.some((name) => file.startsWith(`${name.replace('/', '-')}-npm-`))) rmSync(join(cache, file));
  }
}

/** A package as it was asked for, with a version in any case. */
function versioned(spec: string): string {
  return spec.lastIndexOf('@') > 0 ? spec : `${spec}@latest`;
}

/** Yarn, with a node_modules folder as CDK's CLI and the jsii runtimes expect one; it does not read .npmrc. */
function yarnrc(registry: Registry, registryOfTheRest: string): string {
  return [
    'nodeLinker: node-modules',
    'enableTelemetry: false',
    `npmRegistryServer: "${registryOfTheRest}"`,
    'npmScopes:',
    `  ${SCOPE.slice(1)}:`,
    `    npmRegistryServer: "${registry.url}"`,
    'unsafeHttpWhitelist: ["127.0.0.1"]',
    // Yarn waits until a version is some days old; these are some seconds old.
    `npmPreapprovedPackages: ["${SCOPE}/*"]`,
    '',
  ].join('\n');
}

/** A package manager of this repository's own lockfile, so that it is the same everywhere. */
function cli(name: string, file: string): string[] {
  return [process.execPath, join(ROOT, 'node_modules', name, file)];
}
