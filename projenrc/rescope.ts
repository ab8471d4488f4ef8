import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Component, type Project } from 'projen';
import { CONSTRUCT_PACKAGES, type ConstructPackageName, jsiiTargets, SCOPE, SCOPED_NAMES } from './scope';

/** What may name a package: sources, docs, data. Generated files follow by themselves. */
const TEXT = /\.(ts|cjs|mjs|js|md|json|ya?ml|ts-fixture|txt|py|java|xml|go|mod|cs|csproj)$/;

/** What our packages are called in other languages, under any scope, and now. Only examples/ speaks these. */
const IN_OTHER_LANGUAGES: readonly (readonly [name: RegExp, now: string])[] = CONSTRUCT_PACKAGES.flatMap(namesOf);

function namesOf(name: ConstructPackageName): [RegExp, string][] {
  const { python, java, dotnet, go } = jsiiTargets(name);
  const last = (dotted: string) => dotted.slice(dotted.lastIndexOf('.') + 1);
  return [
    [new RegExp(`\\b[a-z0-9]+_${name.replaceAll('-', '_')}\\b`, 'g'), python.module],
    [new RegExp(`^[a-z0-9-]+\\.${name}(?==)`, 'gm'), python.distName],
    [new RegExp(`\\bcom\\.[a-z0-9]+\\.${last(java.package)}\\b`, 'g'), java.package],
    [
      new RegExp(`<groupId>[a-z0-9.]+</groupId>(\\s*<artifactId>${name}<)`, 'g'),
      `<groupId>${java.maven.groupId}</groupId>$1`,
    ],
    [new RegExp(`\\b[A-Z][A-Za-z0-9]*\\.${last(dotnet.packageId)}\\b`, 'g'), dotnet.packageId],
    [/github\.com\/[\w.-]+\/payment-platform-go\b/g, go.moduleName],
  ];
}

/**
 * Carries the scope into files that people write: imports, README examples, warning ids. Any scope before one of
 * our names is replaced, so that no former value has to be remembered and a second run changes nothing.
 */
export class Rescope extends Component {
  private readonly pattern = new RegExp(`@[a-z0-9][a-z0-9._-]*/(${SCOPED_NAMES.join('|')})(?![a-z0-9-])`, 'g');

  constructor(project: Project) {
    super(project);
  }

  public preSynthesize(): void {
    const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
      cwd: this.project.outdir,
      encoding: 'utf8',
    });
    for (const path of new Set(listed.split('\0'))) {
      if (TEXT.test(path) && path !== 'package-lock.json') this.rescope(join(this.project.outdir, path));
    }
  }

  private rescope(file: string): void {
    const before = readIfThere(file);
    if (before === undefined) return;
    const scoped = before.replace(this.pattern, `${SCOPE}/$1`);
    const inExamples = relative(this.project.outdir, file).startsWith('examples');
    const after = inExamples
      ? IN_OTHER_LANGUAGES.reduce((text, [name, now]) => text.replace(name, now), scoped)
      : scoped;
    if (after !== before) writeFileSync(file, after);
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Deleted, not yet committed.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
