import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './nx';

/** Without what a hook of git says about its own repository, and without the settings of whoever runs this. */
const ENVIRONMENT = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

/** The repository as it stands, uncommitted edits included, in a folder of its own with one commit. */
export class WorkingCopy {
  public readonly folder = mkdtempSync(join(tmpdir(), 'working-copy-'));

  constructor() {
    const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
    const listed = execFileSync('git', list, { cwd: ROOT, env: ENVIRONMENT });
    // Listed and not there: deleted, not yet committed.
    const files = listed
      .toString()
      .split('\0')
      .filter((file) => file && existsSync(join(ROOT, file)));
    for (const file of new Set(files)) {
      mkdirSync(join(this.folder, dirname(file)), { recursive: true });
      cpSync(join(ROOT, file), join(this.folder, file), { force: true, errorOnExist: false });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
    this.git('init', '--quiet', '--initial-branch', 'main');
    // A link is no folder, so .gitignore leaves it in.
    writeFileSync(join(this.folder, '.git', 'info', 'exclude'), 'node_modules\n');
    this.git('config', 'user.name', 'test');
    this.git('config', 'user.email', 'test@example.com');
    this.commit('chore: copy');
  }

  public git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.folder, encoding: 'utf8', env: ENVIRONMENT });
  }

  public commit(message: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
  }

  /** Files, tracked or new, that hold a text. */
  public filesWith(text: string): string[] {
    const { stdout } = spawnSync('git', ['grep', '--untracked', '--fixed-strings', '--files-with-matches', text], {
      cwd: this.folder,
      encoding: 'utf8',
      env: ENVIRONMENT,
    });
    return stdout.split('\n').filter(Boolean);
  }

  /** Runs the project definition without the install that would follow on a real edit. */
  public projen(): void {
    this.script(['.projenrc.ts'], { PROJEN_DISABLE_POST: 'true' });
  }

  /** Runs TypeScript at the root of the copy: without the process that the command tsx adds. */
  public script(args: string[], env: Record<string, string> = {}): string {
    return this.start([process.execPath, '--import', 'tsx', ...args], '.', env);
  }

  /** Runs a tool of the workspace in a folder of the copy. */
  public run(tool: string, args: string[], folder = '.', env: Record<string, string> = {}): string {
    return this.start([join(ROOT, 'node_modules', '.bin', tool), ...args], folder, env);
  }

  /** Runs a program to its end; a non-zero exit throws with what it printed. */
  private start([program = '', ...args]: string[], folder: string, env: Record<string, string>): string {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: join(this.folder, folder),
      encoding: 'utf8',
      env: { ...ENVIRONMENT, CI: '', ...env },
    });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
