import { KeptCli } from '../../lib/cdk/kept-cli';
import { LocalCloud } from '../cloud';

/** Starts a cloud whose CLI stays, before the tests of a file, and stops both after them. */
export function keepCloud(take: (cloud: LocalCloud) => void): void {
  const cli = new KeptCli();
  let cloud: LocalCloud | undefined;
  beforeAll(async () => {
    cloud = await LocalCloud.start({ cdk: cli.cdk });
    take(cloud);
  });
  afterAll(() => Promise.all([cloud?.stop(), cli.stop()]));
}
