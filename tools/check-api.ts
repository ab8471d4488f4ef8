/**
 * Walks the jsii assemblies of the packages and refuses what compiles and then degrades in other languages (union
 * types, `any`), and what API.md would leave unsaid.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Type, weaknesses } from './lib/jsii-api';

for (const folder of readdirSync('packages')) {
  const assembly = JSON.parse(readFileSync(join('packages', folder, '.jsii'), 'utf8')) as {
    name: string;
    types?: Record<string, Type>;
  };
  const types = Object.values(assembly.types ?? {});
  const problems = types.flatMap(weaknesses);

  if (types.length === 0) problems.push(`${assembly.name} exports no type`);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.stdout.write(`${assembly.name}: ${types.length} types, ${problems.length} problems\n`);
  if (problems.length > 0) process.exitCode = 1;
}
