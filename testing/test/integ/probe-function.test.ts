import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

const { handler } = require('../../src/integ/probe-function.cjs') as { handler: (event: object) => Promise<string> };

const PLAIN_REFUSED = refusal('SFATAL\0C28000\0Mno pg_hba.conf entry for host, no encryption\0\0');
const PASSWORD_WANTED = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]);
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server): Promise<{ host: string; port: number }> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

function refusal(fields: string): Buffer {
  const head = Buffer.from('E\0\0\0\0');
  head.writeInt32BE(4 + fields.length, 1);
  return Buffer.concat([head, Buffer.from(fields)]);
}

/** A server that says one thing to whatever it hears, as PostgreSQL does to a stranger. */
const saying = (answer: Buffer) => createServer((socket: Socket) => void socket.on('data', () => socket.write(answer)));

describe('a connection', () => {
  test('is open where somebody listens', async () => {
    expect(await handler({ way: 'tcp', ...(await listening(createServer())) })).toBe('open');
  });

  test('fails, with the reason, where nobody does', async () => {
    const server = createServer();
    const address = await listening(server);
    server.close();
    await once(server, 'close');
    expect(await handler({ way: 'tcp', ...address })).toBe('failed: ECONNREFUSED');
  });
});

test('a request is answered with status and target, under the name that clients use', async () => {
  const server = createHttp(({ headers, url }, answer) =>
    answer.writeHead(301, { location: `https://${headers.host}${url}` }).end(),
  );
  const { port } = await listening(server);
  const answer = await handler({ way: 'request', url: `http://127.0.0.1:${port}/api`, name: 'api.example.com' });
  expect(answer).toBe('301 https://api.example.com/api');
});

describe('a stranger at a PostgreSQL server', () => {
  test('is refused in plaintext', async () => {
    const address = await listening(saying(PLAIN_REFUSED));
    expect(await handler({ way: 'postgres', ...address, encrypted: false })).toBe('refused: 28000');
  });

  test('is asked for the password by one that takes plaintext', async () => {
    const address = await listening(saying(PASSWORD_WANTED));
    expect(await handler({ way: 'postgres', ...address, encrypted: false })).toBe('asks for the password');
  });

  test('finds no TLS where there is none', async () => {
    const address = await listening(saying(Buffer.from('N')));
    expect(await handler({ way: 'postgres', ...address, encrypted: true })).toBe('no TLS');
  });

  test('hears of a connection that is closed without a word', async () => {
    const address = await listening(createServer((socket) => socket.end()));
    expect(await handler({ way: 'postgres', ...address, encrypted: false })).toMatch(/^failed: /);
  });
});

test('what is no way fails', async () => {
  expect(await handler({ way: 'telepathy' })).toBe('failed: no such way');
});
