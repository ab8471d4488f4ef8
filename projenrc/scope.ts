/**
 * The npm scope of every published package, set here and nowhere else. Change it, run `npx projen`, and
 * package names, imports, docs and warning ids follow (see rescope.ts).
 */
export const SCOPE = '@org';

/** Published packages, in the order a request passes them. The folder below `packages/` carries the same name. */
export const CONSTRUCT_PACKAGES = [
  'compliance-logging',
  'secure-vpc',
  'audited-alb',
  'fargate-service',
  'aurora-pci',
  'governance',
  'pci-evidence',
] as const;

export type ConstructPackageName = (typeof CONSTRUCT_PACKAGES)[number];

/** What the platform in examples/ is built from. */
export const EXAMPLE_PACKAGES: readonly ConstructPackageName[] = [
  'audited-alb',
  'compliance-logging',
  'fargate-service',
  'governance',
  'pci-evidence',
  'secure-vpc',
];

/** Private libraries that are imported by a scoped name as well, and the folders they stand in. */
export const TEST_HELPERS = 'testing';
export const APP_KIT = 'app-kit';
export const PRIVATE_LIBRARIES = {
  [TEST_HELPERS]: 'testing',
  [APP_KIT]: 'tools/app-kit',
} as const;

/** Everything that is imported by a scoped name. */
export const SCOPED_NAMES: readonly string[] = [...CONSTRUCT_PACKAGES, ...Object.keys(PRIVATE_LIBRARIES)];

/** The npm name of a workspace member. */
export function scoped(name: string): string {
  return `${SCOPE}/${name}`;
}

/** Names of one package in the registries that jsii publishes to besides npm. */
export function jsiiTargets(name: ConstructPackageName) {
  const organization = SCOPE.slice(1);
  const identifier = organization.replace(/[^a-z0-9]/g, '');
  const dotnet = `${pascalCase(organization)}.${pascalCase(name)}`;
  return {
    python: { distName: `${organization}.${name}`, module: `${identifier}_${name.replaceAll('-', '_')}` },
    java: {
      package: `com.${identifier}.${name.replaceAll('-', '')}`,
      maven: { groupId: `com.${identifier}`, artifactId: name },
    },
    dotnet: { namespace: dotnet, packageId: dotnet },
    go: { moduleName: `github.com/${organization}/payment-platform-go`, packageName: name.replaceAll('-', '') },
  };
}

function pascalCase(kebab: string): string {
  return kebab.replace(/(?:^|-)([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}
