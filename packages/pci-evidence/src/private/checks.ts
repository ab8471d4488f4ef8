import type { Check } from './rule';
import { isList, isMap } from './template/json';
import { describe, type Possibility, textOf } from './template/possibility';
import { type Item, type Path, type Reader, targetsOf } from './template/read';
import type { Resource } from './template/template';
import { best, type Judgement, type Outcome, readOff, together, worst } from './verdict';

/** A value as CloudFormation takes it: text that says a boolean or a number is one. */
type Plain = string | number | boolean | undefined;

/** Whether a value is as it should be; undefined where the rule has nothing to say about it. */
export type Test = (value: Plain) => boolean;

/** A judgement on a property by all that it may be: one bad possibility is a violation. */
export function judge(possibilities: readonly Possibility[], test: Test, expected: string): Judgement {
  return worst(
    possibilities.map((one) => {
      const outcome = outcomeOf(one, test);
      const isDefault = one.kind === 'absent' && outcome === 'satisfied' && !expected.startsWith('nothing');
      return { outcome, path: one.path, found: isDefault ? DEFAULT : describe(one), expected };
    }),
  );
}

/** What a person is told of a property that need not be there. */
const DEFAULT = 'left out, which means the same';

function outcomeOf(one: Possibility, test: Test): Outcome {
  if (one.kind === 'unknown') return 'undecidable';
  if (one.kind === 'absent') return test(undefined) ? 'satisfied' : 'violated';
  if (one.kind === 'known') {
    const { value } = one;
    return test(isMap(value) || isList(value) ? JSON.stringify(value) : plain(value)) ? 'satisfied' : 'violated';
  }
  // A resource may hold anything, and so may what a dynamic reference leads to.
  if (one.kind === 'reference' || isDynamic(one)) return 'undecidable';
  // No region and no account makes a text match that does not here.
  const text = one.text.replace(/\$\{AWS::\w+\}/g, 'aws');
  if (test(text)) return 'satisfied';
  return text.includes('${') ? 'undecidable' : 'violated';
}

/** The text of a value as the template has it: where a secret is kept, not what it is. */
export function asWritten(resource: Resource, one: Possibility): Possibility {
  return one.kind === 'text' ? { kind: 'known', value: one.text, template: resource.template, path: one.path } : one;
}

/** CloudFormation reads "true" as true and "365" as 365. */
function plain(value: string | number | boolean): string | number | boolean {
  if (typeof value !== 'string') return value;
  if (/^true$/i.test(value)) return true;
  if (/^false$/i.test(value)) return false;
  return /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

export function isTrue(path: Path): Check {
  return has(path, (value) => value === true || value === 1, 'true');
}

export function isFalse(path: Path, { absent = false } = {}): Check {
  return has(path, (value) => value === false || value === 0 || (absent && value === undefined), 'false');
}

export function oneOf(path: Path, ...allowed: readonly (string | number)[]): Check {
  return has(path, (value) => value !== undefined && allowed.map(String).includes(String(value)), allowed.join(' or '));
}

export function present(path: Path): Check {
  return (resource, reader) => anything(reader.read(resource, path));
}

export function absent(path: Path): Check {
  return (resource, reader) => worst(reader.read(resource, path).map(isNothing));
}

/** For `when`: whether a property may be left out. */
export function possiblyAbsent(path: Path): Check {
  return (resource, reader) => best(reader.read(resource, path).map(isNothing));
}

/** Whatever a reference comes to, it is not nothing. */
export function isNothing(one: Possibility): Judgement {
  const outcomes: Partial<Record<Possibility['kind'], Outcome>> = { absent: 'satisfied', unknown: 'undecidable' };
  return { outcome: outcomes[one.kind] ?? 'violated', path: one.path, found: describe(one), expected: 'nothing' };
}

export function between(path: Path, min: number, max = Number.POSITIVE_INFINITY): Check {
  const expected = max === Number.POSITIVE_INFINITY ? `at least ${min}` : `${min} to ${max}`;
  return has(path, (value) => typeof value === 'number' && value >= min && value <= max, expected);
}

/** @param follow where a possibility leads, for a rule that knows more of it */
export function has(
  path: Path,
  test: Test,
  expected: string,
  follow: (one: Possibility, reader: Reader) => readonly Possibility[] = (one) => [one],
): Check {
  return (resource, reader) => {
    const found = reader.read(resource, path).flatMap((one) => follow(one, reader));
    return judge(found, test, expected);
  };
}

/** Keys that AWS makes for its services, by their alias. */
const KEY_OF_AWS = /(^|:)alias\/aws\//;

/** A key that the account made. One of AWS has no policy, no rotation and no end that the account decides on. */
export function accountKey(path: Path): Check {
  return (resource, reader) => keyOfAccount(reader.read(resource, path));
}

/** The same of values that were read already. */
export function keyOfAccount(possibilities: readonly Possibility[]): Judgement {
  return worst(
    possibilities.map((one) => {
      const at = { path: one.path, found: describe(one), expected: 'a key of the account' };
      if (one.kind === 'absent' || textOf(one) === '' || KEY_OF_AWS.test(textOf(one)))
        return { ...at, outcome: 'violated' };
      const open = one.kind === 'unknown' || isDynamic(one) || !leadsToKey(one);
      return { ...at, outcome: open ? 'undecidable' : 'satisfied' };
    }),
  );
}

/** Whatever is named; an attribute of a resource must be one of a key. */
function leadsToKey(one: Possibility): boolean {
  return one.kind !== 'reference' || one.resource.type.startsWith('AWS::KMS::');
}

function isDynamic(one: Possibility): boolean {
  return one.kind === 'text' && one.text.includes('{{resolve:');
}

/** For `when`: whether a property is so in any of its possibilities. */
export function possibly(path: Path, test: Test): Check {
  return (resource, reader) => best(reader.read(resource, path).map((one) => judge([one], test, '')));
}

/** Every check must hold. */
export function all(...checks: readonly Check[]): Check {
  return (resource, reader) => together(checks.map((check) => check(resource, reader)));
}

/** One of the checks must hold. */
export function any(...checks: readonly Check[]): Check {
  return (resource, reader) => best(checks.map((check) => check(resource, reader)));
}

/**
 * Applies `check` where `condition` may come true: it is built with `possibly`, for a rule must see the branch to which it
 * applies. Where that is not decidable, neither is a violation.
 */
export function when(condition: Check, check: Check): Check {
  return (resource, reader) => {
    const { outcome, path, found } = condition(resource, reader);
    if (outcome === 'violated' || outcome === 'not-applicable')
      return { outcome: 'not-applicable', path, found, expected: '' };
    const judgement = check(resource, reader);
    return outcome === 'undecidable' && judgement.outcome === 'violated' ? { ...judgement, outcome } : judgement;
  };
}

/** Every item of a list that is there must hold; an empty list does. */
export function everyItem(path: Path, test: (item: Item, reader: Reader) => Judgement): Check {
  return (resource, reader) => {
    const items = reader
      .lists(resource, path)
      .flat()
      .map((item) => item.filter(({ kind }) => kind !== 'absent'))
      .filter((item) => item.length > 0);
    if (items.length > 0) return together(items.map((item) => test(item, reader)));
    return { outcome: 'satisfied', path: placed(path), found: 'an empty list', expected: '' };
  };
}

/** One item of a list must hold, whichever list it is. */
export function someItem(path: Path, test: (item: Item, reader: Reader) => Judgement, expected: string): Check {
  return (resource, reader) => {
    const judged = reader.lists(resource, path).map((list) => best(list.map((item) => test(item, reader))));
    const found = judged.map(
      (one): Judgement =>
        one.outcome === 'not-applicable'
          ? { outcome: 'violated', path: placed(path), found: 'nothing', expected }
          : one,
    );
    return { ...worst(found), expected };
  };
}

/** A list of `{ Key, Value }`, as Elastic Load Balancing has them, must hold a key with a good value. */
export function attribute(path: Path, key: string, test: Test, expected: string): Check {
  return (resource, reader) => {
    const judged = reader.lists(resource, path).map((list) => {
      const entries = list.filter((item) => item.some((one) => reader.below(one, 'Key').some(mayBe(key))));
      const values = entries.flatMap((item) => item.flatMap((one) => reader.below(one, 'Value')));
      const nothing: Possibility = { kind: 'absent', path: placed(path) };
      return judge(values.length > 0 ? values : [nothing], test, expected);
    });
    return { ...worst(judged), expected: `${key}: ${expected}` };
  };
}

/** Each resource of the app to which a property leads must hold. What is left out, or not of the app, cannot be told. */
export function target(path: Path, check: Check, isBad: (one: Possibility) => boolean = () => false): Check {
  const expected = 'a resource of this app';
  return (resource, reader) =>
    worst(
      reader.read(resource, path).flatMap((one) => {
        const targets = targetsOf([one]);
        if (targets.length > 0) return targets.map((each) => readOff(each, check(each, reader)));
        const outcome = isBad(one) ? 'violated' : 'undecidable';
        return [{ outcome, path: placed(path), found: describe(one), expected } satisfies Judgement];
      }),
    );
}

function anything(possibilities: readonly Possibility[]): Judgement {
  const isThere = ({ kind, ...rest }: Possibility): Outcome => {
    if (kind === 'unknown') return 'undecidable';
    if (kind === 'absent') return 'violated';
    const empty = 'value' in rest && (rest.value === '' || (Array.isArray(rest.value) && rest.value.length === 0));
    return empty ? 'violated' : 'satisfied';
  };
  return worst(
    possibilities.map((one) => ({ outcome: isThere(one), path: one.path, found: describe(one), expected: 'a value' })),
  );
}

/** Whether a key is this one; one that is open may be. */
function mayBe(key: string): (possibility: Possibility) => boolean {
  return (one) => (one.kind === 'known' ? one.value === key : one.kind === 'unknown');
}

function placed(path: Path): string {
  return ['Properties', ...(typeof path === 'string' ? [path] : path)].join('.');
}
