import {
  absent,
  all,
  any,
  attribute,
  between,
  everyItem,
  has,
  isFalse,
  isTrue,
  judge,
  oneOf,
  possibly,
  present,
  someItem,
  target,
  when,
} from '../src/private/checks';
import type { Check } from '../src/private/rule';
import { readerOf } from './template/build';

const More = {
  Parameters: {
    Free: { Type: 'String' },
    Usual: { Type: 'String', Default: 'true' },
    Flag: { Type: 'String', Default: 'true', AllowedValues: ['true', 'false'] },
  },
  Resources: { Key: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true } } },
};
const free = { Ref: 'Free' };

function outcome(check: Check, Properties: object): string {
  const { resource, reader } = readerOf(Properties, More);
  return check(resource, reader).outcome;
}

test.each<[string, Check, unknown, string]>([
  ['true', isTrue('P'), true, 'satisfied'],
  ['"true"', isTrue('P'), 'true', 'satisfied'],
  ['false is not true', isTrue('P'), 'False', 'violated'],
  ['nothing is not true', isTrue('P'), undefined, 'violated'],
  ['a branch that is not true', isTrue('P'), { 'Fn::If': ['C', true, false] }, 'violated'],
  ['a parameter that allows another', isTrue('P'), { Ref: 'Flag' }, 'violated'],
  ['what is open', isTrue('P'), free, 'undecidable'],
  ['a bad branch beside an open one', isTrue('P'), { 'Fn::If': ['C', free, false] }, 'violated'],
  ['a good branch beside an open one', isTrue('P'), { 'Fn::If': ['C', free, true] }, 'undecidable'],
  ['false', isFalse('P'), 'false', 'satisfied'],
  ['nothing is not false', isFalse('P'), undefined, 'violated'],
  ['nothing is false where it is the default', isFalse('P', { absent: true }), undefined, 'satisfied'],
  ['one of several', oneOf('P', 'a', 7), '7', 'satisfied'],
  ['none of several', oneOf('P', 'a', 7), 'b', 'violated'],
  ['in range', between('P', 7, 35), '35', 'satisfied'],
  ['below it', between('P', 7), 6, 'violated'],
  ['no number', between('P', 7), 'x', 'violated'],
  ['present', present('P'), { Ref: 'Key' }, 'satisfied'],
  ['empty text', present('P'), '', 'violated'],
  ['an empty list', present('P'), [], 'violated'],
  ['open, and so perhaps empty', present('P'), free, 'undecidable'],
  ['absent', absent('P'), { Ref: 'AWS::NoValue' }, 'satisfied'],
  ['not absent', absent('P'), 'x', 'violated'],
  ['a reference is not absent', absent('P'), { Ref: 'X' }, 'violated'],
  ['open text', has('P', (value) => String(value).endsWith('z'), 'a z'), { 'Fn::Sub': 'a-${X.Name}' }, 'undecidable'],
  [
    'text that no region makes good',
    has('P', (value) => !String(value).endsWith('Access'), 'no access'),
    { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess' },
    'violated',
  ],
  [
    'what is open as a whole',
    has('P', (value) => value !== 'root', 'not root'),
    { 'Fn::Sub': '${Free}' },
    'undecidable',
  ],
  [
    'what a resource holds',
    has('P', (value) => value !== 'root', 'not root'),
    { 'Fn::GetAtt': 'X.Name' },
    'undecidable',
  ],
  ['what is read at deployment', isTrue('P'), '{{resolve:ssm:/on}}', 'undecidable'],
  ['a default that is not all that may be', isTrue('P'), { Ref: 'Usual' }, 'undecidable'],
  ['a default that is bad', isFalse('P'), { Ref: 'Usual' }, 'violated'],
  ['a list, as text', has('P', (value) => value === '["a"]', 'an a'), ['a'], 'satisfied'],
])('%s', (_name, check, P, expected) => {
  expect(outcome(check, { P })).toBe(expected);
});

test('a judgement says where, what was found and what was expected', () => {
  const { resource, reader } = readerOf({ A: { B: 3 } });
  expect(between('A.B', 7, 35)(resource, reader)).toEqual({
    outcome: 'violated',
    path: 'Properties.A.B',
    found: '3',
    expected: '7 to 35',
  });
});

test.each<[string, Check, object, string]>([
  ['all, one of them bad', all(isTrue('A'), isTrue('B')), { A: true, B: false }, 'violated'],
  ['all, one of them open', all(isTrue('A'), isTrue('B')), { A: true, B: free }, 'undecidable'],
  ['any, one of them good', any(isTrue('A'), isTrue('B')), { A: false, B: true }, 'satisfied'],
  ['any, none good and one open', any(isTrue('A'), isTrue('B')), { A: false, B: free }, 'undecidable'],
  [
    'where it applies',
    when(
      possibly('A', (value) => value === true),
      isTrue('B'),
    ),
    { A: true, B: false },
    'violated',
  ],
  [
    'where it does not',
    when(
      possibly('A', (value) => value === true),
      isTrue('B'),
    ),
    { A: false, B: false },
    'not-applicable',
  ],
  [
    'where one branch does',
    when(
      possibly('A', (value) => value === true),
      isTrue('B'),
    ),
    { A: { 'Fn::If': ['C', true, false] }, B: false },
    'violated',
  ],
  [
    'where that is open',
    when(
      possibly('A', (value) => value === true),
      isTrue('B'),
    ),
    { A: free, B: false },
    'undecidable',
  ],
])('%s', (_name, check, Properties, expected) => {
  expect(outcome(check, Properties)).toBe(expected);
});

describe('lists', () => {
  const good: Parameters<typeof everyItem>[1] = (item) => judge(item, (value) => value === 'good', 'good');

  test.each<[string, Check, unknown, string]>([
    ['every item', everyItem('P', good), ['good', 'good'], 'satisfied'],
    ['a bad item', everyItem('P', good), ['good', 'bad'], 'violated'],
    ['an item that may be bad', everyItem('P', good), [{ 'Fn::If': ['C', 'good', 'bad'] }], 'violated'],
    ['no item', everyItem('P', good), undefined, 'satisfied'],
    [
      'an item that may not be there',
      everyItem('P', good),
      [{ 'Fn::If': ['C', 'good', { Ref: 'AWS::NoValue' }] }],
      'satisfied',
    ],
    ['a list that is open', everyItem('P', good), free, 'undecidable'],
    ['one value for a list', everyItem('P', good), 'good', 'satisfied'],
    ['some item', someItem('P', good, 'a good one'), ['bad', 'good'], 'satisfied'],
    ['none', someItem('P', good, 'a good one'), ['bad'], 'violated'],
    [
      'one that is good in one branch alone',
      someItem('P', good, 'x'),
      [{ 'Fn::If': ['C', 'good', 'bad'] }],
      'violated',
    ],
    ['none at all', someItem('P', good, 'a good one'), [], 'violated'],
  ])('%s', (_name, check, P, expected) => {
    expect(outcome(check, { P })).toBe(expected);
  });
});

describe('attributes as keys and values', () => {
  const check = attribute('P', 'drop', (value) => value === true, 'true');

  test.each<[string, unknown, string]>([
    [
      'a good value',
      [
        { Key: 'other', Value: 'x' },
        { Key: 'drop', Value: 'true' },
      ],
      'satisfied',
    ],
    ['a bad one', [{ Key: 'drop', Value: 'false' }], 'violated'],
    ['another key', [{ Key: 'other', Value: 'true' }], 'violated'],
    ['no list', undefined, 'violated'],
    ['an open list', free, 'undecidable'],
    ['an open value', [{ Key: 'drop', Value: free }], 'undecidable'],
    ['a list with a bad branch', { 'Fn::If': ['C', [{ Key: 'drop', Value: true }], []] }, 'violated'],
    [
      'an entry that may not be there',
      [{ 'Fn::If': ['C', { Key: 'drop', Value: true }, { Ref: 'AWS::NoValue' }] }],
      'violated',
    ],
  ])('%s', (_name, P, expected) => {
    expect(outcome(check, { P })).toBe(expected);
  });
});

test.each<[string, unknown, string]>([
  ['a resource that holds', { 'Fn::GetAtt': ['Key', 'Arn'] }, 'satisfied'],
  ['one outside the app', 'arn:aws:kms:us-east-1:111122223333:key/1', 'undecidable'],
])('a target: %s', (_name, P, expected) => {
  expect(outcome(target('P', isTrue('EnableKeyRotation')), { P })).toBe(expected);
});
