/**
 * Walks the jsii assembly of the package in the working directory and refuses what compiles and then degrades in
 * other languages (union types, `any`), and what API.md would leave unsaid.
 */
import { readFileSync } from 'node:fs';
import { type Type, weaknesses } from './lib/jsii-api';

const assembly = JSON.parse(readFileSync('.jsii', 'utf8')) as { name: string; types?: Record<string, Type> };
const types = Object.values(assembly.types ?? {});
const problems = types.flatMap(weaknesses);

if (types.length === 0) problems.push(`${assembly.name} exports no type`);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`${assembly.name}: ${types.length} types, ${problems.length} problems\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
