import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Component, type Project } from 'projen';
import { SCOPE, SCOPED_NAMES } from './scope';

/** What may name a package: sources, docs, data. Generated files follow by themselves. */
const TEXT = /\.(ts|cjs|mjs|js|md|json|ya?ml|ts-fixture|txt)$/;

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
    const after = before.replace(this.pattern, `${SCOPE}/$1`);
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
