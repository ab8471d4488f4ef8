/**
 * Every version in one table. The lockfile pins what these bring along. docs/adr/0001-toolchain.md says why each
 * one stands where it does.
 */
export const VERSIONS = {
  // What is built and tested against: a workspace can hold only one copy of each. LOWEST says what is supported.
  'aws-cdk-lib': '2.276.0',
  constructs: '10.5.1',
  'aws-cdk': '2.1148.1',
  projen: '0.103.25',
  nx: '23.2.1',
  '@biomejs/biome': '2.5.15',
  jsii: '6.0.16',
  'jsii-rosetta': '6.0.17',
  'jsii-docgen': '10.12.6',
  'jsii-pacmak': '1.139.0',
  typescript: '6.0.3',
  jest: '30.5.2',
  'jest-circus': '30.5.2',
  'jest-environment-node': '30.5.2',
  '@jest/types': '30.5.1',
  expect: '30.5.2',
  '@types/jest': '30.0.0',
  '@types/node': '20.19.43',
  tsx: '4.23.15',
  esbuild: '0.28.2',
  'source-map': '0.8.0',
  'cdk-nag': '3.0.2',
  '@cdklabs/cdk-validator-cfnguard': '0.0.62',
  zod: '4.6.7',
  'damerau-levenshtein': '1.0.8',
  '@types/damerau-levenshtein': '1.0.2',
  yaml: '2.9.1',
  elkjs: '0.12.1',
  'fast-check': '4.10.2',
  // The last major release that runs on Node.js 20.
  '@stryker-mutator/core': '9.6.1',
  '@stryker-mutator/api': '9.6.1',
  ajv: '8.20.0',
  'ajv-formats': '3.0.1',
  // Reads the docs for their checks.
  'markdown-it': '14.1.0',
  '@types/markdown-it': '14.1.2',
  'playwright-core': '1.64.1',
  semver: '7.8.6',
  '@types/semver': '7.8.0',
  // The last major release that runs on Node.js 20.
  'conventional-commits-parser': '6.4.0',
  'jsii-diff': '1.134.0',
  'jsii-reflect': '1.142.0',
  // Fetched by the release workflow, and installed nowhere else.
  publib: '0.2.1061',
  '@aws-cdk/aws-service-spec': '0.1.216',
  publint: '0.3.25',
  '@arethetypeswrong/core': '0.18.5',
  // The last release that runs on Node.js 20.
  verdaccio: '6.8.0',
  // The last major release that is JavaScript alone, without a binary for each platform.
  pnpm: '10.34.9',
  '@yarnpkg/cli-dist': '4.18.1',
  knip: '6.44.2',
  // Later ones bring what compares meanings (30 MB), or lack binaries in some registry mirrors.
  jscpd: '5.2.1',
  '@aws-cdk/integ-runner': '2.197.10',
  '@aws-cdk/integ-tests-alpha': '2.245.0-alpha.0',
} as const;

/**
 * The oldest releases that the packages support. Sources compile against them and the READMEs' examples synthesize on
 * them in tools/consumers; each is as low as what the packages use lets it be.
 */
export const LOWEST = {
  // NatProvider.regionalGateway (secure-vpc).
  'aws-cdk-lib': '2.273.0',
  // What that release of aws-cdk-lib asks for.
  constructs: '10.5.0',
} as const;

/** Supported Node.js releases: what CI runs, and the floor that `engines` of the packages states. */
export const NODE_VERSIONS = ['20', '22', '24'] as const;
export const MIN_NODE_VERSION = '20.0.0';
/** What the tools of this repository run on; tools/first-run.mjs says so to whoever has another. */
export const TOOLS_NODE_RANGE = '^20.19.0 || ^22.13.0 || >=24.0.0';

/** The peers of a published package, as ranges. */
export function peers(): string[] {
  return Object.entries(LOWEST).map(([name, version]) => `${name}@^${version}`);
}

/** A pinned dependency in the form projen takes: `name@version`. */
export function pinned(...names: (keyof typeof VERSIONS)[]): string[] {
  return names.map((name) => `${name}@${VERSIONS[name]}`);
}
