import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const ROOT = join(__dirname, '../..');

export interface Ended {
  readonly status: number | null;
  /** Standard output and standard error, as they came. */
  readonly said: string;
}

/** A checkout with what starts commands, commands of its own, and stand-ins for npm and nx. */
export class StandInCheckout {
  public readonly folder: string;
  private readonly bin: string;

  /**
   * @param commands what `tools/<name>.ts` holds
   * @param name of its folder, as it begins
   */
  constructor(commands: Readonly<Record<string, string>>, name = "pay & co's 100% (1) ") {
    this.folder = mkdtempSync(join(tmpdir(), name));
    this.bin = join(this.folder, 'bin');
    for (const part of ['first-run.mjs', 'first-run', 'lib/integ.ts', 'lib/nx.ts', 'lib/processes.ts'])
      cpSync(join(ROOT, 'tools', part), join(this.folder, 'tools', part), { recursive: true });
    for (const [name, source] of Object.entries(commands)) this.write(`tools/${name}.ts`, source);
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(ROOT, file), join(this.folder, file));
    this.npm('');
  }

  /** What npm does before it leaves an installed tree. */
  public npm(script: string): void {
    const install = `mkdir -p node_modules/.bin && ln -sf "${ROOT}/node_modules/tsx" node_modules/tsx && touch node_modules/.package-lock.json`;
    this.executable('bin/npm', `echo installs >> npm.log\n${script}\n${install}`);
  }

  /** What nx does. */
  public nx(script: string): void {
    this.tool('nx', script);
  }

  /** What a tool of the workspace does. */
  public tool(name: string, script: string): void {
    this.executable(`node_modules/.bin/${name}`, script);
  }

  /** How often npm was started. */
  public get installs(): number {
    return existsSync(join(this.folder, 'npm.log')) ? this.read('npm.log').trim().split('\n').length : 0;
  }

  public read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  /** `npm run <command>`; the process, and how it ends. */
  public start(command: string, env: NodeJS.ProcessEnv = {}): [ChildProcess, Promise<Ended>] {
    return this.spawn([process.execPath, join(this.folder, 'tools/first-run.mjs'), command], env);
  }

  /** The same as npm does it where the shell does not make way for the command; the process is the shell. */
  public startInShell(command: string): [ChildProcess, Promise<Ended>] {
    const line = `"${process.execPath}" "${join(this.folder, 'tools/first-run.mjs')}" ${command}; exit $?`;
    return this.spawn(['/bin/sh', '-c', line], { npm_lifecycle_event: command });
  }

  public run(command: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.start(command, env)[1];
  }

  /** Sends a signal as soon as a text was printed. */
  public async interrupt(
    command: string,
    text: string,
    signal: NodeJS.Signals,
    env: NodeJS.ProcessEnv = {},
  ): Promise<Ended> {
    const [child, end] = this.start(command, env);
    child.stdout?.on('data', (chunk: string) => {
      if (chunk.includes(text)) child.kill(signal);
    });
    return await end;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private spawn([file = '', ...args]: readonly string[], given: NodeJS.ProcessEnv): [ChildProcess, Promise<Ended>] {
    const PATH = [this.bin, dirname(process.execPath), process.env.PATH].join(delimiter);
    // Started in a task of nx, it is still nobody's turn in this checkout, and the cache is its own.
    const { NX_TASK_TARGET_TARGET, NX_CACHE_DIRECTORY, ...outside } = process.env;
    const env = { ...outside, PATH, ...given };
    const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    return [child, new Promise((resolve) => child.once('close', (status) => resolve({ status, said })))];
  }

  private executable(file: string, script: string): void {
    this.write(file, `#!/bin/sh\n${script}\n`);
    chmodSync(join(this.folder, file), 0o755);
  }

  private write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }
}
