import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AppSynth, AppView, type Json, synthApp } from '@org/testing';

export const APP = join(__dirname, '..');

export function synth(context: Record<string, string> = {}): AppSynth {
  return synthApp(APP, context);
}

/** The app as the specification runs it. */
export function view(context: Record<string, string> = { environmentSuffix: 'aa1' }): AppView {
  return new AppView(synth(context));
}

/** The app run with its config file changed, in a folder beside it. */
export function synthWith(change: (config: Json) => void): AppSynth {
  mkdirSync(join(APP, 'reports'), { recursive: true });
  const folder = mkdtempSync(join(APP, 'reports', 'changed-'));
  try {
    const config = JSON.parse(readFileSync(join(APP, 'config/single-service.json'), 'utf8'));
    change(config);
    mkdirSync(join(folder, 'config'));
    writeFileSync(join(folder, 'config/single-service.json'), JSON.stringify(config));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../tsconfig.json' }));
    const settings = readFileSync(join(APP, 'cdk.json'), 'utf8').replace('src/main.ts', '../../src/main.ts');
    writeFileSync(join(folder, 'cdk.json'), settings);
    return synthApp(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
