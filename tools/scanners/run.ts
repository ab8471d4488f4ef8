import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonOf } from '../lib/python-environment';

/** Runs a program with arguments on the Python of the scanners and returns what it wrote to standard output. */
export type Python = (program: string, args: readonly string[]) => Promise<string>;

/** A scanner ends before it pays to look for what it needs no more: checkov takes 10 instead of 14 s of processor time. */
const WITHOUT_COLLECTOR = 'import gc; gc.disable()';

/**
 * The Python that has cfn-lint and checkov, each package held to its hashes. It is given no credentials, no keys of a
 * platform to report to, and a home of its own, so that no configuration of this machine has a say.
 */
export async function scannersPython(): Promise<Python> {
  const executable = await pythonOf({
    folder: __dirname,
    files: ['requirements.txt'],
    purpose: 'cfn-lint and checkov',
    otherwise: 'leave the scan to CI',
    pip: ['--require-hashes', '--only-binary', ':all:'],
  });
  return (program, args) => output(executable, ['-c', `${WITHOUT_COLLECTOR}\n${program}`, ...args]);
}

function output(executable: string, args: readonly string[]): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'scan-'));
  const { PATH, SystemRoot } = process.env;
  const env = { PATH, SystemRoot, HOME: home, USERPROFILE: home, LOG_LEVEL: 'ERROR', PYTHONUTF8: '1' };
  const child = spawn(executable, args, { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let written = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => (written === '' ? reject(new Error(said)) : resolve(written)));
  }).finally(() => rmSync(home, { recursive: true, force: true }));
}

/** What a scanner reports; whatever else it prints is a failure of the scan, not an empty result. */
export function parsed<T>(scanner: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new Error(`${scanner} did not report: ${text.slice(0, 2000)}`);
  }
}
