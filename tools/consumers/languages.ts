import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EXAMPLE_PACKAGES } from '../../projenrc/scope';
import { ROOT } from '../lib/nx';
import { type Manifest, packageFolder, readManifest } from '../package/manifest';
import { artifactFolders, goModule } from './artifacts';
import { cacheOf } from './cache';
import type { Stranger } from './stranger';

/** Writes package.json as the example in TypeScript has it, with an aws-cdk-lib and the versions of this tree. */
export function writeTypescriptManifest(stranger: Stranger, cdkVersion: string): void {
  const manifest = JSON.parse(readFileSync(join(stranger.folder, 'package.json'), 'utf8'));
  for (const { name, version } of EXAMPLE_PACKAGES.map((used) => readManifest(packageFolder(used)))) {
    manifest.dependencies[name] = version;
  }
  manifest.dependencies['aws-cdk-lib'] = cdkVersion;
  stranger.write('package.json', manifest);
}

/** How the platform in one language is made ready to be synthesized from the artifacts of this repository. */
export interface Example {
  readonly folder: string;
  /** What must be on the machine; where it does not answer, the example is skipped. */
  readonly needs: readonly [command: string, argument: string];
  /** Where it names the version of aws-cdk-lib. */
  readonly cdkVersion: readonly [file: string, pattern: RegExp];
  readonly prepare: (stranger: Stranger) => Promise<NodeJS.ProcessEnv>;
}

export const EXAMPLES: Readonly<Record<string, Example>> = {
  Python: {
    folder: 'python-spot-microservices',
    needs: ['python3', '--version'],
    cdkVersion: ['requirements.txt', /^aws-cdk-lib==(\S+)$/m],
    prepare: preparePython,
  },
  Java: {
    folder: 'java-spot-microservices',
    needs: ['mvn', '--version'],
    cdkVersion: ['pom.xml', /<artifactId>aws-cdk-lib<\/artifactId>\s*<version>([^<]+)/],
    prepare: prepareJava,
  },
  Go: {
    folder: 'go-spot-microservices',
    needs: ['go', 'version'],
    cdkVersion: ['go.mod', /awscdk\/v2 v(\S+)$/m],
    prepare: prepareGo,
  },
};

/** The aws-cdk-lib that an example asks for: its TypeScript twin is synthesized with the same. */
export function cdkVersionOf({ folder, cdkVersion: [file, pattern] }: Example): string {
  const version = pattern.exec(readFileSync(join(ROOT, 'examples', folder, file), 'utf8'))?.[1];
  if (version) return version;
  throw new Error(`examples/${folder}/${file} names no version of aws-cdk-lib.`);
}

export function isMissing({ needs: [command, argument] }: Example): boolean {
  return spawnSync(command, [argument], { stdio: 'ignore' }).status !== 0;
}

/** Puts the versions of this tree where an example names versions of our packages. */
function pinToThisTree(stranger: Stranger, file: string, before: (manifest: Manifest) => string): void {
  const path = join(stranger.folder, file);
  const text = EXAMPLE_PACKAGES.map((name) => readManifest(packageFolder(name))).reduce(
    (pinned, manifest) =>
      pinned.replace(new RegExp(`(${before(manifest)})[^\\s<]+`), (_match, found: string) => found + manifest.version),
    readFileSync(path, 'utf8'),
  );
  writeFileSync(path, text);
}

/** A virtual environment with the wheels, as `pip install` from a folder of wheels makes it. */
async function preparePython(stranger: Stranger): Promise<NodeJS.ProcessEnv> {
  const wheels = artifactFolders('python', EXAMPLE_PACKAGES).flatMap((folder) => ['--find-links', folder]);
  pinToThisTree(stranger, 'requirements.txt', ({ jsii }) => `${jsii.targets.python.distName}==`);
  await stranger.run(['python3', '-m', 'venv', '.venv']);
  const pip = ['.venv/bin/python', '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  await stranger.run([...pip, ...wheels, '--requirement', 'requirements.txt']);
  return { PATH: `${join(stranger.folder, '.venv', 'bin')}:${process.env.PATH}` };
}

/** Repositories of jars beside Maven Central: a settings file, as a company has one. */
function prepareJava(stranger: Stranger): Promise<NodeJS.ProcessEnv> {
  pinToThisTree(
    stranger,
    'pom.xml',
    ({ jsii }) => `<artifactId>${jsii.targets.java.maven.artifactId}</artifactId>\\s*<version>`,
  );
  const repositories = artifactFolders('java', EXAMPLE_PACKAGES).map(
    (folder, index) => `<repository><id>artifacts-${index}</id><url>${pathToFileURL(folder)}</url></repository>`,
  );
  stranger.write(
    '.mvn/settings.xml',
    `<settings>
  <localRepository>${cacheOf('maven')}</localRepository>
  <profiles><profile><id>artifacts</id><repositories>${repositories.join('')}</repositories></profile></profiles>
  <activeProfiles><activeProfile>artifacts</activeProfile></activeProfiles>
</settings>`,
  );
  stranger.write('.mvn/maven.config', '--settings\n.mvn/settings.xml\n');
  // What an earlier run took of our artifacts: Maven would not look for a version again that it has.
  for (const name of EXAMPLE_PACKAGES) {
    const { groupId, artifactId } = readManifest(packageFolder(name)).jsii.targets.java.maven;
    rmSync(join(cacheOf('maven'), ...groupId.split('.'), artifactId), { recursive: true, force: true });
  }
  return Promise.resolve({});
}

/** Replacements of modules that no proxy has yet. */
async function prepareGo(stranger: Stranger): Promise<NodeJS.ProcessEnv> {
  for (const folder of artifactFolders('go', EXAMPLE_PACKAGES).map(goModule)) {
    const [, module = ''] = /^module (\S+)$/m.exec(readFileSync(join(folder, 'go.mod'), 'utf8')) ?? [];
    await stranger.run(['go', 'mod', 'edit', `-replace=${module}=${folder}`]);
  }
  await stranger.run(['go', 'mod', 'tidy']);
  return {};
}
