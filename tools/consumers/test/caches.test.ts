import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCOPE } from '../../../projenrc/scope';
import { install, MANAGERS, type Manager } from '../managers';
import { Registry } from '../registry';
import { Stranger } from '../stranger';

jest.setTimeout(120_000);

const NAME = `${SCOPE}/changed`;

/** Packs a package that says what it is told, always under the same version. */
async function pack(stranger: Stranger, says: string): Promise<string> {
  stranger.write('package.json', { name: NAME, version: '0.0.0', says });
  await stranger.run(['npm', 'pack', '--silent']);
  return join(stranger.folder, `${NAME.slice(1).replace('/', '-')}-0.0.0.tgz`);
}

/** What the package says that a stranger gets from a registry that serves this one, and that registry's port. */
async function heard(says: string, manager: Manager, onPort?: number): Promise<[says: string, port: number]> {
  const packed = new Stranger('packed');
  const stranger = new Stranger('stranger');
  const registry = await Registry.start(onPort);
  try {
    await registry.publish([await pack(packed, says)]);
    await install(stranger, registry, manager, [NAME]);
    const manifest = readFileSync(join(stranger.folder, 'node_modules', NAME, 'package.json'), 'utf8');
    return [JSON.parse(manifest).says, Number(new URL(registry.url).port)];
  } finally {
    await registry.stop();
    stranger.remove();
    packed.remove();
  }
}

test.each(MANAGERS)('%s takes nothing that an earlier registry of the same address served', async (manager) => {
  const [before, port] = await heard('before', manager);
  const [after] = await heard('after', manager, port);
  expect([before, after]).toEqual(['before', 'after']);
});

test('npm takes nothing that a registry served which is gone', async () => {
  const [, port] = await heard('before', 'npm');
  const gone = await Registry.start(port);
  await gone.stop();
  const stranger = new Stranger('stranger');
  await expect(install(stranger, gone, 'npm', [NAME, '--fetch-retries=0'])).rejects.toThrow('ECONNREFUSED');
  stranger.remove();
});
