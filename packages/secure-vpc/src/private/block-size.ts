import type { Ipv4Block } from './ipv4-block';

/** Number of addresses in a block. */
export function sizeOf({ prefix }: Ipv4Block): number {
  return 2 ** (32 - prefix);
}

/** Whether all addresses of `inner` are in `outer`. */
export function contains(outer: Ipv4Block, inner: Ipv4Block): boolean {
  return inner.first >= outer.first && inner.first + sizeOf(inner) <= outer.first + sizeOf(outer);
}
