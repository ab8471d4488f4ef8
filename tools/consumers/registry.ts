import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCOPE } from '../../projenrc/scope';
import { ROOT } from '../lib/nx';
import { run, track } from '../lib/processes';
import { Refused } from '../package/manifest';

/** A local npm registry that serves our scope, as long as this process lives. Nothing of it is kept. */
export class Registry {
  /** @throws Refused if the port is taken. Default: a free one. */
  public static async start(port = 0): Promise<Registry> {
    const storage = mkdtempSync(join(tmpdir(), 'registry-'));
    const server = spawn(
      process.execPath,
      ['--import', 'tsx', join(__dirname, 'registry-server.ts'), storage, String(port)],
      { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] },
    );
    track(server);
    try {
      return new Registry(storage, server, await portOf(server, port));
    } catch (error) {
      rmSync(storage, { recursive: true, force: true });
      throw error;
    }
  }

  private constructor(
    private readonly storage: string,
    private readonly server: ChildProcess,
    private readonly port: number,
  ) {}

  public get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** What makes npm and pnpm look here for our scope, and for everything else where they always do. */
  public get npmrc(): string {
    return `${SCOPE}:registry=${this.url}\n//127.0.0.1:${this.port}/:_authToken=anybody\n`;
  }

  /**
   * Publishes tarballs, all or none: they must all be there before the first is sent.
   * @throws Refused if one is missing, or the registry does not take one.
   */
  public async publish(tarballs: readonly string[]): Promise<void> {
    const missing = tarballs.filter((tarball) => !existsSync(tarball));
    if (missing.length > 0) {
      throw new Refused(`Nothing was published: there is no ${missing.join(', no ')}. Run \`npm run package\`.`);
    }
    const config = join(this.storage, '.npmrc');
    writeFileSync(config, this.npmrc);
    for (const tarball of tarballs) {
      const argv = ['npm', 'publish', tarball, '--registry', this.url, '--userconfig', config, '--loglevel=error'];
      const { status, output } = await run(argv, { cwd: this.storage });
      if (status !== 0) throw new Refused(`The registry did not take ${tarball}:\n${output.trim()}`);
    }
  }

  public async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.server.once('close', resolve));
    this.server.stdin?.end();
    await ended;
    rmSync(this.storage, { recursive: true, force: true });
  }
}

function portOf(server: ChildProcess, wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const listening = /^listening (\d+)$/m.exec(said);
      if (listening) resolve(Number(listening[1]));
    });
    server.once('close', () => {
      const taken = said.includes('EADDRINUSE');
      reject(
        new Refused(
          taken ? `Port ${wanted} is in use. Choose another, or none.` : `The registry did not start: ${said}`,
        ),
      );
    });
  });
}
