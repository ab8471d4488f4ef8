/**
 * A registry of its own process: serves our scope and nothing else from a folder, on loopback. Started by
 * registry.ts, says its port, and ends with its standard input.
 */
import type { Server } from 'node:http';
import { runServer } from 'verdaccio';
import { SCOPE } from '../../projenrc/scope';

const [storage = '', port = '0'] = process.argv.slice(2);

void serve();

async function serve(): Promise<void> {
  const config = {
    storage,
    self_path: storage,
    uplinks: {},
    packages: { [`${SCOPE}/*`]: { access: '$all', publish: '$all' } },
    log: { type: 'stdout', level: 'fatal' },
    web: { enable: false },
  };
  // Its own types want a whole configuration, with what it fills in by itself.
  const server = (await runServer(config as unknown as Parameters<typeof runServer>[0])) as unknown as Server;
  // npm would take what an earlier registry of the same port served, and even if none answers there.
  server.prependListener('request', (_request, response) => response.setHeader('Cache-Control', 'no-store'));
  server.once('error', (error: NodeJS.ErrnoException) => {
    process.stdout.write(`refused ${error.code}\n`);
    process.exit(1);
  });
  server.listen(Number(port), '127.0.0.1', () => {
    const address = server.address();
    process.stdout.write(`listening ${typeof address === 'object' ? address?.port : ''}\n`);
  });
  process.stdin.on('end', () => process.exit(0)).resume();
}
