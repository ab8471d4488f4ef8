import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const price = z.number().min(0);
const schema = z.strictObject({
  /** When the list prices were read; they change. */
  date: z.string(),
  currency: z.string(),
  /** Regions in which these prices hold. */
  regions: z.array(z.string()).min(1),
  hoursAMonth: price,
  hourly: z.strictObject({
    natGateway: price,
    interfaceEndpoint: price,
    publicIpv4: price,
    loadBalancer: price,
    fargateVcpu: price,
    fargateGb: price,
    auroraCapacityUnit: price,
  }),
  monthly: z.strictObject({
    webAcl: price,
    webAclRule: price,
    key: price,
    secret: price,
    alarmMetric: price,
    hostedZone: price,
    healthCheck: price,
  }),
  databaseInstanceHourly: z.record(z.string(), price),
  /** Spot varies by the hour; this is an assumption. */
  fargateSpotShareOfOnDemand: price.max(1),
  /** By resource type: what is paid by use, its unit and the price of one. */
  usage: z.record(z.string(), z.array(z.tuple([z.string(), z.string(), price]))),
});

export type Prices = z.infer<typeof schema>;

const TABLE = join(__dirname, 'prices.json');

/** The dated table of list prices, with what a file of one's own replaces, section by section. */
export function readPrices(overrides?: string): Prices {
  const table = parse(TABLE);
  const own = overrides === undefined ? {} : parse(overrides);
  const merged = Object.fromEntries(
    [...new Set([...Object.keys(table), ...Object.keys(own)])].map((key) => [key, merge(table[key], own[key])]),
  );
  const result = schema.safeParse(merged);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`${overrides ?? TABLE}: ${problems.join('; ')}`);
}

function merge(standard: unknown, own: unknown): unknown {
  const both = isRecord(standard) && isRecord(own);
  return both ? { ...standard, ...own } : (own ?? standard);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    throw new Error(`${file} is not a JSON file that can be read: ${(error as Error).message}`);
  }
}
