import type { Result } from '../../lib/processes';
import { apps } from '../apps';
import type { LocalCloud } from '../cloud';
import { DeployedApp } from '../deployed-app';
import { type Inventory, leftOver, type Platform } from '../platform';
import { editTemplates } from './assembly-edit';
import { CHANGES, change } from './changes';
import { EXPECTATIONS, everyApp } from './expectations';
import { keepCloud } from './keep-cloud';

jest.setTimeout(600_000);

let cloud: LocalCloud;
keepCloud((started) => {
  cloud = started;
});

describe.each(apps().map((app) => [app.name, app] as const))('%s', (name, app) => {
  let deployed: DeployedApp;
  let before: Inventory;
  beforeAll(async () => {
    await cloud.reset();
    deployed = new DeployedApp(cloud, app);
    await deployed.seed();
    worked(await deployed.synth());
    for (const region of deployed.regions) worked(await deployed.bootstrap(region));
    before = await deployed.inventory();
  });
  afterAll(() => deployed.discard());

  // One life, told in order: a stage stands on the one before it.
  test('is deployed, changed, found unchanged, and destroyed without a trace', async () => {
    worked(await deployed.deploy());
    const platform = await deployed.platform();
    everyApp(platform);
    EXPECTATIONS[name]?.(platform);

    const again = worked(await deployed.deploy());
    const stacks = platform.stacks.filter((stack) => stack.name !== 'CDKToolkit');
    expect(again.match(/\(no changes\)/g)).toHaveLength(stacks.length);
    worked(await deployed.diff('--fail'));

    const changed = new Set<string>();
    editTemplates(deployed.assembly, (resource) => {
      if (change(resource)) changed.add(resource.Type);
    });
    expect((await deployed.diff('--fail')).status).toBe(1);
    worked(await deployed.deploy());
    const after = await deployed.platform();
    for (const { type, seen, expected } of CHANGES.filter((each) => changed.has(each.type))) {
      const values = seen(after);
      expect([type, values]).toEqual([type, values.map(() => expected)]);
      expect([type, values.length > 0]).toEqual([type, true]);
    }
    everyStackHolds(after.stacks);
    worked(await deployed.diff('--fail'));

    worked(await deployed.destroy());
    expect(leftOver(before, await deployed.inventory())).toEqual([]);
  });
});

/** Not the APIs' word for each resource, but the engine's count, which it takes from them at the end of a deployment. */
function everyStackHolds(stacks: Platform['stacks']): void {
  for (const { name, held, declared } of stacks) {
    if (declared !== null) expect([name, held]).toEqual([name, declared]);
  }
}

/** What the CLI said; a failure shows it. */
function worked({ status, output }: Result): string {
  if (status !== 0) throw new Error(`ended with ${status}:\n${output}`);
  return output;
}
