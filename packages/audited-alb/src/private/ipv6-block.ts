import { isIPv6 } from 'node:net';
import { URL } from 'node:url';

const GROUPS = 8;
const GROUP_BITS = 16;

/** An IPv6 block by its first address, in the one spelling that RFC 5952 recommends; undefined if the text is none. */
export function canonicalIpv6Block(text: string): string | undefined {
  const [, address = '', prefix = ''] = /^([0-9a-f:]+)\/(0|[1-9]\d{0,2})$/i.exec(text) ?? [];
  const length = Number(prefix);
  if (!isIPv6(address) || length > GROUPS * GROUP_BITS) return undefined;
  const first = groupsOf(address).map((group, index) => withoutHostBits(group, length - index * GROUP_BITS));
  return `${shortest(first)}/${length}`;
}

function groupsOf(address: string): number[] {
  const [head = '', tail = ''] = address.split('::');
  const [left, right] = [head, tail].map((part) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)),
  ) as [number[], number[]];
  return [...left, ...Array.from({ length: GROUPS - left.length - right.length }, () => 0), ...right];
}

function withoutHostBits(group: number, bits: number): number {
  const size = 2 ** (GROUP_BITS - Math.min(Math.max(bits, 0), GROUP_BITS));
  return Math.floor(group / size) * size;
}

/** As URLs write it: lower case, and the longest run of zeros left out. */
function shortest(groups: number[]): string {
  return new URL(`http://[${groups.map((group) => group.toString(16)).join(':')}]`).hostname.slice(1, -1);
}
