import { execFileSync } from 'node:child_process';
import { median } from '../lib/measure';
import type { Result } from '../lib/processes';
import { type App, appNamed, apps } from './apps';
import { LocalCloud } from './cloud';
import { DeployedApp } from './deployed-app';
import { leftOver } from './platform';

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly budget: number;
  readonly unit: string;
}

/** How long a user of the local cloud waits: whole commands, medians of `rounds` fresh clouds. */
export async function localCloudFigures(rounds: number): Promise<Figure[]> {
  const ready: number[] = [];
  const bootstrap: number[] = [];
  const deploy: number[] = [];
  const destroy: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const [seconds, cloud] = await timed(() => LocalCloud.start());
    ready.push(seconds);
    const deployed = new DeployedApp(cloud, appNamed('single-service'));
    try {
      await deployed.seed();
      bootstrap.push(await secondsOf(() => deployed.bootstrap()));
      await secondsOf(() => deployed.synth());
      deploy.push(await secondsOf(() => deployed.deploy()));
      memory.push(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(cloud.pid)], { encoding: 'utf8' })) / 1024);
      destroy.push(await secondsOf(() => deployed.destroy()));
    } finally {
      deployed.discard();
      await cloud.stop();
    }
  }
  const all = apps();
  return [
    { what: 'local cloud: ready', value: median(ready), budget: 3, unit: 's' },
    { what: '  bootstrap', value: median(bootstrap), budget: 5, unit: 's' },
    { what: '  deploy single-service', value: median(deploy), budget: 12, unit: 's' },
    { what: '  destroy it', value: median(destroy), budget: 6, unit: 's' },
    { what: '  memory of the server', value: Math.max(...memory), budget: 700, unit: 'MB' },
    { what: `  all ${all.length} apps: deploy, check, destroy`, value: await everyApp(all), budget: 120, unit: 's' },
  ];
}

async function everyApp(all: readonly App[]): Promise<number> {
  const cloud = await LocalCloud.start();
  try {
    const [seconds] = await timed(async () => {
      for (const app of all) await life(new DeployedApp(cloud, app));
    });
    return seconds;
  } finally {
    await cloud.stop();
  }
}

async function life(deployed: DeployedApp): Promise<void> {
  try {
    await deployed.seed();
    succeeded(await deployed.synth());
    for (const region of deployed.regions) succeeded(await deployed.bootstrap(region));
    const before = await deployed.inventory();
    succeeded(await deployed.deploy());
    await deployed.platform();
    succeeded(await deployed.destroy());
    const left = leftOver(before, await deployed.inventory());
    if (left.length > 0) throw new Error(`${deployed.app.name} left behind: ${left.join(', ')}`);
  } finally {
    deployed.discard();
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[seconds: number, result: T]> {
  const started = performance.now();
  const result = await work();
  return [(performance.now() - started) / 1000, result];
}

async function secondsOf(work: () => Promise<Result>): Promise<number> {
  const [seconds, result] = await timed(work);
  succeeded(result);
  return seconds;
}

/** A command that fails is no measurement. */
function succeeded({ status, output }: Result): void {
  if (status !== 0) throw new Error(`ended with ${status}:\n${output}`);
}
