/**
 * Holds READMEs and docs/ to what they say: every link leads somewhere, every TypeScript program of docs/ compiles and
 * runs, and every command is run or accounted for. `--external` lists the addresses outside, which are not asked.
 */
import { relative } from 'node:path';
import { COMMAND_RULES, PLACEHOLDERS } from './docs/command-rules';
import { accountFor, commandsOf } from './docs/commands';
import { unreadFences } from './docs/fences';
import { brokenLinks, externalLinks, treeAt } from './docs/links';
import { apiPages, type Page, pages } from './docs/page';
import { type Run, runAll } from './docs/runs';
import { compileSnippets, SNIPPETS, writeSnippets } from './docs/snippets';
import { command } from './lib/apps';
import { ROOT } from './lib/nx';
import { print, problem } from './lib/print';

/** As the apps' cdk.json has it: no compiled code pays that runs once. */
const NODE = 'node --liftoff-only --no-opt --single-threaded-gc --import tsx';

command(main);

async function main(): Promise<void> {
  const all = pages();
  const linking = [...all, ...apiPages()];
  if (process.argv.includes('--external')) {
    print(externalLinks(linking).join('\n'));
    return;
  }
  const snippets = writeSnippets(all);
  const programs = snippets
    .filter(({ runs }) => runs)
    .map(({ file, at }) => ({
      command: `${NODE} ${relative(SNIPPETS, file)}`,
      folder: relative(ROOT, SNIPPETS),
      at,
    }));
  const { runs, problems, unrun } = accounts(all);
  const links = linking.flatMap((page) => page.links).length;
  const failures = [
    ...brokenLinks(linking, treeAt(ROOT)),
    ...unreadFences(all),
    ...problems,
    ...compileSnippets(snippets),
    ...(await runAll([...programs, ...runs], ({ at, command }) => print(`  ${at}  ${command}`))),
  ];
  for (const failure of failures) problem(failure);
  print(
    `${all.length} pages, ${links} links, ${snippets.length} programs, ${runs.length} commands run, ${unrun} accounted for; ${failures.length} problems`,
  );
  process.exitCode = failures.length > 0 ? 1 : 0;
}

/** What is to be run; and rules that no command needs any more, or commands that no rule knows. */
function accounts(all: readonly Page[]): { runs: Run[]; problems: string[]; unrun: number } {
  const runs: Run[] = [];
  const problems: string[] = [];
  const used = new Set<unknown>();
  let unrun = 0;
  for (const command of all.flatMap(commandsOf)) {
    try {
      const account = accountFor(command, COMMAND_RULES);
      used.add(account.rule);
      if ('run' in account) runs.push({ ...command, command: filledIn(account.run) });
      else unrun++;
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  for (const rule of COMMAND_RULES.filter((each) => !used.has(each)))
    problems.push(`tools/docs/command-rules.ts: no page has a command ${rule.command} any more. Remove the rule.`);
  return { runs, problems, unrun };
}

function filledIn(command: string): string {
  return Object.entries(PLACEHOLDERS).reduce((text, [name, value]) => text.replaceAll(name, value), command);
}
