import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

/** What `npm run integ` was asked for. */
export type IntegCommand =
  | { readonly kind: 'help' }
  /** Writes the snapshots anew. */
  | { readonly kind: 'update' }
  /** Compares with the snapshots. */
  | { readonly kind: 'check' }
  | RealRun;

/** A run on an account: deploys, asks, destroys. */
export interface RealRun {
  readonly kind: 'run';
  readonly account: string;
  readonly regions: readonly string[];
  readonly profile?: string;
  /** Packages whose tests run. */
  readonly packages: readonly string[];
}

export const HELP = `npm run integ -- [options]
  (none)             write the snapshots anew; no account is needed
  --check            compare with them (part of npm test)
  --account <id>     deploy every test to this account, ask it what must hold, destroy it again
  --regions <a,b>    where, one test at a time in each (us-east-1,us-east-2)
  --profile <name>   whose credentials (those of the environment)
  --package <name>   tests of one package (all); may be given more than once`;

const DEFAULT_REGIONS = 'us-east-1,us-east-2';

/** An error names what was given, what is allowed, and the way out. */
export function parseIntegCommand(args: readonly string[], packages: readonly string[]): IntegCommand {
  const { values } = parseArgs({
    args: [...args],
    options: {
      account: { type: 'string' },
      regions: { type: 'string' },
      profile: { type: 'string' },
      package: { type: 'string', multiple: true },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { account, regions = DEFAULT_REGIONS, profile, package: chosen = packages, check, help } = values;
  if (help) return { kind: 'help' };
  if (account === undefined) {
    const stray = (['regions', 'profile', 'package'] as const).filter((name) => values[name] !== undefined);
    if (stray.length > 0) throw new Error(`--${stray[0]} says how to run on an account: add --account <12 digits>.`);
    return { kind: check ? 'check' : 'update' };
  }
  if (check) throw new Error('--check compares with the snapshots, --account deploys: give one of the two.');
  if (!/^\d{12}$/.test(account))
    throw new Error(`--account must be the 12 digits of an AWS account, got '${account}'.`);
  const list = regions.split(',');
  for (const region of list) {
    if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region))
      throw new Error(`--regions must be regions such as ${DEFAULT_REGIONS}, without blanks between, got '${region}'.`);
  }
  if (new Set(list).size < list.length) throw new Error(`--regions names a region twice: '${regions}'.`);
  if (profile === '') throw new Error('--profile must name a profile of the AWS CLI, got nothing.');
  for (const name of chosen) {
    if (!packages.includes(name))
      throw new Error(
        `--package must be one of ${packages.join(', ')}, for these have integration tests; got '${name}'.`,
      );
  }
  return { kind: 'run', account, regions: list, profile, packages: chosen };
}

/**
 * Refuses to deploy anywhere but to the account that was named: credentials that lie around are often those of another
 * one. The AWS CLI answers for them, as it knows profiles, roles and single sign-on.
 */
export function requireAccount({ account, profile, regions }: RealRun): void {
  const { status, stdout, stderr, error } = spawnSync(
    'aws',
    [
      'sts',
      'get-caller-identity',
      '--query',
      'Account',
      '--output',
      'text',
      ...(profile ? ['--profile', profile] : []),
    ],
    { encoding: 'utf8', env: { ...process.env, AWS_REGION: regions[0] } },
  );
  if (error)
    throw new Error(`The AWS CLI says which account the credentials are of, and did not start: ${error.message}.`);
  const whose = profile ? `the profile '${profile}'` : 'the credentials of the environment';
  if (status !== 0) throw new Error(`No account answers to ${whose}: ${stderr.trim()}`);
  const found = stdout.trim();
  if (found !== account)
    throw new Error(`--account says ${account}, and that of ${whose} is ${found}. Nothing was deployed.`);
}
