import { posix } from 'node:path';
import type { Page } from './page';

/** A command line of a page, and the folder in which a reader stands who followed the page so far. */
export interface Command {
  readonly line: string;
  readonly folder: string;
  readonly at: string;
}

/** How a command is accounted for: run as it stands, run as another one that shows as much, or not run and why. */
export type Account = { readonly run: string } | { readonly because: string };

/** Commands that one account holds for. */
export interface Rule {
  /** The whole line, or a pattern of whole lines. */
  readonly command: string | RegExp;
  /** Where the reader stands for whom it holds. Default: anywhere that no other rule names. */
  readonly folder?: RegExp;
  /** Another command that is run in its place; `$1` and so on are groups of the pattern. */
  readonly runAs?: string;
  /** Why neither it nor another one is run. */
  readonly notRun?: string;
}

/** Fences without a language hold commands, as those of a shell do. */
export const SHELL: ReadonlySet<string> = new Set(['', 'sh', 'bash', 'shell', 'console']);

/** A command in running text that says more than the name of one: it has arguments, which may be wrong. */
const IN_TEXT = /^(?:npm|npx) (?!(?:test|install|update|projen|run [\w-]+|cdk [a-z]+)$)/;

/**
 * The commands of a page, without comments, with what is continued on one line: those in fences, and those in running
 * text but for decisions, which speak of what was not chosen. `cd` moves all that follow, also in later fences, as it
 * moves a reader; into a fresh clone it moves to the root.
 */
export function commandsOf({ path, fences, spans }: Page): Command[] {
  // Docs are read at the root; a README where it stands.
  let folder = path.startsWith('docs/') ? '.' : posix.dirname(path);
  let cloned = false;
  const commands: Command[] = [];
  const blocks = fences.filter(({ language }) => SHELL.has(language));
  const inText = path.startsWith('docs/adr/') ? [] : spans.filter(({ content }) => IN_TEXT.test(content));
  for (const fence of [...blocks, ...inText].sort((one, other) => one.line - other.line)) {
    for (const line of linesOf(fence.content)) {
      const moved = /^cd (.+)$/.exec(line)?.[1];
      if (moved) folder = cloned ? '.' : posix.join(folder, moved);
      else commands.push({ line, folder, at: `${path}:${fence.line}` });
      cloned = line.startsWith('git clone ');
    }
  }
  return commands;
}

function linesOf(content: string): string[] {
  return content
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .map((line) =>
      line
        .replace(/(^|\s)#.*$/, '')
        .replace(/^\$ /, '')
        .trim(),
    )
    .filter((line) => line !== '');
}

/** The one rule that holds for a command. None, or several, is an error that names the command. */
export function accountFor(
  { line, at, folder: place }: Command,
  rules: readonly Rule[],
): Account & { readonly rule: Rule } {
  const matching = rules.filter(({ command, folder }) => match(line, command) && (!folder || folder.test(place)));
  const here = matching.filter(({ folder }) => folder);
  const holding = here.length > 0 ? here : matching;
  const [rule] = holding;
  if (!rule || holding.length > 1) {
    const many = holding.map(({ command }) => String(command)).join(' and ');
    throw new Error(
      `${at}: '${line}' is accounted for by ${rule ? `several rules, ${many}` : 'no rule'}. Give it one in tools/docs/command-rules.ts.`,
    );
  }
  if (rule.notRun !== undefined) return { because: rule.notRun, rule };
  return { run: rule.runAs === undefined ? line : line.replace(rule.command, rule.runAs), rule };
}

function match(line: string, command: string | RegExp): boolean {
  return typeof command === 'string' ? line === command : command.exec(line)?.[0] === line;
}
