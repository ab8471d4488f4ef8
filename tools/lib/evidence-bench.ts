import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { assess } from '../../packages/pci-evidence/src/private/assess';
import { Constructs } from '../../packages/pci-evidence/src/private/constructs';
import type { JsonMap } from '../../packages/pci-evidence/src/private/template/json';
import { Platform } from '../../packages/pci-evidence/src/private/template/platform';
import { Template } from '../../packages/pci-evidence/src/private/template/template';
import { readStacks } from './assembly';
import { median } from './measure';
import { type Profile, synthesizeProfile } from './profiles';

/** What pci-evidence costs, as one figure of the bench. */
export interface EvidenceFigure {
  readonly what: string;
  readonly value: number;
  readonly budget: number;
  readonly unit: string;
}

const SINGLE_SERVICE: Profile = { app: 'single-service', name: 'single-service', context: {} };
const SIZES = [100, 1000, 5000];
/** How much dearer a resource of the largest app may be than one of the middle one: noise, and no square. */
const LINEAR = 1.5;

/** What it adds to a synth of single-service, and what it takes for apps of growing size. */
export function evidenceFigures(rounds: number): EvidenceFigure[] {
  const into = mkdtempSync(join(tmpdir(), 'evidence-'));
  try {
    const { added, budget } = addedToSynth(into, rounds);
    const costs = SIZES.map((size) => microsecondsPerResource(into, size, rounds));
    const [, middle = 0, largest = 0] = costs;
    return [
      { what: 'pci-evidence adds to the synth of single-service', value: added, budget, unit: 'ms' },
      ...SIZES.map((size, at) => {
        const value = costs[at] ?? 0;
        return { what: `  judging ${size} resources, each`, value, budget: Number.POSITIVE_INFINITY, unit: 'µs' };
      }),
      { what: '  a resource of 5000 as a multiple of one of 1000', value: largest / middle, budget: LINEAR, unit: 'x' },
    ];
  } finally {
    rmSync(into, { recursive: true });
  }
}

/** In turn with it and without it, so that a machine whose speed drifts is fair to both. */
function addedToSynth(into: string, rounds: number): { added: number; budget: number } {
  const preload = join(__dirname, 'without-evidence.cjs');
  const run = (without: boolean) =>
    synthesizeProfile(SINGLE_SERVICE, { into, validation: true, preload: without ? preload : undefined }).seconds *
    1000;
  const runs = Array.from({ length: rounds + 1 }, () => ({ without: run(true), with: run(false) })).slice(1);
  const floor = median(runs.map(({ without }) => without));
  return { added: median(runs.map((one) => one.with)) - floor, budget: Math.max(0.25 * floor, 400) };
}

/** Judges as many copies of single-service's stacks as it takes to have so many resources. */
function microsecondsPerResource(into: string, size: number, rounds: number): number {
  const stacks = readStacks(join(into, SINGLE_SERVICE.app, SINGLE_SERVICE.name));
  const jsons = stacks.map(({ id, name, templateFile }) => ({ id, name, json: readFileSync(templateFile, 'utf8') }));
  const each = stacks.reduce((sum, { resources }) => sum + resources, 0);
  const copies = Math.max(1, Math.round(size / each));
  const nobody = new Constructs(new App());
  const once = () => {
    const templates = Array.from({ length: copies }, (_, copy) =>
      jsons.map(({ id, name, json }) => {
        const source = { stackPath: `${id}-${copy}`, stackName: `${name}-${copy}`, file: id };
        return new Template(source, JSON.parse(json.replaceAll(`"${name}"`, `"${name}-${copy}"`)) as JsonMap);
      }),
    ).flat();
    const started = performance.now();
    assess(new Platform(templates), nobody, '2026-11-25');
    return ((performance.now() - started) * 1000) / (copies * each);
  };
  once();
  return median(Array.from({ length: rounds }, once));
}
