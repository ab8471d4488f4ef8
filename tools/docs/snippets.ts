import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../lib/nx';
import type { Page } from './page';

/** Inside the repository, so that imports find what a reader's would; ignored by git. */
export const SNIPPETS = join(ROOT, 'tools', 'docs', 'reports', 'snippets');

/** A whole program on a page of docs/. */
export interface Snippet {
  readonly file: string;
  readonly at: string;
  /** Whether it needs nothing that only a reader has; a fence marked `compile-only` does. */
  readonly runs: boolean;
}

/**
 * The TypeScript of docs/ as files. Each fence is a whole program, which a reader can copy as it stands. READMEs of
 * packages have a check of their own (the snippets target), with what their examples leave out in rosetta/.
 */
export function writeSnippets(all: readonly Page[]): Snippet[] {
  rmSync(SNIPPETS, { recursive: true, force: true });
  mkdirSync(SNIPPETS, { recursive: true });
  writeFileSync(
    join(SNIPPETS, 'tsconfig.json'),
    JSON.stringify({ extends: relative(SNIPPETS, join(ROOT, 'tsconfig.base.json')), include: ['*.ts'] }),
  );
  const programs = all
    .filter(({ path }) => path.startsWith('docs/'))
    .flatMap(({ path, fences }) =>
      fences.filter(({ language }) => language === 'ts').map((fence) => ({ ...fence, path })),
    );
  return programs.map(({ path, line, content, marks }) => {
    const file = join(SNIPPETS, `${path.replaceAll('/', '-').replace(/\.md$/, '')}-${line}.ts`);
    writeFileSync(file, content);
    return { file, at: `${path}:${line}`, runs: !marks.includes('compile-only') };
  });
}

/** What the compiler says, with the page in place of the file. */
export function compileSnippets(snippets: readonly Snippet[]): string[] {
  if (snippets.length === 0) return [];
  const { status, stdout } = spawnSync(join(ROOT, 'node_modules', '.bin', 'tsc'), ['--noEmit', '-p', SNIPPETS], {
    cwd: SNIPPETS,
    encoding: 'utf8',
  });
  if (status === 0) return [];
  const named = snippets.reduce(
    (text, { file, at }) => text.replaceAll(relative(SNIPPETS, file), `${at}, in the snippet `),
    stdout,
  );
  return named.trim().split('\n');
}
