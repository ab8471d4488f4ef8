import { account, type Inputs, LISTS, stray } from './account';

/** One control that rule A covers, one that is left out, one that no template shows. */
const inputs = (more: Partial<Inputs> = {}): Inputs => ({
  rules: [{ id: 'PCI.A.1', covers: ['prowler:one'] }],
  leftOut: [{ control: 'prowler:two', reason: 'obsolete', why: 'it is gone' }],
  text: (key) =>
    `control,visible,requirements\n${key === 'prowler' ? 'one,template,1.2\ntwo,template,\nthree,account,\n' : ''}`,
  ...more,
});
const problems = (more: Partial<Inputs>) => account(inputs(more)).flatMap((one) => one.problems);

test('every control of every list is covered by a rule, or left out with a reason', () => {
  expect(account().flatMap((one) => one.problems)).toEqual([]);
  expect(stray()).toEqual([]);
});

test('the lists are as long as they are', () => {
  const lengths = account().map(({ list, lines }) => [
    list.key,
    lines.length,
    new Set(lines.map((line) => line.control)).size,
  ]);
  expect(lengths).toEqual([
    ['securityhub', 50, 50],
    ['prowler', 109, 109],
    ['pulumi', 82, 82],
  ]);
  expect(LISTS).toHaveLength(3);
});

test('a covered control, one that is left out, and one that no template shows are fine', () => {
  expect(problems({})).toEqual([]);
});

test('a control that is in neither is a problem', () => {
  expect(problems({ leftOut: [] })).toEqual(['prowler:two is covered by no rule, and nobody says why']);
});

test('a control cannot be covered and left out', () => {
  expect(problems({ rules: [{ id: 'PCI.A.1', covers: ['prowler:one', 'prowler:two'] }] })).toEqual([
    'prowler:two is left out, and covered by PCI.A.1',
  ]);
});

test('a rule may cover what the list does not expect of a template', () => {
  const rules = [{ id: 'PCI.A.1', covers: ['prowler:one', 'prowler:three'] }];
  expect(problems({ rules })).toEqual([]);
});

test('a name that a complete list does not have is a problem; Security Hub has more controls than its list', () => {
  const covers = ['prowler:one', 'prowler:misprint', 'securityhub:ECS.99'];
  expect(problems({ rules: [{ id: 'PCI.A.1', covers }] })).toEqual([
    'PCI.A.1 names prowler:misprint, which the list does not have',
  ]);
  const leftOut = [...inputs().leftOut, { control: 'securityhub:X.1', reason: 'account', why: 'x' } as const];
  expect(problems({ leftOut })).toEqual(['left-out.ts names securityhub:X.1, which the list does not have']);
});

test('a list and a rule that do not exist are problems', () => {
  const leftOut = [{ control: 'prowler:two', reason: 'superseded', why: 'x', by: 'PCI.B.1' } as const];
  expect(stray(inputs({ leftOut, rules: [{ id: 'PCI.A.1', covers: ['nag:RDS2'] }] }))).toEqual([
    'PCI.A.1 covers nag:RDS2, which is of no list',
    'prowler:two is left out for PCI.B.1, which is no rule',
  ]);
});
