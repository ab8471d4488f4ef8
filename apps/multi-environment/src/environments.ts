import { BlockList } from 'node:net';
import { ConfigError, readConfig } from '@org/app-kit';
import type { App } from 'aws-cdk-lib/core';
import { CONTEXT_KEYS, type Config, ENVIRONMENTS, type EnvironmentName, schema } from './config';

/** Chooses one environment: `-c env=prod`. Without it there are all of them. */
const SELECTOR = 'env';

export interface Environment {
  readonly name: EnvironmentName;
  readonly config: Config;
}

/**
 * The environments to synthesize. All files are read and compared with each other, whichever are chosen: a range that
 * two of them share is found before the second one is deployed.
 * @throws ConfigError for an unknown environment, a wrong file, or two environments in each other's way.
 */
export function selectedEnvironments(app: App): Environment[] {
  const chosen = chosenNames(app);
  const environments = ENVIRONMENTS.map((name) => ({ name, config: read(app, name, chosen.includes(name)) }));
  const clashes = pairs(environments).flatMap(([earlier, later]) => compare(earlier, later));
  if (clashes.length > 0) throw new ConfigError(clashes.join('\n'));
  return environments.filter(({ name }) => chosen.includes(name));
}

function chosenNames(app: App): readonly EnvironmentName[] {
  const wanted: unknown = app.node.tryGetContext(SELECTOR);
  if (wanted === undefined) return ENVIRONMENTS;
  const found = ENVIRONMENTS.filter((name) => name === wanted);
  if (found.length > 0) return found;
  const names = ENVIRONMENTS.join(', ');
  throw new ConfigError(
    `-c ${SELECTOR}: must be one of ${names}, or left out for all of them, got: ${JSON.stringify(wanted)}`,
  );
}

/** Context keys are for the chosen environments alone. */
function read(app: App, name: EnvironmentName, isChosen: boolean): Config {
  return readConfig({
    app,
    file: fileOf(name),
    schema,
    contextKeys: isChosen ? CONTEXT_KEYS : [],
    otherContextKeys: isChosen ? [SELECTOR] : [],
  });
}

function compare(earlier: Environment, later: Environment): string[] {
  const [file, otherFile] = [fileOf(later.name), fileOf(earlier.name)];
  const [range, otherRange] = [later.config.network.cidr, earlier.config.network.cidr];
  const [domain, otherDomain] = [domainOf(later.config), domainOf(earlier.config)];
  const problems: string[] = [];
  if (overlap(range, otherRange)) {
    problems.push(`${file}: network.cidr: must not overlap ${otherRange} of ${otherFile}, got: "${range}"`);
  }
  if (domain === otherDomain) {
    problems.push(
      `${otherFile}, ${file}: host: must make two names with domainName, whether from a file or from -c, got: "${domain}" twice`,
    );
  }
  return problems;
}

/** Ranges are nested or disjoint, so two overlap when one holds the other's address. */
function overlap(one: string, other: string): boolean {
  return holds(one, other) || holds(other, one);
}

function holds(outer: string, inner: string): boolean {
  const [network = '', prefix] = outer.split('/');
  const [address = ''] = inner.split('/');
  const range = new BlockList();
  range.addSubnet(network, Number(prefix), 'ipv4');
  return range.check(address, 'ipv4');
}

function pairs<T>(values: readonly T[]): [T, T][] {
  return values.flatMap((one, index) => values.slice(index + 1).map((other): [T, T] => [one, other]));
}

/** Where clients find an environment. */
export function domainOf({ host, domainName }: Config): string {
  return `${host}.${domainName}`;
}

function fileOf(name: EnvironmentName): string {
  return `config/${name}.json`;
}
