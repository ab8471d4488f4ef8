import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptCli } from '../lib/cdk/kept-cli';
import { ROOT } from '../lib/nx';
import { type Result, type RunOptions, run } from '../lib/processes';

/** Something to run, and where the docs say so. */
export interface Run {
  readonly command: string;
  readonly folder: string;
  readonly at: string;
}

/** Runs each command that differs, as many at a time as there are processors; what failed, with its last words. */
export async function runAll(runs: readonly Run[], done: (run: Run) => void): Promise<string[]> {
  const distinct = [...new Map(runs.map((run) => [`${run.folder} ${run.command}`, run])).values()];
  const failures: string[] = [];
  const worker = async () => {
    const cli = new KeptCli();
    for (let next = distinct.shift(); next; next = distinct.shift()) {
      const failure = await runOne(next, cli);
      if (failure) failures.push(failure);
      done(next);
    }
    await cli.stop();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return failures;
}

/** What the CDK CLI says of a misspelt option, and ends with 0. */
const IGNORED = /^Unknown option\(s\): .*/m;

async function runOne({ command, folder, at }: Run, cli: KeptCli): Promise<string | undefined> {
  const templates = mkdtempSync(join(tmpdir(), 'docs-'));
  const cwd = join(ROOT, folder);
  const env = { ...process.env, CI: 'true', ...(command.startsWith('npx cdk') ? elsewhere(templates) : {}) };
  const { status, output } = await inShellOrCli(command, cli, { cwd, env });
  rmSync(templates, { recursive: true, force: true });
  const [ignored] = IGNORED.exec(output) ?? [];
  if (status === 0 && ignored === undefined) return undefined;
  const last = ignored ?? output.trim().split('\n').slice(-8).join('\n  ');
  return `${at}: '${command}' in ${folder} ended with ${status}:\n  ${last}`;
}

/** cdk.out of an app is its synth target's. Templates are judged there, and by the tests. */
function elsewhere(output: string): NodeJS.ProcessEnv {
  return { CDK_OUTPUT: output, CDK_OUTDIR: output, CDK_VALIDATION: 'false' };
}

/** As a shell runs it. What is nothing but `npx cdk synth` needs none, and no CLI of its own. */
function inShellOrCli(command: string, cli: KeptCli, options: RunOptions): Promise<Result> {
  const args = synthArguments(command);
  return args ? cli.cdk(args, options) : run(['/bin/sh', '-c', command], options);
}

/** Words that a shell would hand over as they stand. */
const PLAIN = /^[\w@:/.,=+-]+$/;

/** The arguments of a command that is nothing but `npx cdk synth` and plain words. */
export function synthArguments(command: string): string[] | undefined {
  const [npx, cdk, ...args] = command.split(' ');
  const isSynth = npx === 'npx' && cdk === 'cdk' && args[0] === 'synth';
  return isSynth && args.every((word) => PLAIN.test(word)) ? args : undefined;
}
