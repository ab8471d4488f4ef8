import type { Progress } from './cloud';

const EVERY_MILLISECONDS = 150;
const WIDTH = 30;

/** Shows what a stack operation does while it lasts: a bar on a terminal, a line for each stack elsewhere. */
export class ProgressBar {
  private readonly timer: NodeJS.Timeout;
  private readonly terminal = process.stderr.isTTY;
  private shown = '';
  private stopped = false;

  constructor(private readonly read: () => Promise<readonly Progress[]>) {
    this.timer = setInterval(() => void this.tick(), EVERY_MILLISECONDS);
  }

  public stop(): void {
    this.stopped = true;
    clearInterval(this.timer);
    if (this.terminal) process.stderr.write('\r\u001b[K');
  }

  private async tick(): Promise<void> {
    // The server is being stopped: there is nothing to show.
    const stacks = await this.read().catch(() => []);
    const busy = stacks.find(({ status }) => status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS');
    // The answer may come after the end.
    if (busy && !this.stopped) this.show(busy);
  }

  private show({ stack, status, expected, held, last }: Progress): void {
    if (!this.terminal) {
      const line = `  ${stack} ${status}`;
      if (line !== this.shown) process.stderr.write(`${line}\n`);
      this.shown = line;
      return;
    }
    const done = status.startsWith('DELETE') ? expected - held : held;
    const full = Math.round((WIDTH * Math.min(done, expected)) / Math.max(expected, 1));
    const bar = '#'.repeat(full).padEnd(WIDTH, '.');
    process.stderr.write(`\r\u001b[K  [${bar}] ${done}/${expected} ${stack} ${last}`.slice(0, process.stderr.columns));
  }
}
