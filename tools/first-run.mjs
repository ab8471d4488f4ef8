// @ts-check
/**
 * `npm run <command>` on any machine: says what the machine lacks, installs what the lockfile names if that has not been
 * done yet, and starts the command. Plain JavaScript without dependencies, for it runs before there are any.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

const [command = '', ...args] = process.argv.slice(2);
const script = join(ROOT, 'tools', `${command}.ts`);

const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
if (!isWithin(engines.node)) {
  const floors = engines.node.match(/\d+\.\d+/g).join(', ');
  stop(`Node.js ${floors} or newer is needed, this is ${process.version}: https://nodejs.org`);
}
if (!existsSync(script)) stop(`There is no command '${command}'.`);

// Behind the question for the version, as older releases cannot load them.
const { endOf, codeOf } = await import('./first-run/child.mjs');
const { installIfNeeded } = await import('./first-run/install.mjs');
const { likelyCause, obstacle } = await import('./first-run/machine.mjs');

const inTheWay = obstacle(ROOT);
if (inTheWay) stop(inTheWay);
const failure = await installIfNeeded(ROOT);
if (failure) stop(failure.reason, failure.status);

const { status, told } = await endOf(() =>
  spawn(process.execPath, ['--import', 'tsx', script, ...args], { cwd: ROOT, stdio: 'inherit' }),
);
const cause = status === 0 || told ? undefined : likelyCause(ROOT);
if (cause) stop(cause, status);
process.exit(told && status === 0 ? codeOf(told) : status);

/**
 * Whether this Node.js is one of a range such as `^20.19.0 || >=24.0.0`.
 *
 * @param {string} range
 */
function isWithin(range) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return range.split(' || ').some((part) => {
    const [floor = 0, floorMinor = 0] = part.replace(/\^|>=/, '').split('.').map(Number);
    return major === floor ? minor >= floorMinor : major > floor && part.startsWith('>=');
  });
}

/**
 * @param {string} reason
 * @param {number} code
 * @returns {never}
 */
function stop(reason, code = 1) {
  process.stderr.write(`${reason}\n`);
  process.exit(code);
}
