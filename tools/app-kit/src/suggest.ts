import distance from 'damerau-levenshtein';

/** The known name that somebody most likely meant: at most a third of its letters away. Two that changed places are one slip. */
export function suggest(name: string, known: readonly string[]): string | undefined {
  const [nearest] = known
    .map((candidate) => ({ candidate, steps: distance(name.toLowerCase(), candidate.toLowerCase()).steps }))
    .filter(({ candidate, steps }) => steps <= Math.ceil(candidate.length / 3))
    .sort((a, b) => a.steps - b.steps);
  return nearest?.candidate;
}
