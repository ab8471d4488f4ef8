import { readFileSync } from 'node:fs';
import { type Evidence, SCHEMA_VERSION } from '../private/evidence/evidence';
import { json } from '../private/evidence/json';
import { sarifOf } from '../private/evidence/sarif';
import { compareEvidence, describeChanges } from './diff';

const USAGE = `Usage:
  pci-evidence diff OLD NEW    which controls changed verdict between two evidence.json; exit code 1 on a regression
  pci-evidence sarif FILE      an evidence.json as SARIF 2.1.0, on standard output
`;

/** Where the command writes to. */
export interface Output {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** Runs the command; returns its exit code: 0 well, 1 a regression, 2 a wrong call or file. */
export function run(args: readonly string[], output: Output): number {
  const [command, first, second, ...rest] = args;
  try {
    if (command === 'diff' && first !== undefined && second !== undefined && rest.length === 0)
      return diff(read(first), read(second), output);
    if (command === 'sarif' && first !== undefined && second === undefined) {
      output.out(json(sarifOf(read(first))));
      return 0;
    }
  } catch (error) {
    output.error(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
  const help = command === '--help' || command === 'help';
  (help ? output.out : output.error)(USAGE);
  return help ? 0 : 2;
}

function diff(before: Evidence, after: Evidence, { out }: Output): number {
  const changes = compareEvidence(before, after);
  out(describeChanges(changes, after));
  return changes.some(({ kind }) => kind === 'regression') ? 1 : 0;
}

function read(file: string): Evidence {
  const evidence = parsed(file);
  const [major] = SCHEMA_VERSION.split('.');
  const version = typeof evidence === 'object' && evidence !== null ? (evidence as Evidence).schemaVersion : undefined;
  if (typeof version !== 'string' || version.split('.')[0] !== major)
    throw new Error(`${file} must be an evidence.json of schema ${major}.x, got: ${version ?? 'no schemaVersion'}.`);
  return evidence as Evidence;
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} must be an evidence.json: ${error instanceof Error ? error.message : String(error)}`);
  }
}
