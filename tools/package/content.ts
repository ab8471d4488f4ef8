import type { Manifest } from './manifest';

/** A tarball as `npm pack --json` tells of it. */
export interface Tarball {
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

const MAX_BYTES = 150_000;

/** The only packages that a user's installation must bring beside ours. */
const PEERS = ['aws-cdk-lib', 'constructs'];

/** Licences under which a package may be bundled into ours. */
const BUNDLED_LICENSES = ['Apache-2.0', 'MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD'];

/** What Construct Hub looks for among the keywords to find a construct library. */
const HUB_KEYWORDS = ['cdk', 'awscdk', 'aws-cdk'];

const ALWAYS = ['package.json', 'README.md', 'LICENSE', 'API.md', '.jsii', 'lib/index.js', 'lib/index.d.ts'];

/** What is wrong with what a tarball holds: a line for each, none if all is well. */
export function contentProblems(manifest: Manifest, tarball: Tarball): string[] {
  const paths = tarball.files.map(({ path }) => path);
  const documented = manifest.files.filter((file) => file === 'docs');
  const allowed = (path: string) =>
    ALWAYS.includes(path) ||
    /^lib\/.*\.(js|d\.ts)$/.test(path) ||
    documented.some((folder) => path.startsWith(`${folder}/`)) ||
    (manifest.bundleDependencies ?? []).some((name) => path.startsWith(`node_modules/${name}/`));
  return [
    ...ALWAYS.filter((file) => !paths.includes(file)).map((file) => `it lacks ${file}`),
    ...paths.filter((path) => !allowed(path)).map((path) => `it holds ${path}, which nobody needs`),
    ...Object.values(manifest.bin ?? {})
      .filter((file) => !paths.includes(file.replace(/^\.\//, '')))
      .map((file) => `its command ${file} is not in it`),
    ...(tarball.size < MAX_BYTES ? [] : [`it has ${tarball.size} bytes, of at most ${MAX_BYTES}`]),
  ];
}

/** What is wrong with what a package.json promises. */
export function metadataProblems(manifest: Manifest): string[] {
  const { dependencies = {}, bundleDependencies = [], peerDependencies = {}, keywords = [], license } = manifest;
  const { python, java, dotnet, go } = manifest.jsii.targets;
  return [
    ...Object.keys(dependencies)
      .filter((name) => !bundleDependencies.includes(name))
      .map((name) => `it depends on ${name}: a dependency is a peer (${PEERS.join(', ')}) or bundled`),
    ...(Object.keys(peerDependencies).sort().join() === PEERS.join()
      ? []
      : [`its peers are ${Object.keys(peerDependencies).join(', ') || 'none'}, not ${PEERS.join(' and ')}`]),
    ...HUB_KEYWORDS.filter((keyword) => !keywords.includes(keyword)).map(
      (keyword) => `it lacks the keyword ${keyword}`,
    ),
    ...(license === 'Apache-2.0' ? [] : [`its license is ${license}`]),
    ...['description', 'repository', 'author', 'engines', 'stability', 'types'].flatMap((field) =>
      manifest[field] ? [] : [`its package.json has no ${field}`],
    ),
    ...(python && java && dotnet && go ? [] : ['it lacks a jsii target: python, java, dotnet and go are published']),
  ];
}

/** What is wrong with the packages that are bundled: each is named in the README, and its licence allows it. */
export function bundledProblems(bundled: readonly Manifest[], readme: string): string[] {
  return bundled.flatMap(({ name, license }) => [
    ...(BUNDLED_LICENSES.includes(license) ? [] : [`it bundles ${name}, licensed ${license}`]),
    ...(readme.includes(name) ? [] : [`its README does not name ${name}, which it bundles`]),
  ]);
}
