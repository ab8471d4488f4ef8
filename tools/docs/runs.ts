import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../lib/nx';

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
    for (let next = distinct.shift(); next; next = distinct.shift()) {
      const failure = await runOne(next);
      if (failure) failures.push(failure);
      done(next);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return failures;
}

/** cdk.out of an app is its synth target's. Templates are judged there, and by the tests. */
function elsewhere(output: string): NodeJS.ProcessEnv {
  return { CDK_OUTPUT: output, CDK_OUTDIR: output, CDK_VALIDATION: 'false' };
}

function runOne({ command, folder, at }: Run): Promise<string | undefined> {
  const output = mkdtempSync(join(tmpdir(), 'docs-'));
  return new Promise((resolve) => {
    const child = spawn(command, {
      cwd: join(ROOT, folder),
      shell: true,
      env: { ...process.env, CI: 'true', ...(command.startsWith('npx cdk') ? elsewhere(output) : {}) },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    child.on('close', (status) => {
      rmSync(output, { recursive: true, force: true });
      const last = said.trim().split('\n').slice(-8).join('\n  ');
      resolve(status === 0 ? undefined : `${at}: '${command}' in ${folder} ended with ${status}:\n  ${last}`);
    });
  });
}
