/** An IPv4 block: its first address as a number, and its prefix length. */
export interface Ipv4Block {
  readonly first: number;
  readonly prefix: number;
}

const OCTET = '(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])';
const CIDR = new RegExp(`^${OCTET}\\.${OCTET}\\.${OCTET}\\.${OCTET}/(0|[1-9]|[12]\\d|3[0-2])$`);

/** The block that a CIDR text means, host bits kept as written; undefined if it is none. */
export function parseBlock(text: string): Ipv4Block | undefined {
  const match = CIDR.exec(text);
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  return { first: ((a * 256 + b) * 256 + c) * 256 + d, prefix };
}

/** CIDR text of a block. */
export function formatBlock({ first, prefix }: Ipv4Block): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${octets.join('.')}/${prefix}`;
}

/** The block of the given prefix length that holds an address. */
export function enclosing(address: number, prefix: number): Ipv4Block {
  const size = 2 ** (32 - prefix);
  return { first: Math.floor(address / size) * size, prefix };
}
