import { join } from 'node:path';
import { type AppSynth, AppUnderTest, AppView } from '@org/testing';

/** The app that these tests are about. */
export const underTest = new AppUnderTest(join(__dirname, '..'));

export const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const;

export type EnvironmentName = (typeof ENVIRONMENTS)[number];

/** One environment of a synthesized app, as if it were alone. */
export function environmentOf({ stacks, templates, ...synth }: AppSynth, name: EnvironmentName): AppView {
  const { [name]: stack } = stacks;
  const { [name]: template } = templates;
  if (!stack || !template) throw new Error(`There is no stack ${name} among ${Object.keys(stacks).join(', ')}.`);
  return new AppView({ ...synth, stacks: { [name]: stack }, templates: { [name]: template } });
}

/** What an environment's file in config/ says. */
export function configOf(name: EnvironmentName) {
  return JSON.parse(underTest.read(`config/${name}.json`));
}
