import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { minVersion, satisfies } from 'semver';

interface Lockfile {
  readonly packages: Record<
    string,
    {
      readonly resolved?: string;
      readonly link?: boolean;
      readonly optional?: boolean;
      readonly optionalDependencies?: Record<string, string>;
      readonly engines?: { readonly node?: string };
    }
  >;
}

const { packages } = JSON.parse(readFileSync(join(__dirname, '../../package-lock.json'), 'utf8')) as Lockfile;

test('holds no download address, so that any registry or mirror serves it', () => {
  const addresses = Object.entries(packages).filter(([, { resolved, link }]) => resolved !== undefined && !link);
  expect(addresses).toEqual([]);
});

const WITH_BINARIES = ['nx', '@biomejs/biome', 'esbuild', 'jscpd', 'oxc-parser', 'oxc-resolver'];

test.each(WITH_BINARIES)('holds the binaries of %s for every platform', (name) => {
  const { optionalDependencies = {} } = packages[`node_modules/${name}`] ?? {};
  const binaries = Object.keys(optionalDependencies);
  expect(binaries.length).toBeGreaterThan(5);
  expect(binaries.filter((binary) => packages[`node_modules/${binary}`] === undefined)).toEqual([]);
});

test.each(['aws-cdk-lib', 'constructs'])('holds one copy of %s', (name) => {
  expect(Object.keys(packages).filter((path) => path.endsWith(`node_modules/${name}`))).toEqual([
    `node_modules/${name}`,
  ]);
});

test('holds no package that asks for a newer Node.js than the repository does', () => {
  const floors = packages['']?.engines?.node?.split(' || ').map((range) => minVersion(range)?.version ?? '') ?? [];
  expect(floors.length).toBeGreaterThan(1);
  const demands = Object.entries(packages).filter(([, { optional }]) => !optional);
  const unmet = floors.flatMap((floor) =>
    demands
      .filter(([, { engines }]) => engines?.node !== undefined && !satisfies(floor, engines.node))
      .map(([path, { engines }]) => `${path} ${engines?.node} on ${floor}`),
  );
  expect(unmet).toEqual([]);
});
