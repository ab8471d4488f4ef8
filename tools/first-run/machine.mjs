// @ts-check
/** What a command needs of the machine, in words for whoever runs it. */
import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';

/** With less than this nothing here works; with more, a disk that is full says so itself. */
const ENOUGH = { bytes: 64 * 2 ** 20, files: 1000 };

/**
 * What stands in the way of any command here, or undefined.
 *
 * @param {string} root
 */
export function obstacle(root) {
  const temporary = tmpdir();
  return (
    uncompilable(root) ??
    tooLong(root) ??
    refusal(`The checkout, ${root},`, root, 'Every command writes into it: make it writable, or clone it elsewhere.') ??
    refusal(`The folder for temporary files, ${temporary},`, temporary, 'Set TMPDIR to one that is and can be written.')
  );
}

/** With 364 characters nx was seen to work, with 930 to wait for nothing. */
const LONGEST = 360;

/**
 * TypeScript escapes such letters in the names by which jsii looks for modules, and jsii takes the escapes for the path.
 *
 * @param {string} root
 */
function uncompilable(root) {
  if (/^[ -~]*$/.test(root) && !/["\\]/.test(root)) return undefined;
  return `The checkout, ${root}, has a path that jsii cannot compile in: clone it where there are only ASCII letters, no quotation marks and no backslash.`;
}

/** @param {string} root */
function tooLong(root) {
  if (root.length <= LONGEST) return undefined;
  return `The checkout, ${root}, has a path of ${root.length} characters, in which nx may hang: clone it where it has ${LONGEST} or fewer.`;
}

/**
 * What may have failed a command, or undefined: tools name a file that they could not write, and seldom say why.
 *
 * @param {string} root
 */
export function likelyCause(root) {
  const folders = [root, resolve(root, process.env.NX_CACHE_DIRECTORY ?? '.nx'), tmpdir()];
  const folder = folders.find((each) => existsSync(each) && isFull(statfsSync(each)));
  return folder && `The disk that holds ${folder} is full: make room, and run this command again.`;
}

/**
 * Whether the disk that holds a folder takes nothing more, not even what a file system keeps for root.
 *
 * @param {string} folder
 */
export function hasNoRoom(folder) {
  const { bavail, bfree, blocks } = statfsSync(folder);
  return blocks > 0 && (process.getuid?.() === 0 ? bfree : bavail) === 0;
}

/**
 * @param {{ bavail: number, bsize: number, blocks: number, ffree: number, files: number }} disk a size of nought is one
 * that the file system does not tell
 */
export function isFull({ bavail, bsize, blocks, ffree, files }) {
  return (blocks > 0 && bavail * bsize < ENOUGH.bytes) || (files > 0 && ffree < ENOUGH.files);
}

/**
 * @param {string} what
 * @param {string} folder
 * @param {string} remedy
 */
function refusal(what, folder, remedy) {
  try {
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    const why =
      code === 'ENOENT'
        ? 'is not there'
        : code === 'EROFS'
          ? 'is on a read-only disk'
          : `is not yours to write (${code})`;
    return `${what} ${why}. ${remedy}`;
  }
}
