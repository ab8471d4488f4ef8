import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_OF_CHECKS } from '../../testing/src/day-of-checks';
import { type Cdk, cdk } from '../lib/cdk/cli';
import { type Result, type RunOptions, track } from '../lib/processes';
import { Missing } from '../lib/python-environment';
import { ClientProcess } from './client-process';
import { python } from './python';

export const ACCOUNT = '123456789012';
const STARTS_WITHIN = 120_000;

export interface StartOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Whether it lives on after this process. */
  readonly keep?: boolean;
  /** Runs the AWS CDK CLI. Default: a process for each command. */
  readonly cdk?: Cdk;
}

/** What an operation under way has done so far; see engine/server.py. */
export interface Progress {
  readonly stack: string;
  readonly region: string;
  readonly status: string;
  readonly expected: number;
  readonly held: number;
  readonly last: string;
}

/** A local AWS: one process, one loopback port, nothing on disk. */
export class LocalCloud {
  public static async start({ port = 0, keep = false, cdk: runCdk = cdk }: StartOptions = {}): Promise<LocalCloud> {
    const executable = await python();
    const server = spawn(
      executable,
      ['-m', 'engine', '--port', String(port), ...(keep ? [] : ['--until-stdin-ends'])],
      {
        cwd: __dirname,
        env: serverEnvironment(),
        detached: keep,
        // The server ends with its standard input, so that it cannot outlive this process, however that ends.
        stdio: [keep ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      },
    );
    track(server);
    const cloud = new LocalCloud(executable, server, await portOf(server), runCdk);
    if (keep) {
      for (const stream of [server.stdout, server.stderr]) stream?.destroy();
      server.unref();
    }
    return cloud;
  }

  private asking: ClientProcess | undefined;
  private readonly home = mkdtempSync(join(tmpdir(), 'local-cloud-'));

  private constructor(
    private readonly executable: string,
    private readonly server: ChildProcess,
    private readonly port: number,
    private readonly runCdk: Cdk,
  ) {}

  public get pid(): number {
    return this.server.pid ?? 0;
  }

  /** What a client's environment needs. `localhost`, for CloudFormation's template address is misread otherwise. */
  public clientVariables(region: string): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: `http://localhost:${this.port}`,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      CDK_DEFAULT_ACCOUNT: ACCOUNT,
      CDK_DEFAULT_REGION: region,
    };
  }

  public environment(region: string): NodeJS.ProcessEnv {
    return {
      ...withoutSettings(),
      ...this.clientVariables(region),
      ...noProxy(),
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CDK_NOTICES: 'false',
      // The CLI remembers accounts by access key, and would in the user's home.
      CDK_HOME: this.home,
      // An emulation shows what this repository holds, on whichever day.
      ...DAY_OF_CHECKS,
      // The warning that a later version of the SDK wants a later Node.js is for the CLI's authors.
      NODE_NO_WARNINGS: '1',
    };
  }

  /** A command of the AWS CDK CLI. */
  public cdk(args: readonly string[], options: RunOptions & { readonly region: string }): Promise<Result> {
    const env = { ...this.environment(options.region), ...options.env };
    return this.runCdk(args, { cwd: this.home, ...options, env });
  }

  /** A command of the Python client, which asks the service APIs. */
  public ask<T>(command: string, region: string, ...args: readonly string[]): Promise<T> {
    this.asking ??= this.client();
    return this.asking.ask(command, region, ...args);
  }

  /** A client of its own, in the environment as it is now; whoever wants one stops it. */
  public client(): ClientProcess {
    return new ClientProcess(this.executable, this.environment('us-east-1'));
  }

  public progress(): Promise<readonly Progress[]> {
    return this.own<readonly Progress[]>('progress');
  }

  /** Leaves it as one that has just started. */
  public reset(): Promise<void> {
    return this.own('reset');
  }

  public async stop(): Promise<void> {
    await this.leave();
    if (this.server.exitCode !== null || this.server.signalCode !== null) return;
    const ended = new Promise((resolve) => this.server.once('close', resolve));
    this.server.kill('SIGTERM');
    await ended;
  }

  /** What is no service's: see engine/server.py. */
  private async own<T>(path: string): Promise<T> {
    const answer = await fetch(`http://localhost:${this.port}/local-cloud/${path}`);
    return (await answer.json()) as T;
  }

  /** Ends all but the server. */
  public async leave(): Promise<void> {
    await this.asking?.stop();
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** This process's environment, without what would make a client or Python itself look elsewhere. */
function withoutSettings(): NodeJS.ProcessEnv {
  const names = /^(AWS|CDK|MOTO)_|^PYTHON(PATH|HOME)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.test(name)));
}

/** A proxy that leads out of a company's network does not lead back to this machine. */
function noProxy(): NodeJS.ProcessEnv {
  const hosts = [process.env.NO_PROXY ?? process.env.no_proxy, 'localhost'].filter(Boolean).join(',');
  return { NO_PROXY: hosts, no_proxy: hosts };
}

function serverEnvironment(): NodeJS.ProcessEnv {
  return {
    ...withoutSettings(),
    AWS_ACCESS_KEY_ID: 'engine',
    AWS_SECRET_ACCESS_KEY: 'engine',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
    MOTO_ACM_VALIDATION_WAIT: '1',
  };
}

/** The port, as soon as the server says that it is ready. */
function portOf(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    const late = setTimeout(() => {
      server.kill('SIGKILL');
      reject(new Missing(`The local cloud did not start within ${STARTS_WITHIN / 1000} s: ${lastLine(said)}`));
    }, STARTS_WITHIN);
    const hear = (text: string) => {
      said += text;
      const ready = /^ready (\d+)$/m.exec(said);
      if (!ready) return;
      clearTimeout(late);
      for (const stream of [server.stdout, server.stderr]) stream?.off('data', hear).resume();
      resolve(Number(ready[1]));
    };
    for (const stream of [server.stdout, server.stderr]) stream?.setEncoding('utf8').on('data', hear);
    const fail = (reason: string) => {
      clearTimeout(late);
      reject(new Missing(`The local cloud did not start: ${reason}`));
    };
    server.once('error', ({ message }) => fail(message));
    server.once('close', () => fail(lastLine(said)));
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
