import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppView } from './app-view';

const LIST = join(__dirname, '../../tools/app-kit/src/validator/types-of-apps.json');

/** Types of an app's resources that the list is without for which CDK's validator gets ready: a first synth waits for them. */
export function unpreparedTypes({ resources }: AppView): string[] {
  const prepared = JSON.parse(readFileSync(LIST, 'utf8')) as string[];
  return [...new Set(resources.map(({ Type }) => Type))].filter((type) => !prepared.includes(type));
}
