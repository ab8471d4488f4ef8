import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { Git } from '../lib/git';
import { ROOT } from '../lib/nx';

/** A fenced block, or an indented one, which has no language. */
interface Fence {
  /** First word after the fence; empty where there is none. */
  readonly language: string;
  /** The words after that. */
  readonly marks: readonly string[];
  readonly content: string;
  readonly line: number;
}

interface Span {
  readonly content: string;
  readonly line: number;
}

interface Link {
  readonly target: string;
  readonly line: number;
}

/** A page as its checks see it. */
export interface Page {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly links: readonly Link[];
  /** What `#...` can lead to: headings as GitHub names them, and names given in HTML. */
  readonly anchors: ReadonlySet<string>;
  readonly fences: readonly Fence[];
  /** Code in running text. */
  readonly spans: readonly Span[];
}

const markdown = new MarkdownIt({ html: true });
type Token = ReturnType<typeof markdown.parse>[number];

export function parsePage(path: string, text: string): Page {
  const links: Link[] = [];
  const fences: Fence[] = [];
  const spans: Span[] = [];
  const anchors = new Set<string>();
  let heading = false;
  // What stands in a cell of a table has no line of its own.
  let line = 1;
  for (const token of markdown.parse(text, {})) {
    if (token.map) line = token.map[0] + 1;
    if (token.type === 'fence' || token.type === 'code_block') {
      const [language = '', ...marks] = token.info.split(/\s+/);
      fences.push({ language, marks, content: token.content, line });
    }
    if (token.type === 'heading_open') heading = true;
    if (token.type === 'inline') {
      if (heading) anchors.add(unused(slug(textOf(token)), anchors));
      heading = false;
      const at = line;
      links.push(...linksIn(token).map((target) => ({ target, line: at })));
      spans.push(...codeIn(token).map((content) => ({ content, line: at })));
    }
    for (const html of [token, ...(token.children ?? [])].filter(({ type }) => type.startsWith('html_'))) {
      for (const [, name] of html.content.matchAll(/\b(?:id|name)="([^"]+)"/g)) anchors.add(name as string);
      for (const [, target] of html.content.matchAll(/\b(?:href|src)="([^"]+)"/g))
        links.push({ target: target as string, line });
    }
  }
  return { path, links, anchors, fences, spans };
}

/** Every page that people write, tracked or new. */
export function pages(): Page[] {
  return pagesWhere((file) => !/(^|\/)(API|CLAUDE)\.md$/.test(file));
}

/** Those that are written from docstrings, whose links alone are checked. */
export function apiPages(): Page[] {
  return pagesWhere((file) => file.endsWith('/API.md'));
}

function pagesWhere(holds: (file: string) => boolean): Page[] {
  const listed = new Git(ROOT).lines('ls-files', '--cached', '--others', '--exclude-standard', '*.md');
  return [...new Set(listed)]
    .filter(holds)
    .filter((file) => existsSync(join(ROOT, file)))
    .sort()
    .map((file) => parsePage(file, readFileSync(join(ROOT, file), 'utf8')));
}

/** GitHub's name of a heading: lower case, without punctuation, blanks as hyphens. */
function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

function unused(name: string, taken: ReadonlySet<string>): string {
  for (let count = 0; ; count++) {
    const candidate = count === 0 ? name : `${name}-${count}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function textOf({ children }: Token): string {
  return (children ?? [])
    .filter(({ type }) => type === 'text' || type === 'code_inline')
    .map(({ content }) => content)
    .join('');
}

function codeIn({ children }: Token): string[] {
  return (children ?? []).filter(({ type }) => type === 'code_inline').map(({ content }) => content);
}

/** What was meant as a link and is shown as it was typed: a reference that nobody defines, an address with a blank. */
const UNLINKED = /\[[^[\]]*\][[(][^\])]*[\])]/g;

export function isUnlinked(target: string): boolean {
  return target.startsWith('[');
}

function linksIn({ children }: Token): string[] {
  return (children ?? []).flatMap((child) =>
    child.type === 'text'
      ? (child.content.match(UNLINKED) ?? [])
      : (child.attrGet('href') ?? child.attrGet('src') ?? []),
  );
}
