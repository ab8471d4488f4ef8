import { createHash } from 'node:crypto';

/** Ids that CDK gives to the L1 inside an L2: they say nothing. */
const NOISE = new Set(['Resource', 'Default']);
/** `PaymentApiV2` is payment, api and v2; `NATGateway` is nat and gateway; `Alb5xx` is alb and 5xx. */
const WORD =
  /[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+(?:\d+(?![a-z\d]))?|[A-Z]+(?:\d+(?![a-z\d]))?|\d+(?:[a-z]+|[A-Z]+(?![a-z]))?/g;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * The {type} slot of a resource: its label and what the construct path adds to it, in kebab case. It depends on
 * nothing but the path, so that a new sibling renames nobody.
 * @param ids construct ids from below the stack to the resource.
 * @param synonyms words that repeat the label.
 */
export function slotFrom(label: string, synonyms: string[], ids: string[]): string {
  const words = ids
    .filter((id) => !NOISE.has(id))
    .flatMap((id) => id.match(WORD) ?? [])
    .map((word) => withoutSynonym(word.toLowerCase(), synonyms))
    .filter((word) => word !== '');
  const once = words.filter((word, place) => /^\d+$/.test(word) || words.indexOf(word) === place);
  return [label, ...once].join('-');
}

/** `subnet` adds nothing to a subnet's name, and `subnet2` adds 2. */
function withoutSynonym(word: string, synonyms: string[]): string {
  const stem = word.replace(/\d+$/, '');
  return synonyms.includes(word) ? '' : synonyms.includes(stem) ? word.slice(stem.length) : word;
}

/** Shortens a slot to `room` characters: as much of it as fits, then a hash of `seed`. */
export function shortened(slot: string, room: number, seed: string): string {
  const digits = room >= 12 ? 6 : 4;
  const kept = room - digits - 1;
  // Two letters can still tell a target group from a load balancer; one cannot, and the hash needs the space more.
  return kept < 2
    ? digest(seed, Math.min(room, 6))
    : `${slot.slice(0, kept).replace(/-$/, '')}-${digest(seed, digits)}`;
}

/** Letters and digits that follow from `seed`, the first one a letter. */
function digest(seed: string, length: number): string {
  const bytes = createHash('sha256').update(seed).digest().subarray(0, length);
  return Array.from(bytes, (byte, place) => ALPHABET[byte % (place === 0 ? 26 : ALPHABET.length)]).join('');
}
