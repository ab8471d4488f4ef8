import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { Git } from '../lib/git';
import { isUnlinked, type Page, parsePage } from './page';

/** What a link check needs of a repository. */
export interface Tree {
  readonly exists: (path: string) => boolean;
  readonly read: (path: string) => string;
}

/** What a clone has: what git ignores, such as builds, is on this machine alone. */
export function treeAt(root: string): Tree {
  const files = new Git(root).lines('ls-files', '--cached', '--others', '--exclude-standard');
  const upTo = (file: string) => [...file.matchAll(/\/|$/g)].map(({ index }) => file.slice(0, index));
  const cloned = new Set(['.', ...files.flatMap(upTo)]);
  return {
    exists: (path) => cloned.has(path.replace(/\/$/, '')) && existsSync(posix.join(root, path)),
    read: (path) => readFileSync(posix.join(root, path), 'utf8'),
  };
}

/** Links that lead nowhere, each as one line; addresses outside are held to be well-formed and on HTTPS, no more. */
export function brokenLinks(all: readonly Page[], tree: Tree): string[] {
  const anchors = new Map(all.map((page) => [page.path, page.anchors]));
  const anchorsOf = (path: string) => {
    const known = anchors.get(path) ?? parsePage(path, tree.read(path)).anchors;
    anchors.set(path, known);
    return known;
  };
  return all.flatMap(({ path, links }) =>
    links.flatMap(({ target, line }) => {
      const problem = problemOf(path, target, tree, anchorsOf);
      return problem ? [`${path}:${line}: ${target}: ${problem}`] : [];
    }),
  );
}

/** Addresses outside of the repository, for a person to look at. */
export function externalLinks(all: readonly Page[]): string[] {
  return [...new Set(all.flatMap(({ links }) => links.map(({ target }) => target).filter(isExternal)))].sort();
}

function isExternal(target: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(target);
}

function problemOf(
  from: string,
  target: string,
  tree: Tree,
  anchorsOf: (path: string) => ReadonlySet<string>,
): string | undefined {
  if (isUnlinked(target)) return 'this leads nowhere, as Markdown reads it: write [text](address)';
  if (isExternal(target)) {
    if (target.startsWith('mailto:')) return undefined;
    if (!URL.canParse(target)) return 'this is no address';
    return target.startsWith('https:') ? undefined : 'a link outside is on HTTPS';
  }
  const [file = '', anchor] = target.split('#', 2);
  if (file.startsWith('/')) return 'a link inside is relative';
  const path = file === '' ? from : posix.normalize(posix.join(posix.dirname(from), decodeURIComponent(file)));
  if (path.startsWith('..')) return 'it leads out of the repository';
  if (!tree.exists(path)) return `there is no ${path}`;
  if (anchor !== undefined && !anchorsOf(path).has(anchor)) return `${path} has no heading #${anchor}`;
  return undefined;
}
