import * as fc from 'fast-check';
import type { RouteCondition } from '../src/private/route-condition';
import { covers, priorityOf } from '../src/private/route-priority';

const path = (...values: string[]): RouteCondition => ({ field: 'path', values });
const host = (...values: string[]): RouteCondition => ({ field: 'host', values });
const header = (name: string, ...values: string[]): RouteCondition => ({ field: 'header', name, values });

/** Path patterns over a small alphabet, so that two of them often overlap. */
const pattern = fc
  .array(fc.constantFrom('a', 'b', '/', '*', '?'), { maxLength: 8 })
  .map((characters) => `/${characters.join('')}`);
const fragment = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 3 }).map((all) => all.join(''));
/** A pattern, and another one for some of what it matches. */
const narrowed = fc
  .record({ general: pattern, fragments: fc.array(fragment, { minLength: 9, maxLength: 9 }) })
  .map(({ general, fragments }) => ({ general, special: narrow(general, fragments) }));
const literal = fc
  .array(fc.constantFrom('a', 'b', '/'), { maxLength: 10 })
  .map((characters) => `/${characters.join('')}`);
const anyValue = fc
  .array(fc.constantFrom(...'abcxyz019/-.*?'), { minLength: 1, maxLength: 128 })
  .map((all) => all.join(''));
const conditions = fc.array(
  fc.record({ field: fc.constantFrom('path', 'host'), values: fc.array(anyValue, { minLength: 1, maxLength: 5 }) }),
  { minLength: 1, maxLength: 2 },
) as fc.Arbitrary<RouteCondition[]>;

/** What Elastic Load Balancing does with a pattern and a path. */
function matches(wildcards: string, text: string): boolean {
  const source = wildcards
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(text);
}

function narrow(general: string, fragments: string[]): string {
  return [...general]
    .map((character, index) => {
      const instead = fragments[index] ?? '';
      if (character === '*') return instead;
      return character === '?' ? (instead.replaceAll('*', '')[0] ?? '?') : character;
    })
    .join('');
}

describe('priorityOf', () => {
  // Deployed load balancers hold these numbers: a change reorders their rules.
  test.each([
    [[path('/*')], 48_397],
    [[path('/api/*')], 44_127],
    [[path('/api/v1/*')], 41_321],
    [[path('/health')], 42_025],
    [[path('/health', '/api/*')], 44_187],
    [[host('api.example.com')], 33_948],
    [[path('/api/*'), host('api.example.com')], 28_561],
    [[header('X-Canary', 'yes')], 45_906],
  ])('is part of the contract: %j', (given, priority) => {
    expect(priorityOf(given)).toBe(priority);
  });

  test.each([
    ['/api/v1/*', '/api/*'],
    ['/api/*', '/*'],
    ['/health', '/health*'],
    ['/health', '/*'],
    ['/a?', '/a*'],
    ['/aa', '/a?'],
    ['/aa*', '/a?*'],
    ['/a/b/c', '/a/*'],
    ['/*.png', '/*'],
  ])('%s comes before %s', (first, second) => {
    expect(priorityOf([path(first)])).toBeLessThan(priorityOf([path(second)]));
  });

  test('a further condition comes before the same without it', () => {
    const plain = priorityOf([path('/api/*')]);
    expect(priorityOf([path('/api/*'), host('*.example.com')])).toBeLessThan(plain);
    expect(priorityOf([path('/api/*'), header('X-Canary', '*')])).toBeLessThan(plain);
  });

  test('a longer prefix comes first, whatever the prefix', () => {
    const prefix = fc.tuple(literal, fc.string({ unit: fc.constantFrom('a', 'b', '/'), minLength: 1, maxLength: 10 }));
    fc.assert(
      fc.property(prefix, ([shorter, more]) => {
        expect(priorityOf([path(`${shorter}${more}*`)])).toBeLessThan(priorityOf([path(`${shorter}*`)]));
        expect(priorityOf([path(`${shorter}${more}`)])).toBeLessThan(priorityOf([path(`${shorter}*`)]));
      }),
    );
  });

  test('is a whole number above the explicit ones and within what Elastic Load Balancing takes', () => {
    fc.assert(
      fc.property(conditions, (given) => {
        const priority = priorityOf(given);
        expect(Number.isInteger(priority)).toBe(true);
        expect(priority).toBeGreaterThanOrEqual(100);
        expect(priority).toBeLessThanOrEqual(50_000);
      }),
    );
    expect(priorityOf([path('*')])).toBeLessThanOrEqual(50_000);
    expect(priorityOf([path('/'.repeat(128)), host('h'.repeat(128))])).toBeGreaterThanOrEqual(100);
  });

  test('does not depend on the order of conditions and values, nor on the case of hosts and header names', () => {
    fc.assert(
      fc.property(conditions, (given) => {
        const reversed = given.map((each) => ({ ...each, values: [...each.values].reverse() })).reverse();
        expect(priorityOf(reversed)).toBe(priorityOf(given));
      }),
    );
    expect(priorityOf([host('API.example.com')])).toBe(priorityOf([host('api.example.com')]));
    expect(priorityOf([header('x-canary', 'yes')])).toBe(priorityOf([header('X-Canary', 'YES')]));
    expect(priorityOf([path('/API')])).not.toBe(priorityOf([path('/api')]));
  });

  test('leaves its argument alone', () => {
    const values = ['/b', '/a'];
    priorityOf([path(...values)]);
    const given = path(...values);
    priorityOf([given]);
    expect(given.values).toEqual(['/b', '/a']);
  });

  test('spreads patterns of one length', () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    const priorities = letters.flatMap((first) => letters.map((second) => priorityOf([path(`/${first}${second}/*`)])));
    expect(new Set(priorities).size).toBeGreaterThan(250);
  });
});

describe('covers', () => {
  test.each([
    [[path('/*')], [path('/api/*')]],
    [[path('*')], [path('/')]],
    [[path('/a?c')], [path('/abc')]],
    [[path('/a*c')], [path('/ac')]],
    [[path('/a*')], [path('/a?')]],
    [[path('/a', '/b*')], [path('/bc', '/a')]],
    [[path('/*')], [path('/api'), host('api.example.com')]],
    [[host('*.EXAMPLE.com')], [host('api.example.com')]],
    [[header('x-a', '*')], [header('X-A', 'b')]],
  ])('%j takes all of %j', (general, special) => {
    expect(covers(general, special)).toBe(true);
  });

  test.each([
    [[path('/api/*')], [path('/*')]],
    [[path('/api/*')], [path('/api')]],
    [[path('/a?')], [path('/a*')]],
    [[path('/a', '/b')], [path('/a', '/c')]],
    [[path('/a')], [path('/A')]],
    [[path('/api'), host('api.example.com')], [path('/api')]],
    [[path('/*')], [host('api.example.com')]],
    [[header('x-a', '*')], [header('x-b', 'b')]],
  ])('%j does not take all of %j', (general, special) => {
    expect(covers(general, special)).toBe(false);
  });

  test('it finds a pattern that was made from another', () => {
    fc.assert(
      fc.property(narrowed, ({ general, special }) => {
        expect(covers([path(general)], [path(special)])).toBe(true);
      }),
    );
  });

  test('what it says holds for every request', () => {
    fc.assert(
      fc.property(pattern, pattern, (general, special) => {
        if (!covers([path(general)], [path(special)])) return;
        const requests = ['', 'a', 'ba', '/b/'].map((filling) => special.replaceAll('*', filling).replaceAll('?', 'x'));
        expect(requests.filter((request) => !matches(general, request))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('a covered pattern comes first, unless the hash decides between equals', () => {
    const level = (value: string) => Math.floor((priorityOf([path(value)]) - 100) / 331);
    fc.assert(
      fc.property(narrowed, ({ general, special }) => {
        fc.pre(!covers([path(special)], [path(general)]));
        expect(level(special)).toBeLessThanOrEqual(level(general));
      }),
    );
  });
});
