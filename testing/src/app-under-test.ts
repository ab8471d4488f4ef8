import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type AppSynth, scanApp, synthApp } from './app-synth';
import { AppView } from './app-view';
import { DAY_OF_CHECKS } from './day-of-checks';
import { briefly } from './exceptions';
import type { ScanResult } from './scan';
import type { Json } from './templates';

const SECONDS_A_DAY = 24 * 60 * 60;

/** An app of this repository, run the way its users run it. */
export class AppUnderTest {
  /** @param folder where its cdk.json lies */
  constructor(public readonly folder: string) {}

  /** Runs it with context keys; what it refuses is in the result. */
  public synth(context: Record<string, string> = {}): AppSynth {
    return synthApp(this.folder, context);
  }

  /** What CDK's validation and cdk-nag find in it. */
  public scan(context: Record<string, string> = {}): ScanResult {
    return scanApp(this.folder, context);
  }

  /** What these find and nobody acknowledged. Every app has acknowledged something: that shows that they looked. */
  public unacknowledged(context: Record<string, string> = {}): string[] {
    const { findings, acknowledged } = this.scan(context);
    if (acknowledged.length === 0) throw new Error('The scanners found nothing that is acknowledged: did they run?');
    return briefly(findings);
  }

  /** As the specification runs it, unless other context keys are given. */
  public view(context: Record<string, string> = { environmentSuffix: 'aa1' }): AppView {
    return new AppView(this.synth(context));
  }

  /** Runs it with one of its config files changed, in a folder beside it. */
  public synthWith(file: string, change: (config: Json) => void, context: Record<string, string> = {}): AppSynth {
    const reports = join(this.folder, 'reports');
    mkdirSync(reports, { recursive: true });
    const folder = mkdtempSync(join(reports, 'changed-'));
    try {
      const config = JSON.parse(this.read(file));
      change(config);
      mkdirSync(join(folder, 'config'));
      for (const other of this.configFiles()) symlinkSync(join(this.folder, other), join(folder, other));
      rmSync(join(folder, file));
      writeFileSync(join(folder, file), JSON.stringify(config));
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../tsconfig.json' }));
      writeFileSync(join(folder, 'cdk.json'), JSON.stringify(this.settingsFromBelow('../..')));
      return synthApp(folder, context);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Runs it a day after the last one of the exceptions in one of its config files. */
  public synthExpired(file: string): AppSynth {
    const yesterday = new Date((Number(DAY_OF_CHECKS.SOURCE_DATE_EPOCH) - SECONDS_A_DAY) * 1000);
    const until = yesterday.toISOString().slice(0, 'YYYY-MM-DD'.length);
    return this.synthWith(file, ({ exceptions }) => Object.assign(exceptions, { until }));
  }

  /** Its TypeScript, by the file below src. */
  public sources(): Map<string, string> {
    const files = readdirSync(join(this.folder, 'src'), { recursive: true, encoding: 'utf8' });
    const typescript = files.filter((file) => file.endsWith('.ts')).sort();
    return new Map(typescript.map((file) => [file, this.read(join('src', file))]));
  }

  /** How many lines these files below src have together. */
  public lines(...files: readonly string[]): number {
    return files.map((file) => this.read(join('src', file)).trimEnd().split('\n').length).reduce((a, b) => a + b);
  }

  /** A file of the app as text. */
  public read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  /** Its cdk.json for a folder that leads back to the app this way: the files that start it are named from there. */
  private settingsFromBelow(back: string): Json {
    const settings = JSON.parse(this.read('cdk.json')) as Json;
    const words: string[] = settings.app.split(' ');
    const app = words.map((word) => (existsSync(join(this.folder, word)) ? join(back, word) : word)).join(' ');
    return { ...settings, app };
  }

  private configFiles(): string[] {
    return readdirSync(join(this.folder, 'config')).map((file) => join('config', file));
  }
}

/** What an app told its user when it refused to run; a mistake must lead to a message without any stack. */
export function refusal({ succeeded, messages }: AppSynth): string {
  if (succeeded) throw new Error('The app synthesized, and should have refused.');
  if (/^\s+at |node_modules/m.test(messages)) throw new Error(`A stack of library code reached the user:\n${messages}`);
  return messages;
}
