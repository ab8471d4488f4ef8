import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A line of a stack: `name (/app/main.ts:8:1)`, `/app/main.ts:8:1`, or `name (/app/app.py:8)` of a host language of jsii.
 * Folders have blanks and brackets in their names; functions have no bracket.
 */
const FRAME = /^(?:at )?(?:[^(]* \()?((?:file:\/\/)?\/.+?|[A-Za-z]:\\.+?):(\d+)(?::\d+)?\)?$/;

/** Where package managers put what the app is not. */
const LIBRARY = /node_modules|node:internal|site-packages|dist-packages/;

/** How many frames a library may put between the app and a resource: Node.js keeps ten unless told otherwise. */
const DEPTH = 50;

/** Lets stacks reach the app: a resource deep in a library would otherwise name no line of its own. */
export function keepDeepStacks(): void {
  Error.stackTraceLimit = Math.max(Error.stackTraceLimit, DEPTH);
}

/**
 * The first frame of a stack that is the app's: below the folder in which the synthesis runs, or else anywhere but in a
 * library. Where libraries stand beside the app they are no packages, and the line that used them says more.
 */
export function sourceLine(stack: readonly string[], folder = process.cwd()): string | undefined {
  let nearest: string | undefined;
  for (const line of stack) {
    const [, file = '', number] = FRAME.exec(line.trim()) ?? [];
    if (file === '' || LIBRARY.test(file)) continue;
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    const place = `${relative(folder, path).replaceAll('\\', '/')}:${number}`;
    if (!place.startsWith('../')) return place;
    nearest ??= place;
  }
  return nearest;
}
