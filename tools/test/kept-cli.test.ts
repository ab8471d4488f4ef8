import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptCli } from '../lib/cdk/kept-cli';

const folder = mkdtempSync(join(tmpdir(), 'docs-cdk-'));
const cli = new KeptCli();
afterAll(async () => {
  await cli.stop();
  rmSync(folder, { recursive: true });
});

/** An app that was synthesized before, with one stack or none, so that only the CLI has work. */
function assembly(name: string, artifacts: object): string {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'manifest.json'), JSON.stringify({ version: '36.0.0', artifacts }));
  writeFileSync(join(folder, name, 'Shop.template.json'), '{ "Resources": {} }');
  return name;
}

test('a command ends as it would alone, whatever ended before it in the same process', async () => {
  const properties = { templateFile: 'Shop.template.json' };
  const Shop = { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties };
  const [shop, nothing] = [assembly('shop', { Shop }), assembly('nothing', {})];
  const synth = (command: string) =>
    cli.cdk(['synth', ...command.split(' ')], {
      cwd: folder,
      env: { ...process.env, CI: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true' },
    });

  expect(await synth(`--quiet Shop -a ${shop}`)).toMatchObject({ status: 0, output: '' });
  expect(await synth(`--quiet Shop --app ${nothing}`)).toMatchObject({
    status: 1,
    output: expect.stringMatching(/no stacks/i),
  });
  expect(await synth(`--quiet Shpo -a ${shop}`)).toMatchObject({
    status: 1,
    output: expect.stringContaining('Shpo'),
  });
  expect(await synth(`Shop -a ${shop}`)).toMatchObject({
    status: 0,
    output: expect.stringContaining('Resources: {}'),
  });
}, 60_000);
