import { runTargets } from '../lib/nx';

/** Builds what the gate compares: the APIs of the packages, and the templates of the apps. */
export async function build(): Promise<void> {
  const { succeeded } = await runTargets(['compile', 'synth']);
  if (!succeeded) throw new Error('The build failed: its message stands above.');
}
