import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StackSummary {
  /** As the manifest names it: its construct path, unless it stands in a stage. */
  readonly id: string;
  readonly name: string;
  /** `aws://account/region`, as the manifest has it. */
  readonly environment: string;
  readonly region: string;
  readonly templateFile: string;
  /** Resource count by service, such as `EC2`, most first. */
  readonly services: [service: string, count: number][];
  readonly resources: number;
  readonly outputs: [name: string, description: string][];
}

export interface FindingSummary {
  readonly severity: string;
  readonly rule: string;
  readonly description: string;
  readonly construct: string;
}

interface Manifest {
  readonly artifacts: Record<string, Artifact>;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly displayName?: string;
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string };
}

interface Template {
  readonly Resources?: Record<string, { readonly Type: string }>;
  readonly Outputs?: Record<string, { readonly Description?: string; readonly Value: unknown }>;
}

interface ValidationReport {
  readonly pluginReports: {
    readonly violations: {
      readonly ruleName: string;
      readonly severity?: string;
      readonly description: string;
      readonly violatingConstructs: { readonly constructPath?: string }[];
    }[];
  }[];
}

/** What a cloud assembly (cdk.out) holds, stack by stack in the order of the manifest. */
export function readStacks(assembly: string): StackSummary[] {
  const { artifacts } = readJson<Manifest>(join(assembly, 'manifest.json'));
  return Object.entries(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([id, { environment = '', properties }]) => {
      const templateFile = join(assembly, properties?.templateFile ?? `${id}.template.json`);
      const { Resources = {}, Outputs = {} } = readJson<Template>(templateFile);
      return {
        id,
        name: properties?.stackName ?? id,
        environment,
        region: environment.split('/').at(-1) ?? '',
        templateFile,
        services: countByService(Object.values(Resources).map(({ Type }) => Type)),
        resources: Object.keys(Resources).length,
        outputs: Object.entries(Outputs).map(([name, { Description = '' }]): [string, string] => [name, Description]),
      };
    });
}

/** What CDK's validation found, acknowledged findings left out; undefined if no validation ran. */
export function readFindings(assembly: string): FindingSummary[] | undefined {
  const file = join(assembly, 'validation-report.json');
  if (!existsSync(file)) return undefined;
  return readJson<ValidationReport>(file).pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, severity = 'unknown', description, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath = '' }) => ({
        severity,
        rule: ruleName,
        description,
        construct: constructPath,
      })),
    ),
  );
}

function countByService(types: string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const type of types) {
    const [provider = '', service = ''] = type.split('::');
    const name = provider === 'AWS' ? service : provider;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([a, many], [b, more]) => more - many || a.localeCompare(b, 'en'));
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
