import { closest, distance } from 'fastest-levenshtein';

/** The known name that somebody most likely meant: at most a third of its letters away. */
export function suggest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const nearest = closest(
    name.toLowerCase(),
    known.map((candidate) => candidate.toLowerCase()),
  );
  const match = known.find((candidate) => candidate.toLowerCase() === nearest);
  return match && distance(name.toLowerCase(), nearest) <= Math.ceil(match.length / 3) ? match : undefined;
}
