import { appFolder, appNames } from '../lib/apps';

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
const RECIPES: { readonly 'single-service': Recipe; readonly [name: string]: Recipe } = {
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
  return inOrder().map(appNamed);
}

export function appNamed(name: string): App {
  const folder = appFolder(name);
  const suffix = `local${inOrder().indexOf(name) + 1}`;
  return { name, folder, suffix, ...(RECIPES[name] ?? RECIPES['single-service']) };
}

function inOrder(): string[] {
  const known = Object.keys(RECIPES);
  const there = appNames();
  return [...known.filter((name) => there.includes(name)), ...there.filter((name) => !known.includes(name))];
}
