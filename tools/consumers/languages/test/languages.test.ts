import { join } from 'node:path';
import { VERSIONS } from '../../../../projenrc/versions';
import { ROOT } from '../../../lib/nx';
import { tarballs } from '../../artifacts';
import { cdkVersionOf, EXAMPLES, isMissing, writeTypescriptManifest } from '../../languages';
import { Registry } from '../../registry';
import { Stranger } from '../../stranger';
import { readTemplates, type Templates } from '../../templates';

jest.setTimeout(1_200_000);

const TYPESCRIPT = join(ROOT, 'examples', 'typescript-spot-microservices');
const strangers: Stranger[] = [];
const twins = new Map<string, Promise<Templates>>();
let registry: Registry;

beforeAll(async () => {
  registry = await Registry.start();
  await registry.publish(tarballs());
});
afterAll(async () => {
  await registry.stop();
  for (const stranger of strangers) stranger.remove();
});

function strangerWith(folder: string): Stranger {
  const stranger = new Stranger('the platform');
  strangers.push(stranger);
  stranger.copy(folder);
  return stranger;
}

async function synthesized(stranger: Stranger, env: NodeJS.ProcessEnv = {}, args: string[] = []): Promise<Templates> {
  const { succeeded, output, templates } = await stranger.synth(args, env);
  if (!succeeded) throw new Error(output);
  return templates;
}

/** The TypeScript example with a version of aws-cdk-lib. */
function typescript(version: string): Promise<Templates> {
  const known = twins.get(version) ?? synthesizeTypescript(version);
  twins.set(version, known);
  return known;
}

async function synthesizeTypescript(version: string): Promise<Templates> {
  const stranger = strangerWith(TYPESCRIPT);
  writeTypescriptManifest(stranger, version);
  stranger.write('.npmrc', registry.npmrc);
  // The examples stay comparable below the range of the packages, where a registry has nothing newer: see ADR 52.
  await stranger.run(['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', '--legacy-peer-deps']);
  return synthesized(stranger);
}

test('the example in TypeScript makes what apps/spot-microservices makes', async () => {
  const folder = join(ROOT, 'apps', 'spot-microservices');
  const stranger = strangerWith(join(folder, 'config'));
  const app = join(stranger.folder, 'cdk.out');
  const cdk = [process.execPath, join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk')];
  await stranger.run([...cdk, 'synth', '--quiet', '--output', app], {}, folder);
  const expected = readTemplates(app);
  expect(Object.keys(expected)).toEqual(['Registry.template.json', 'SpotMicroservices.template.json']);
  expect(await typescript(VERSIONS['aws-cdk-lib'])).toEqual(expected);
});

describe.each(Object.entries(EXAMPLES))('%s', (language, example) => {
  const run = isMissing(example) ? test.skip : test;
  run(`makes the same templates as TypeScript, logical ids included (${example.needs[0]} needed)`, async () => {
    const stranger = strangerWith(join(ROOT, 'examples', example.folder));
    const env = await example.prepare(stranger);
    const templates = await synthesized(stranger, env);
    expect({ language, templates }).toEqual({ language, templates: await typescript(cdkVersionOf(example)) });
  });
});
