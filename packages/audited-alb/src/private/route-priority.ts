import { keyOf, normalized, type RouteCondition } from './route-condition';

/** Priorities below are never given automatically: they are free for explicit ones that must come first. */
export const FIRST_AUTOMATIC_PRIORITY = 100;

const LENGTHS = 50;
const WILDCARD_LEVELS = 3;
/** The most that fit below Elastic Load Balancing's last priority of 50,000; a prime, so that hashes spread well. */
const SLOTS = 331;

/**
 * The priority of a route, from its conditions alone: no other route can move it. The longer what a request must match,
 * the earlier; among the same lengths, fewer wildcards first. Routes that are equal in both get their place by a hash.
 *
 * Whatever matches a subset of another route's requests is never shorter, and with the same length has no more wildcards:
 * so '/api/v1/*' comes before '/api/*', and '/api/*' before '/*'.
 *
 * The result is part of the package's contract: to change it is to reorder the rules of deployed load balancers.
 */
export function priorityOf(conditions: readonly RouteCondition[]): number {
  const length = sum(conditions.map((condition) => 1 + Math.min(...normalized(condition).map(fixedLength))));
  const wildcards = sum(conditions.map((condition) => Math.max(...normalized(condition).map(wildcardCount))));
  const level = Math.max(LENGTHS - length, 0) * WILDCARD_LEVELS + Math.min(wildcards, WILDCARD_LEVELS - 1);
  return FIRST_AUTOMATIC_PRIORITY + level * SLOTS + (hash(canonical(conditions)) % SLOTS);
}

/** Whether every request that `special` matches is also matched by `general`. In doubt the answer is no. */
export function covers(general: readonly RouteCondition[], special: readonly RouteCondition[]): boolean {
  return general.every((condition) => {
    const same = special.find((candidate) => keyOf(candidate) === keyOf(condition));
    if (!same) return false;
    const patterns = normalized(condition);
    return normalized(same).every((value) => patterns.some((pattern) => includes(pattern, value)));
  });
}

/**
 * Whether a pattern matches all that another one matches. The other's wildcards count as characters: its `*` is
 * matched by `*` alone, its `?` by either.
 */
function includes(pattern: string, other: string): boolean {
  let reachable = new Set([0]);
  for (const character of pattern) {
    const next = new Set<number>();
    for (const start of reachable) {
      if (character === '*') for (let end = start; end <= other.length; end++) next.add(end);
      else if (matchesOne(character, other[start])) next.add(start + 1);
    }
    reachable = next;
  }
  return reachable.has(other.length);
}

function matchesOne(character: string, other: string | undefined): boolean {
  return other !== undefined && other !== '*' && (character === '?' || character === other);
}

function fixedLength(pattern: string): number {
  return pattern.replaceAll('*', '').length;
}

function wildcardCount(pattern: string): number {
  return pattern.replace(/[^*?]/g, '').length;
}

/** The same text for the same conditions, in whatever order they were given. */
function canonical(conditions: readonly RouteCondition[]): string {
  return JSON.stringify(conditions.map((condition) => [keyOf(condition), normalized(condition).sort()]).sort());
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
