import { join } from 'node:path';
import { VERSIONS } from '../../../../projenrc/versions';
import { ROOT } from '../../../lib/nx';
import type { Result } from '../../../lib/processes';
import { LocalCloud } from '../../../local-cloud/cloud';
import { DeployedApp } from '../../../local-cloud/deployed-app';
import { leftOver } from '../../../local-cloud/platform';
import { tarballs } from '../../artifacts';
import { writeTypescriptManifest } from '../../languages';
import { Registry } from '../../registry';
import { Stranger } from '../../stranger';

jest.setTimeout(1_200_000);

const REGION = 'us-east-1';

test('the example in TypeScript, and so each that makes the same templates, is deployed and destroyed', async () => {
  const registry = await Registry.start();
  await registry.publish(tarballs());
  const stranger = new Stranger('the platform');
  stranger.copy(join(ROOT, 'examples', 'typescript-spot-microservices'));
  writeTypescriptManifest(stranger, VERSIONS['aws-cdk-lib']);
  stranger.write('.npmrc', registry.npmrc);
  await stranger.run(['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline']);
  await registry.stop();

  const cloud = await LocalCloud.start();
  const deployed = new DeployedApp(cloud, {
    name: 'example',
    folder: stranger.folder,
    suffix: 'example',
    region: REGION,
    context: ({ certificateArn }) => ({ certificateArn }),
  });
  try {
    await succeeds(deployed.bootstrap());
    await deployed.seed();
    const before = await deployed.inventory();
    await succeeds(deployed.synth());
    await succeeds(deployed.deploy());
    const { stacks } = await deployed.platform();
    const names = ['registry-production-example', 'spot-microservices-production-example'];
    expect(stacks.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    await succeeds(deployed.destroy());
    expect(leftOver(before, await deployed.inventory())).toEqual([]);
  } finally {
    deployed.discard();
    await cloud.stop();
    stranger.remove();
  }
});

async function succeeds(step: Promise<Result>): Promise<void> {
  const { status, output } = await step;
  if (status !== 0) throw new Error(output);
}
