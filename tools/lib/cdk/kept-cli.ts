import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { type Result, track } from '../processes';
import { type Cdk, cdk } from './cli';

/** No command writes it. At its end the process writes `<mark><exit code><mark>` to each of its two streams. */
const MARK = '\u0000';
const MARKS_AT_THE_END = 4;

/**
 * The AWS CDK CLI in a process that stays: the same program with the same arguments, environment and folder, loaded
 * once. What is to be killed half way gets a process of its own.
 */
export class KeptCli {
  private host: ChildProcess | undefined;
  private free: Promise<unknown> = Promise.resolve();
  private said = { output: '', stdout: '' };
  private end: ((status: number | null) => void) | undefined;

  public readonly cdk: Cdk = (args, options) => {
    if (options.signal) return cdk(args, options);
    const { cwd = process.cwd(), env = process.env } = options;
    const result = this.free.then(() => this.command({ args, cwd, env, mark: MARK }));
    this.free = result;
    return result;
  };

  public async stop(): Promise<void> {
    const { host } = this;
    if (!host) return;
    const ended = new Promise((resolve) => host.once('close', resolve));
    host.kill('SIGKILL');
    await ended;
  }

  private async command(message: object): Promise<Result> {
    this.host ??= this.start();
    this.said = { output: '', stdout: '' };
    this.host.send(message);
    const status = await new Promise<number | null>((resolve) => {
      this.end = resolve;
    });
    const [output = '', stdout = ''] = [this.said.output, this.said.stdout].map((text) => text.replace(ENDING, ''));
    return { status, output, stdout };
  }

  private start(): ChildProcess {
    const host = fork(join(__dirname, 'cli-host.cjs'), { execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    track(host);
    for (const stream of [host.stdout, host.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.hear(text, stream === host.stdout));
    }
    host.once('close', (status) => {
      this.host = undefined;
      this.end?.(status);
    });
    return host;
  }

  private hear(text: string, onStdout: boolean): void {
    this.said.output += text;
    if (onStdout) this.said.stdout += text;
    if (!text.includes(MARK)) return;
    const parts = this.said.output.split(MARK);
    if (parts.length > MARKS_AT_THE_END) this.end?.(Number(parts[1]));
  }
}

const ENDING = new RegExp(`${MARK}\\d+${MARK}`, 'g');
