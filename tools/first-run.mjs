// @ts-check
/**
 * `npm run <command>` on any machine: installs what the lockfile names, if that has not been done yet, and starts
 * the command. Plain JavaScript without dependencies, for it runs before there are any.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
// npm writes this file last, so an interrupted install is done again.
const INSTALLED = join(ROOT, 'node_modules', '.package-lock.json');
const MIN_NODE_MAJOR = 20;

const [command = '', ...args] = process.argv.slice(2);
const script = join(ROOT, 'tools', `${command}.ts`);

if (Number(process.versions.node.split('.')[0]) < MIN_NODE_MAJOR) {
  stop(`Node.js ${MIN_NODE_MAJOR} or newer is needed, this is ${process.version}.`);
}
if (!existsSync(script)) stop(`There is no command '${command}'.`);
installIfNeeded();

const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { cwd: ROOT, stdio: 'inherit' });
// The command cleans up when it is interrupted; this process waits for that.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => child.kill(signal));
}
child.on('close', (status) => process.exit(status ?? 1));

function installIfNeeded() {
  const wanted = statSync(join(ROOT, 'package-lock.json')).mtimeMs;
  if (existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= wanted) return;

  process.stdout.write('Installing the packages of package-lock.json (about 20 seconds) ...\n');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== 0) {
    stop(
      'npm ci failed (see above). It needs the npm registry and room on the disk; run this command again when both are there.',
    );
  }
}

/**
 * @param {string} reason
 * @returns {never}
 */
function stop(reason) {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}
