import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../lib/nx';
import { CdkCli, type Ended } from './cdk-cli';

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
    const cdk = new CdkCli();
    for (let next = distinct.shift(); next; next = distinct.shift()) {
      const failure = await runOne(next, cdk);
      if (failure) failures.push(failure);
      done(next);
    }
    cdk.end();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return failures;
}

async function runOne({ command, folder, at }: Run, cdk: CdkCli): Promise<string | undefined> {
  const output = mkdtempSync(join(tmpdir(), 'docs-'));
  const cwd = join(ROOT, folder);
  const env = { ...process.env, CI: 'true', ...(command.startsWith('npx cdk') ? elsewhere(output) : {}) };
  const args = CdkCli.argumentsOf(command);
  const { status, said } = await (args ? cdk.run(args, cwd, env) : inShell(command, cwd, env));
  rmSync(output, { recursive: true, force: true });
  const last = said.trim().split('\n').slice(-8).join('\n  ');
  return status === 0 ? undefined : `${at}: '${command}' in ${folder} ended with ${status}:\n  ${last}`;
}

/** cdk.out of an app is its synth target's. Templates are judged there, and by the tests. */
function elsewhere(output: string): NodeJS.ProcessEnv {
  return { CDK_OUTPUT: output, CDK_OUTDIR: output, CDK_VALIDATION: 'false' };
}

function inShell(command: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, { cwd, shell: true, env });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    child.on('close', (status) => resolve({ status, said }));
  });
}
