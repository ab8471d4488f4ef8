import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { track } from '../lib/processes';

type Answer = { readonly answer: unknown } | { readonly error: string };

/** The Python client (client/__main__.py): started once, for what it loads takes longer than what it is asked. */
export class ClientProcess {
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** It answers in the order in which it was asked. */
  private readonly asked: ((answer: Answer) => void)[] = [];
  private complaints = '';
  private over = false;

  constructor(executable: string, env: NodeJS.ProcessEnv) {
    this.child = spawn(executable, ['-m', 'client'], { cwd: __dirname, env, stdio: ['pipe', 'pipe', 'pipe'] });
    track(this.child);
    // Python and boto3 warn on standard error, of what depends on the machine.
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.complaints += text;
    });
    createInterface({ input: this.child.stdout }).on('line', (line) => this.asked.shift()?.(JSON.parse(line)));
    // What it is not told because it has ended, it does not answer: that is said at the end.
    this.child.stdin.on('error', () => undefined);
    this.child.once('error', ({ message }) => this.fail(message));
    this.child.once('close', (status) => this.fail(`it ended with ${status}:\n${this.complaints}`));
  }

  public async ask<T>(command: string, region: string, ...args: readonly string[]): Promise<T> {
    const answer = await new Promise<Answer>((resolve) => {
      if (this.over) {
        resolve({ error: 'it has ended' });
        return;
      }
      this.asked.push(resolve);
      this.child.stdin.write(`${JSON.stringify([command, region, ...args])}\n`);
    });
    if ('error' in answer) throw new Error(`client ${command}: ${answer.error}`);
    return answer.answer as T;
  }

  /** At once, whatever it does. */
  public async stop(): Promise<void> {
    if (this.over) return;
    const ended = new Promise((resolve) => this.child.once('close', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }

  private fail(error: string): void {
    this.over = true;
    for (const resolve of this.asked.splice(0)) resolve({ error });
  }
}
