import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import type { Circus } from '@jest/types';
import { expect } from 'expect';
import { afterAll, afterEach, beforeAll, beforeEach, describe, getState, resetState, test } from 'jest-circus';

/** One test of a loaded suite. */
export interface LoadedTest {
  /** File and full name: unique in the suite. */
  readonly id: string;
  readonly file: string;
  /** Runs it with its hooks; what it throws is why it failed. */
  run(): Promise<void>;
}

const require = createRequire(import.meta.url);

type Block = Circus.DescribeBlock;
type Hook = Circus.Hook['type'];

/**
 * The test files of one folder, loaded by Node.js itself and kept: any test can be run again, alone, in no time. jest
 * would load every file anew for each run. Definitions (`test.each` and so on) and `expect` are jest's own.
 */
export class LoadedSuite {
  public readonly files: readonly string[];

  constructor(private readonly folder: string) {
    this.files = testFiles(folder);
    Object.assign(globalThis, { test, it: test, describe, expect, beforeAll, beforeEach, afterAll, afterEach });
  }

  /** Loads a test file and, anew, the sources that it imports. Tests loaded before keep the sources that they have. */
  public load(file: string): LoadedTest[] {
    for (const name of Object.keys(require.cache)) if (name.startsWith(this.folder + sep)) delete require.cache[name];
    resetState();
    // A block for the file makes its name part of the ids.
    describe(relative(this.folder, file), () => {
      require(file);
    });
    return testsIn(getState().rootDescribeBlock, file);
  }
}

function testFiles(folder: string): string[] {
  return readdirSync(join(folder, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .sort()
    .map((file) => join(folder, 'test', file));
}

function testsIn(block: Block, file: string): LoadedTest[] {
  const ids = new Map<string, number>();
  return entriesIn(block).map((entry) => {
    const blocks = blocksAround(entry);
    const name = [...blocks, entry].map((part) => part.name).join(' > ');
    const count = (ids.get(name) ?? 0) + 1;
    ids.set(name, count);
    return { id: count > 1 ? `${name} (${count})` : name, file, run: () => runEntry(entry, blocks) };
  });
}

function entriesIn(block: Block): Circus.TestEntry[] {
  return block.children.flatMap((child) => (child.type === 'test' ? [child] : entriesIn(child)));
}

/** Blocks that a test stands in, from the file's inwards. */
function blocksAround({ parent }: { parent?: Block }): Block[] {
  return parent?.parent ? [...blocksAround(parent), parent] : [];
}

async function runEntry(entry: Circus.TestEntry, blocks: readonly Block[]): Promise<void> {
  const inwards = (type: Hook) => blocks.flatMap(({ hooks }) => hooks.filter((hook) => hook.type === type));
  const outwards = (type: Hook) =>
    [...blocks].reverse().flatMap(({ hooks }) => hooks.filter((hook) => hook.type === type));
  try {
    for (const hook of [...inwards('beforeAll'), ...inwards('beforeEach')]) await call(hook.fn);
    await call(entry.fn);
  } finally {
    for (const hook of [...outwards('afterEach'), ...outwards('afterAll')]) await call(hook.fn);
  }
}

async function call(fn: Circus.TestFn | Circus.HookFn): Promise<void> {
  if (fn.length > 0) throw new Error('Tests that take a `done` callback are not supported: return a promise.');
  await (fn as () => unknown)();
}
