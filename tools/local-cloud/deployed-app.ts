import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStacks } from '../lib/assembly';
import type { Result, RunOptions } from '../lib/processes';
import type { App, Seeds } from './apps';
import { ACCOUNT, type LocalCloud } from './cloud';
import type { Inventory, Platform } from './platform';

/** One app and the stages of its life in a local cloud, each by the CDK CLI as anybody would call it. */
export class DeployedApp {
  private readonly scratch = mkdtempSync(join(tmpdir(), 'local-app-'));
  private seeds: Seeds | undefined;

  constructor(
    private readonly cloud: LocalCloud,
    public readonly app: App,
  ) {}

  /** Where the app was synthesized to last. */
  public get assembly(): string {
    return join(this.scratch, 'cdk.out');
  }

  public get regions(): string[] {
    return [...new Set(readStacks(this.assembly).map(({ region }) => region))];
  }

  public bootstrap(region = this.app.region): Promise<Result> {
    // Outside the app's folder: the CLI would synthesize it first.
    return this.cloud.cdk(['bootstrap', `aws://${ACCOUNT}/${region}`], { region });
  }

  /** Puts what the app expects to find: a certificate, and the zone of its domain. */
  public async seed(): Promise<Seeds> {
    this.seeds = await this.cloud.ask<Seeds>('seed', this.app.region);
    return this.seeds;
  }

  /** Once; all that follows takes the assembly that this leaves. */
  public synth({ folder = this.app.folder, validate = false, context = {} } = {}): Promise<Result> {
    return this.cloud.cdk(['synth', '--quiet', '--output', this.assembly, ...this.contextKeys(context)], {
      region: this.app.region,
      cwd: folder,
      env: validate ? {} : { CDK_VALIDATION: 'false' },
    });
  }

  /** What the app is given here, as arguments of the CDK CLI. */
  public contextKeys(more: Readonly<Record<string, string>> = {}): string[] {
    if (!this.seeds) throw new Error(`${this.app.name} is synthesized after it was seeded`);
    const given = { environmentSuffix: this.app.suffix, ...this.app.context(this.seeds), ...more };
    return Object.entries(given).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  }

  public deploy(options: Partial<RunOptions> = {}, ...args: readonly string[]): Promise<Result> {
    return this.ofAssembly(['deploy', '--all', '--require-approval', 'never', ...args], options);
  }

  public diff(...args: readonly string[]): Promise<Result> {
    return this.ofAssembly(['diff', ...args], {});
  }

  public destroy(options: Partial<RunOptions> = {}): Promise<Result> {
    return this.ofAssembly(['destroy', '--all', '--force'], options);
  }

  public platform(): Promise<Platform> {
    return this.cloud.ask<Platform>('platform', this.app.region);
  }

  public inventory(): Promise<Inventory> {
    return this.cloud.ask<Inventory>('inventory', this.app.region);
  }

  public discard(): void {
    rmSync(this.scratch, { recursive: true, force: true });
  }

  private ofAssembly(args: readonly string[], options: Partial<RunOptions>): Promise<Result> {
    const env = { CDK_VALIDATION: 'false', ...options.env };
    return this.cloud.cdk([...args, '--app', this.assembly], { region: this.app.region, ...options, env });
  }
}
