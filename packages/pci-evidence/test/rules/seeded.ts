import { RULES } from '../../src/private/rules';
import { Reader } from '../../src/private/template/read';
import type { Judgement } from '../../src/private/verdict';
import { platformOf } from '../template/build';

export type Resources = Record<string, { Type: string; DeletionPolicy?: string; Properties?: object }>;

/** A rule with the smallest template that breaks it and the nearest one that does not. */
export interface Seed {
  readonly rule: string;
  readonly bad: Resources;
  readonly good: Resources;
  /** Where the stack says to which account it goes. */
  readonly account?: string;
}

/** What a rule says of every resource of a one-stack app that it looks at. */
export function outcomes(rule: string, Resources: Resources, account?: string): string[] {
  return judgements(rule, Resources, account).map(({ outcome }) => outcome);
}

/** The same with where and what was found. */
export function judgements(rule: string, Resources: Resources, account = ''): Judgement[] {
  const found = RULES.find(({ id }) => id === rule);
  if (!found) throw new Error(`There is no rule ${rule}.`);
  const platform = platformOf({ S: { Resources } }, account ? { S: account } : {});
  const reader = new Reader(platform);
  return platform.all(...found.resourceTypes).map((resource) => found.check(resource, reader));
}

/**
 * Runs the pairs: the bad template must be violated, the good one satisfied or free of what the rule is about. Whatever is
 * judged is judged by a property, which an assessor asks for.
 */
export function testSeeds(seeds: readonly Seed[]): void {
  test.each(seeds.map((seed) => [seed.rule, seed] as const))('%s catches the bad and passes the good', (_id, seed) => {
    const { rule, account } = seed;
    expect(outcomes(rule, seed.bad, account)).toContain('violated');
    expect(
      outcomes(rule, seed.good, account).filter((outcome) => outcome !== 'satisfied' && outcome !== 'not-applicable'),
    ).toEqual([]);
    const judged = [seed.bad, seed.good].flatMap((resources) => judgements(rule, resources, account));
    expect(judged.filter(({ outcome, path }) => outcome !== 'not-applicable' && path === '')).toEqual([]);
  });
}
