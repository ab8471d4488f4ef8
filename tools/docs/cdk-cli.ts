import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

export interface Ended {
  readonly status: number | null;
  readonly said: string;
}

/** Words that a shell would hand over as they stand. */
const PLAIN = /^[\w@:/.,=+-]+$/;

/** Runs `cdk synth` as a shell runs `npx cdk synth`, however often, in one process. */
export class CdkCli {
  private process: ChildProcess | undefined;

  /** The arguments of a command that is nothing but `npx cdk synth` and plain words. */
  public static argumentsOf(command: string): string[] | undefined {
    const [npx, cdk, ...args] = command.split(' ');
    const isSynth = npx === 'npx' && cdk === 'cdk' && args[0] === 'synth';
    return isSynth && args.every((word) => PLAIN.test(word)) ? args : undefined;
  }

  public run(args: readonly string[], folder: string, env: NodeJS.ProcessEnv): Promise<Ended> {
    const child = this.started();
    let said = '';
    const listen = (chunk: Buffer) => (said += chunk);
    const streams = [child.stdout, child.stderr];
    for (const stream of streams) stream?.on('data', listen);
    return new Promise<Ended>((resolve) => {
      const gone = (status: number | null) => {
        this.process = undefined;
        resolve({ status: status || 1, said });
      };
      child.once('exit', gone);
      child.once('message', ({ status, error }: { status: number; error: string }) => {
        child.off('exit', gone);
        resolve({ status, said: `${said}${error}` });
      });
      child.send({ args, folder, env });
    }).finally(() => {
      for (const stream of streams) stream?.off('data', listen);
    });
  }

  public end(): void {
    this.process?.disconnect();
  }

  /** Without what this process loads TypeScript with, which would read the CLI too. */
  private started(): ChildProcess {
    this.process ??= fork(join(__dirname, 'cdk-process.cjs'), { execArgv: [], silent: true });
    return this.process;
  }
}
