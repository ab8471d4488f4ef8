import { spawnSync } from 'node:child_process';

/** git in one working tree. Output is trimmed; a command that fails throws with what git said. */
export class Git {
  constructor(public readonly folder: string) {}

  public run(...args: string[]): string {
    return this.feed('', ...args);
  }

  /** The same with something on standard input. */
  public feed(input: string, ...args: string[]): string {
    const { status, stdout, stderr, error } = spawnSync('git', ['-c', 'core.quotePath=false', ...args], {
      cwd: this.folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      input,
    });
    if (status === 0) return stdout.trim();
    if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT')
      throw new Error('git is needed, and is not on the PATH: https://git-scm.com');
    throw new Error(`git ${args.join(' ')} failed in ${this.folder}:\n${(stderr || error?.message || '').trim()}`);
  }

  /** The same, or undefined where the command fails: for questions. */
  public ask(...args: string[]): string | undefined {
    try {
      return this.run(...args);
    } catch {
      return undefined;
    }
  }

  public lines(...args: string[]): string[] {
    return this.run(...args)
      .split('\n')
      .filter(Boolean);
  }

  /** Whether history was cut off when this clone was made. */
  public get shallow(): boolean {
    return this.run('rev-parse', '--is-shallow-repository') === 'true';
  }
}
