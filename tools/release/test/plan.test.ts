import { scoped } from '../../../projenrc/scope';
import { type Commit, withoutReverted } from '../../lib/commits';
import { withRelease } from '../changelog';
import { type PackageState, plan, type Release } from '../plan';

function commit(header: string, rest: Partial<Commit> = {}): Commit {
  const [, type, breaking, description = header] = /^(\w+)(?:\(.*\))?(!)?: (.*)$/.exec(header) ?? [];
  return {
    hash: `${header.length}`.padEnd(40, 'a'),
    header,
    type,
    description,
    breaking: breaking && description,
    files: [],
    ...rest,
  };
}

function state(
  name: string,
  version: string | undefined,
  headers: string[] = [],
  rest: Partial<PackageState> = {},
): PackageState {
  const commits = headers.map((header) => commit(header));
  return { name, released: version, tagged: version, peers: {}, commits, fresh: commits, ...rest };
}

/** `name from to`, and the ranges that move. */
function summary(releases: readonly Release[]): string[] {
  return releases.map(({ name, from, to, moved, peers }) =>
    [name, from ?? '-', to, ...moved.map((peer) => `${peer}:${peers[peer]}`)].join(' '),
  );
}

const planned = (states: PackageState[], options = {}) => summary(plan(states, options));

describe('versions', () => {
  test.each([
    ['a fix', '1.2.3', ['fix: a'], '1.2.4'],
    ['a performance fix', '1.2.3', ['perf: a'], '1.2.4'],
    ['a feature', '1.2.3', ['fix: a', 'feat: b'], '1.3.0'],
    ['a breaking fix', '1.2.3', ['fix!: a', 'feat: b'], '2.0.0'],
    ['a breaking refactoring', '1.2.3', ['refactor!: a'], '2.0.0'],
    ['a commit without convention', '1.2.3', ['Fixed a thing'], '1.2.4'],
    ['before 1.0, a fix', '0.2.3', ['fix: a'], '0.2.4'],
    ['before 1.0, a feature', '0.2.3', ['feat: a'], '0.2.4'],
    ['before 1.0, a breaking change', '0.2.3', ['feat!: a'], '0.3.0'],
  ])('%s', (_name, from, headers, to) => {
    expect(planned([state('a', from, headers)])).toEqual([`a ${from} ${to}`]);
  });

  test.each(['docs', 'test', 'chore', 'build', 'ci', 'refactor', 'style'])('%s alone releases nothing', (type) => {
    expect(planned([state('a', '1.2.3', [`${type}: x`])])).toEqual([]);
  });

  test('only what changed is released', () => {
    expect(planned([state('a', '1.0.0', ['fix: x']), state('b', '2.0.0')])).toEqual(['a 1.0.0 1.0.1']);
  });

  test('the first release is 0.1.0, whatever was committed', () => {
    expect(planned([state('a', undefined, ['feat!: x']), state('b', undefined)])).toEqual(['a - 0.1.0', 'b - 0.1.0']);
  });

  test('a version that is asked for, with or without commits', () => {
    const states = [state('a', '0.4.0', ['fix: x']), state('b', '0.2.0')];
    expect(planned(states, { asked: { a: '1.0.0', b: '1.0.0' } })).toEqual(['a 0.4.0 1.0.0', 'b 0.2.0 1.0.0']);
  });
});

describe('peers', () => {
  const b = (range: string, headers: string[] = []) => state('b', '3.0.0', headers, { peers: { a: range } });

  test('a compatible release leaves a range, and its package, alone', () => {
    expect(planned([state('a', '1.2.3', ['feat: x']), b('^1.2.0')])).toEqual(['a 1.2.3 1.3.0']);
    expect(planned([state('a', '0.2.3', ['feat: x']), b('^0.2.0')])).toEqual(['a 0.2.3 0.2.4']);
  });

  test('a breaking release moves the range, and breaks the users of its package as well', () => {
    expect(planned([state('a', '1.2.3', ['feat!: x']), b('^1.2.0')])).toEqual([
      'a 1.2.3 2.0.0',
      'b 3.0.0 4.0.0 a:^2.0.0',
    ]);
    expect(planned([state('a', '0.2.3', ['feat!: x']), b('^0.2.0')])).toEqual([
      'a 0.2.3 0.3.0',
      'b 3.0.0 4.0.0 a:^0.3.0',
    ]);
  });

  test('along a chain, in any order', () => {
    const c = state('c', '1.0.0', [], { peers: { b: '^3.0.0' } });
    const d = state('d', '1.0.0', ['fix: y']);
    expect(planned([d, c, b('^1.2.0'), state('a', '1.2.3', ['feat!: x'])])).toEqual([
      'd 1.0.0 1.0.1',
      'c 1.0.0 2.0.0 b:^4.0.0',
      'b 3.0.0 4.0.0 a:^2.0.0',
      'a 1.2.3 2.0.0',
    ]);
  });

  test('a package of its own feature gets the higher version of the two', () => {
    expect(planned([state('a', '1.0.0', ['fix!: x']), b('^1.0.0', ['fix: y'])])).toContain('b 3.0.0 4.0.0 a:^2.0.0');
  });

  test('a pre-release is in no range of a release, so ranges follow it and come back', () => {
    const next = planned([state('a', '1.2.3', ['feat: x']), b('^1.2.0')], { prerelease: 'next' });
    expect(next).toEqual(['a 1.2.3 1.3.0-next.0', 'b 3.0.0 3.0.1-next.0 a:^1.3.0-next.0']);
    const states = [
      state('a', '1.2.3', ['feat: x'], { tagged: '1.3.0-next.0', fresh: [] }),
      state('b', '3.0.0', [], { tagged: '3.0.1-next.0', peers: { a: '^1.3.0-next.0' } }),
    ];
    expect(planned(states)).toEqual(['a 1.3.0-next.0 1.3.0', 'b 3.0.1-next.0 3.0.1 a:^1.3.0']);
  });
});

describe('pre-releases', () => {
  const tagged = (version: string, headers: string[], fresh: number) =>
    state('a', '1.2.3', headers, { tagged: version, fresh: headers.slice(0, fresh).map((header) => commit(header)) });
  const next = (one: PackageState) => planned([one], { prerelease: 'next' });

  test.each([
    ['the first', state('a', '1.2.3', ['fix: x']), '1.2.4-next.0'],
    ['one more of the same', tagged('1.2.4-next.0', ['fix: y', 'fix: x'], 1), '1.2.4-next.1'],
    ['a higher one', tagged('1.2.4-next.3', ['feat: y', 'fix: x'], 1), '1.3.0-next.0'],
    ['a lower change keeps what is coming', tagged('2.0.0-next.0', ['fix: y', 'feat!: x'], 1), '2.0.0-next.1'],
    ['a change that was taken back', tagged('2.0.0-next.0', ['fix: y'], 1), '2.0.0-next.1'],
    ['of another branch', tagged('1.2.4-beta.4', ['fix: y', 'fix: x'], 1), '1.2.4-next.0'],
    ['before the first release', state('a', undefined, ['fix: x']), '0.1.0-next.0'],
  ])('%s', (_name, one, to) => {
    expect(next(one)).toEqual([`a ${one.tagged ?? '-'} ${to}`]);
  });

  test('nothing new since the last one gives no other', () => {
    expect(next(tagged('1.2.4-next.0', ['docs: y', 'fix: x'], 1))).toEqual([]);
  });

  test('the release after them has all of their commits', () => {
    const [one] = plan([tagged('1.3.0-next.1', ['fix: y', 'feat: x'], 0)]);
    expect([one?.to, one?.commits.map(({ header }) => header)]).toEqual(['1.3.0', ['fix: y', 'feat: x']]);
  });
});

test('what was pre-released is what is released, even if asked for by name then, or taken back since', () => {
  const one = state('a', '0.4.0', [], { tagged: '1.0.0-next.2' });
  expect(planned([one])).toEqual(['a 1.0.0-next.2 1.0.0']);
});

test('a commit and its revert cancel out, and a revert of a revert does not', () => {
  const [one, two, three] = [
    commit('feat: x', { hash: '1'.repeat(40) }),
    commit('revert: feat: x', { hash: '2'.repeat(40), reverts: '1'.repeat(12) }),
    commit('revert: revert: feat: x', { hash: '3'.repeat(40), reverts: '2'.repeat(40) }),
  ] as const;
  expect(withoutReverted([two, one])).toEqual([]);
  expect(withoutReverted([three, two, one])).toEqual([one]);
  expect(withoutReverted([two])).toEqual([two]);
});

test('a changelog says what breaks first, and puts the newest release on top', () => {
  const commits = [
    commit('feat: y', { breaking: 'give\n  z' }),
    commit('fix: w'),
    commit('feat: v'),
    commit('docs: u'),
    commit('perf!: t'),
    commit('Odd words'),
  ];
  const one: Release = {
    name: 'a',
    from: '1.0.0',
    to: '2.0.0',
    peers: { 'secure-vpc': '^2.0.0' },
    moved: ['secure-vpc'],
    commits,
    reason: '',
  };
  const first = withRelease(undefined, { ...one, from: undefined, to: '1.0.0' }, '2026-01-01');
  const second = withRelease(first, one, '2026-02-01');
  expect(second.slice(second.indexOf('## '))).toBe(`## 2.0.0 (2026-02-01)

### Breaking changes
- y: give z (7aaaaaaa)
- t (8aaaaaaa)

### Features
- v (7aaaaaaa)

### Fixes
- w (6aaaaaaa)
- Odd words (9aaaaaaa)

### Peers
- \`${scoped('secure-vpc')}\` ^2.0.0

## 1.0.0 (2026-01-01)

First release.
`);
  expect(second.match(/# Changelog/g)).toHaveLength(1);
});
