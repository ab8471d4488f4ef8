/** A range of addresses, first and last included. */
export interface Range {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

const BITS = { 4: 32, 6: 128 } as const;

/** Ranges that no stranger sends from: RFC 1918, 6598, loopback, link-local, unique local. */
const PRIVATE = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
].map((cidr) => parseCidr(cidr) as Range);

/**
 * From this many public addresses on a source is the internet rather than a partner: a 256th of all there are, in
 * however many ranges they are written.
 */
const INTERNET = { 4: 2n ** 24n, 6: 2n ** 120n } as const;

/** Reads a CIDR range or a single address of either version; undefined for anything else. */
export function parseCidr(text: string): Range | undefined {
  const [address = '', length, ...more] = text.trim().split('/');
  const version = address.includes(':') ? 6 : 4;
  const value = version === 6 ? parseIpv6(address) : parseIpv4(address);
  const bits = length === undefined ? BITS[version] : Number(length);
  if (value === undefined || more.length > 0 || !/^\d+$/.test(length ?? '0') || bits > BITS[version]) return undefined;
  const size = 2n ** BigInt(BITS[version] - bits);
  const first = (value / size) * size;
  return { version, first, last: first + size - 1n };
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  const valid = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
  return valid ? parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) : undefined;
}

function parseIpv6(text: string): bigint | undefined {
  const [head = '', tail, ...more] = text.split('::');
  const words = (part: string) => (part === '' ? [] : part.split(':'));
  const left = words(head);
  const right = words(tail ?? '');
  const missing = 8 - left.length - right.length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 0)) return undefined;
  const all = [...left, ...Array.from({ length: tail === undefined ? 0 : missing }, () => '0'), ...right];
  if (!all.every((word) => /^[0-9a-f]{1,4}$/i.test(word))) return undefined;
  return all.reduce((sum, word) => sum * 65536n + BigInt(`0x${word}`), 0n);
}

/** Whether these ranges together let in the internet. */
export function isInternet(ranges: readonly Range[]): boolean {
  return ([4, 6] as const).some((version) => publicAddresses(ranges, version) >= INTERNET[version]);
}

/** Whether a range lies in a network that is nobody's on the internet. */
export function isPrivate(range: Range): boolean {
  return PRIVATE.some((one) => one.version === range.version && one.first <= range.first && range.last <= one.last);
}

/** Whether two ranges share an address. */
export function overlap(a: Range, b: Range): boolean {
  return a.version === b.version && a.first <= b.last && b.first <= a.last;
}

/** How many public addresses ranges hold, those that overlap counted once. */
function publicAddresses(ranges: readonly Range[], version: 4 | 6): bigint {
  const ordered = ranges
    .filter((range) => range.version === version)
    .flatMap(withoutPrivate)
    .sort((a, b) => (a.first < b.first ? -1 : Number(a.first > b.first)));
  let sum = 0n;
  let reached = -1n;
  for (const { first, last } of ordered) {
    const from = first > reached ? first : reached + 1n;
    if (last >= from) sum += last - from + 1n;
    if (last > reached) reached = last;
  }
  return sum;
}

function withoutPrivate(range: Range): Range[] {
  return PRIVATE.filter((hole) => overlap(hole, range)).reduce<Range[]>(
    (parts, hole) => parts.flatMap((part) => (overlap(hole, part) ? around(part, hole) : [part])),
    [range],
  );
}

function around({ version, first, last }: Range, hole: Range): Range[] {
  const before: Range = { version, first, last: hole.first - 1n };
  const after: Range = { version, first: hole.last + 1n, last };
  return [before, after].filter((part) => part.first <= part.last);
}
