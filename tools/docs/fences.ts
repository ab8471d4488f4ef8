import { SHELL } from './commands';
import type { Page } from './page';

/** Languages whose fences no check reads, and why. */
const UNREAD: Readonly<Record<string, string>> = {
  text: 'what a command says',
  hcl: 'Terraform, to compare with',
  sql: 'what a reader types into a database',
  python: 'a handler, which tools/local-cloud/tests/test_readme.py runs',
};

/** Where TypeScript is compiled: by this check, and by the snippets target. */
const COMPILED = /^(docs\/.+|packages\/[^/]+\/README)\.md$/;

/** Fences that would go stale in silence, because nothing reads what is in them. */
export function unreadFences(all: readonly Page[]): string[] {
  return all.flatMap(({ path, fences }) =>
    fences
      .filter(({ language }) => !SHELL.has(language) && !(language in UNREAD))
      .filter(({ language }) => language !== 'ts' || !COMPILED.test(path))
      .map(({ language, line }) => `${path}:${line}: ${reasonOf(language)}`),
  );
}

function reasonOf(language: string): string {
  if (language === 'ts') return 'TypeScript is compiled in docs/ and in READMEs of packages alone. Move it there.';
  const known = [...SHELL, 'ts', ...Object.keys(UNREAD)].filter(Boolean).join(', ');
  return `no check reads a fence of '${language}'. Use one of ${known}, or say why in tools/docs/fences.ts.`;
}
