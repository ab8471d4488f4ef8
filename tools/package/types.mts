import { readFileSync } from 'node:fs';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import type { Manifest } from './manifest.js';

/**
 * Suggestions of publint that do not fit. The packages are CommonJS, which `main` and `types` say since before there
 * was `exports`: jsii reads those two, and an `exports` map would hide `.jsii` and package.json from its runtimes.
 */
const NOT_TAKEN = ['USE_TYPE', 'USE_EXPORTS_OR_IMPORTS_BROWSER'];

/** What publint says of a tarball: entry points, formats, commands, repository. */
export async function publishingProblems(manifest: Manifest, tarball: string): Promise<string[]> {
  const { messages } = await publint({ strict: true, pack: { tarball: bytes(tarball) } });
  return messages
    .filter(({ code }) => !NOT_TAKEN.includes(code))
    .map((message) => `${message.code}: ${formatMessage(message, manifest, { color: false })}`);
}

/** Whether types resolve, and say what runs, for consumers in CommonJS, in ES modules and behind a bundler. */
export async function typeProblems(tarball: string): Promise<string[]> {
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(bytes(tarball))));
  if (!analysis.types) return ['it has no types'];
  return analysis.problems.map((problem) => {
    const where = 'resolutionKind' in problem ? ` (${problem.entrypoint}, ${problem.resolutionKind})` : '';
    return `types: ${problem.kind}${where}`;
  });
}

function bytes(file: string): ArrayBuffer {
  return new Uint8Array(readFileSync(file)).buffer;
}
