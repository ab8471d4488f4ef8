import { ALL, belowThreshold, DECIDING, rows, score, scoreTable } from '../lib/mutation-score';

const mutants = (...statuses: string[]) => statuses.map((status) => ({ status }));
const report = {
  files: {
    'packages/shop/src/private/till.ts': { source: '', mutants: mutants('Killed', 'Timeout', 'Survived', 'Ignored') },
    'packages/shop/src/door.ts': {
      source: "import { fail } from './private/validation';",
      mutants: mutants('NoCoverage', 'RuntimeError', 'Killed'),
    },
    'packages/shop/src/bell.ts': { source: "throw new Error('no bell');", mutants: mutants('Killed') },
    'packages/shop/src/window.ts': { source: '', mutants: mutants('Survived', 'CompileError') },
    'packages/shop/src/index.ts': { source: '', mutants: [] },
  },
};

test('a package counts as a whole, by what decides in it, and by file', () => {
  expect(rows('shop', report)).toEqual([
    { name: 'shop', group: 'all', killed: 4, survived: 2, noCoverage: 1 },
    { name: 'shop', group: 'private+validation', killed: 4, survived: 1, noCoverage: 1 },
    { name: 'shop', group: 'src/private/till.ts', killed: 2, survived: 1, noCoverage: 0 },
    { name: 'shop', group: 'src/door.ts', killed: 1, survived: 0, noCoverage: 1 },
    { name: 'shop', group: 'src/bell.ts', killed: 1, survived: 0, noCoverage: 0 },
    { name: 'shop', group: 'src/window.ts', killed: 0, survived: 1, noCoverage: 0 },
  ]);
});

test('a mutant that no test reaches counts like one that survived', () => {
  expect(score({ killed: 3, survived: 1, noCoverage: 0 })).toBe(75);
  expect(score({ killed: 3, survived: 0, noCoverage: 1 })).toBe(75);
  expect(score({ killed: 0, survived: 0, noCoverage: 0 })).toBe(100);
});

test('the table lines up', () => {
  const row = { name: 'shop', group: 'all', killed: 10, survived: 1, noCoverage: 1 };
  expect(scoreTable([row]).split('\n')).toEqual([
    'package  files  mutants  killed  survived  no coverage   score',
    'shop     all         12      10         1            1  83.3 %',
  ]);
});

describe('below the threshold', () => {
  const row = { name: 'shop', group: DECIDING, killed: 79, survived: 21, noCoverage: 0 };

  test('is what decides, in each package', () => {
    expect(belowThreshold([row])).toEqual(['shop, private+validation: 79.0 % is below 80 %']);
    expect(belowThreshold([{ ...row, killed: 84 }])).toEqual([]);
  });

  test('is governance as a whole, and neither another package nor a file', () => {
    expect(belowThreshold([{ ...row, name: 'governance', group: ALL }])).toEqual([
      'governance, all: 79.0 % is below 80 %',
    ]);
    expect(belowThreshold([{ ...row, group: ALL }])).toEqual([]);
    expect(belowThreshold([{ ...row, name: 'governance', group: 'src/door.ts' }])).toEqual([]);
  });
});
