// @ts-check
/**
 * Runs as a function of AWS Lambda in an integration test: goes to an address as a client would, and says what became
 * of it. It needs no credentials: what it asks is answered, or refused, before anybody logs in. At most 4,096
 * characters, for it travels in the template.
 */
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const tls = require('node:tls');

const PATIENCE = 5000;
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
const PROTOCOL_3 = 0x30000;

/** @type {Record<string, (to: any) => Promise<string>>} */
const ways = { tcp, request, postgres };

/** @param {{ way: string }} event */
exports.handler = ({ way, ...to }) =>
  (ways[way] ?? unknown)(to).catch((/** @type {any} */ error) => `failed: ${error.code ?? error.message}`);

function unknown() {
  return Promise.reject(new Error('no such way'));
}

/** Opens a connection, and nothing more. @param {{ host: string, port: number }} to */
async function tcp(to) {
  const socket = net.connect(to);
  await heard(socket, 'connect');
  socket.destroy();
  return 'open';
}

/** Status and target of an answer. The name may differ from the host. @param {{ url: string, name?: string }} to */
async function request({ url, name }) {
  const client = url.startsWith('https:') ? https : http;
  const asked = client.get(url, {
    ca: process.env.CA,
    servername: name,
    // A firewall takes a request without this header for an attack.
    headers: { 'user-agent': 'probe', ...(name ? { host: name } : {}) },
    timeout: PATIENCE,
  });
  asked.on('timeout', () => asked.destroy(Object.assign(new Error(), { code: 'TIMEOUT' })));
  const [answer] = await require('node:events').once(asked, 'response');
  answer.resume();
  return `${answer.statusCode} ${answer.headers.location ?? ''}`.trim();
}

/** How far a stranger gets. @param {{ host: string, port: number, encrypted: boolean }} to */
async function postgres({ encrypted, ...to }) {
  /** @type {net.Socket} */
  let socket = net.connect(to);
  await heard(socket, 'connect');
  if (encrypted) {
    socket.write(SSL_REQUEST);
    if (String(await heard(socket, 'data')) !== 'S') {
      socket.destroy();
      return 'no TLS';
    }
    socket = tls.connect({ socket, rejectUnauthorized: false });
    await heard(socket, 'secureConnect');
  }
  const names = Buffer.from('\0\0\0\0\0\0\0\0user\0nobody\0database\0postgres\0\0');
  names.writeInt32BE(names.length, 0);
  names.writeInt32BE(PROTOCOL_3, 4);
  socket.write(names);
  const answer = /** @type {Buffer} */ (await heard(socket, 'data'));
  socket.destroy();
  if (answer[0] === 'R'.charCodeAt(0)) return 'asks for the password';
  const fields = answer.toString('utf8', 5).split('\0');
  return `refused: ${fields.find((field) => field[0] === 'C')?.slice(1)}`;
}

/** @param {net.Socket} socket @param {string} what */
function heard(socket, what) {
  return new Promise((resolve, reject) => {
    socket.once(what, resolve).once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
    socket.setTimeout(PATIENCE, () => socket.destroy(Object.assign(new Error(), { code: 'TIMEOUT' })));
  });
}
