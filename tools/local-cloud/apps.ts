import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/nx';

/** What a region holds before a platform is deployed into it: see client/seed.py. */
export interface Seeds {
  readonly certificateArn: string;
  readonly hostedZoneId: string;
  readonly zoneName: string;
  readonly domainName: string;
}

/** How one app is deployed here: where, and with which context keys beside `environmentSuffix`. */
interface Recipe {
  readonly region: string;
  readonly context: (seeds: Seeds) => Record<string, string>;
}

const certificate: Recipe['context'] = ({ certificateArn }) => ({ certificateArn });

/** An app without an entry gets the first one's. */
const RECIPES: Record<string, Recipe> = {
  'single-service': { region: 'us-east-1', context: certificate },
  'mysql-compliance': { region: 'us-east-2', context: certificate },
  'multi-environment': {
    region: 'us-east-1',
    // It writes records into the zone; and production is protected from being destroyed unless one says so.
    context: ({ certificateArn, hostedZoneId, zoneName }) => ({
      certificateArn,
      hostedZoneId,
      domainName: zoneName,
      allowDestroy: 'true',
    }),
  },
  'sqs-migration': { region: 'us-east-1', context: certificate },
  'spot-microservices': { region: 'us-east-1', context: certificate },
};

export interface App {
  readonly name: string;
  readonly folder: string;
  /** Ends every name, and is each app's own: several may stand in one cloud. */
  readonly suffix: string;
  readonly region: string;
  readonly context: (seeds: Seeds) => Record<string, string>;
}

/** The apps that there are, in the order of the recipes. */
export function apps(): App[] {
  const parent = join(ROOT, 'apps');
  const there = readdirSync(parent).filter((name) => existsSync(join(parent, name, 'cdk.json')));
  const known = Object.keys(RECIPES).filter((name) => there.includes(name));
  return [...known, ...there.filter((name) => !known.includes(name))].map(appNamed);
}

export function appNamed(name: string): App {
  const folder = join(ROOT, 'apps', name);
  const recipe = RECIPES[name] ?? RECIPES['single-service'];
  if (!recipe || !existsSync(join(folder, 'cdk.json'))) {
    const parent = join(ROOT, 'apps');
    throw new Error(`There is no app '${name}'. There are: ${readdirSync(parent).join(', ')}.`);
  }
  const place = Object.keys(RECIPES).indexOf(name) + 1;
  return { name, folder, suffix: `local${place}`, ...recipe };
}

/** Names of the stacks of a cloud assembly, in the order of the manifest. */
export function stacksOf(assembly: string): { name: string; region: string; resources: number }[] {
  const manifest = JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8')) as {
    artifacts: Record<string, { type: string; environment: string; properties: Record<string, string> }>;
  };
  return Object.entries(manifest.artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([id, { environment, properties }]) => {
      const file = join(assembly, properties.templateFile ?? `${id}.template.json`);
      const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as { Resources: object };
      const region = environment.split('/').at(-1) ?? '';
      return { name: properties.stackName ?? id, region, resources: Object.keys(Resources).length };
    });
}
