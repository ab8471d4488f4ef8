import { EnvironmentBoundary, NamingConvention, StandardTags } from '../src';

/** What TypeScript refuses and JavaScript does not: a variable of the environment that is not set, a number. */
const NO_TEXT = [undefined, null, true, 5].map((value) => value as unknown as string);

describe.each(NO_TEXT)('%s', (value) => {
  const got = new RegExp(`got: '${value}'`);

  test('is no part of a name', () => {
    expect(() => NamingConvention.typeSuffix({ suffix: value })).toThrow(got);
    expect(() => NamingConvention.typeEnvironmentSuffix({ environment: value, suffix: 'x' })).toThrow(got);
    expect(() => NamingConvention.typeSuffix({ suffix: 'x' }).nameFor(value)).toThrow(got);
  });

  test('is no tag', () => {
    expect(() => StandardTags.of({ Environment: value })).toThrow(got);
  });

  test('is no environment and no region', () => {
    expect(() => EnvironmentBoundary.of({ environment: value })).toThrow(got);
    expect(() => EnvironmentBoundary.of({ environment: 'dev', regions: [value] })).toThrow(got);
    expect(() => EnvironmentBoundary.of({ environment: 'dev', globalActions: [value] })).toThrow(got);
  });
});
