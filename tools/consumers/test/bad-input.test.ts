import { createServer } from 'node:net';
import { join } from 'node:path';
import { tarballs } from '../artifacts';
import { install } from '../managers';
import { Registry } from '../registry';
import { Stranger } from '../stranger';

jest.setTimeout(120_000);

test('a port in use is refused by its number', async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) =>
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
  );
  await expect(Registry.start(port)).rejects.toThrow(`Port ${port} is in use. Choose another, or none.`);
  other.close();
});

describe('a registry', () => {
  let registry: Registry;
  beforeEach(async () => {
    registry = await Registry.start();
  });

  test('gets nothing if one tarball is missing', async () => {
    const missing = join(__dirname, 'no-such.tgz');
    await expect(registry.publish([...tarballs(), missing])).rejects.toThrow(
      `Nothing was published: there is no ${missing}. Run \`npm run package\`.`,
    );
    expect((await fetch(`${registry.url}@org/secure-vpc`)).status).toBe(404);
    await registry.stop();
  });

  test('does not take a version twice, and says so', async () => {
    const [first = ''] = tarballs();
    await registry.publish([first]);
    await expect(registry.publish([first])).rejects.toThrow(`The registry did not take ${first}:`);
    await registry.stop();
  });

  test('that cannot be reached fails the installation with its address, and leaves nothing installed', async () => {
    await registry.stop();
    const stranger = new Stranger('without a registry');
    const installed = install(stranger, registry, 'npm', ['@org/secure-vpc', '--fetch-retries=0']);
    await expect(installed).rejects.toThrow('ECONNREFUSED');
    expect(await stranger.try(['ls', 'node_modules'])).toMatchObject({ status: 2 });
    stranger.remove();
  });
});
