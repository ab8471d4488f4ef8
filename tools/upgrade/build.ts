import { runTargets } from '../lib/nx';

/** Builds what the gate compares: the APIs of the packages, and the templates of the apps. */
export function build(): void {
  if (!runTargets(['compile', 'synth']).succeeded) throw new Error('The build failed: its message stands above.');
}
