import { ManagedRuleIdentifiers } from 'aws-cdk-lib/aws-config';
import { App } from 'aws-cdk-lib/core';
import { PciEvidence, PciRules, Responsibility, type ResponsibilityOverride } from '../src';
import { matrixCsv } from '../src/private/evidence/csv';
import { CHAPTERS, chapterOf, matrix, REQUIREMENTS } from '../src/private/matrix/matrix';
import { PROOFS } from '../src/private/matrix/proofs';
import { sampleFiles } from './evidence/sample';

const numbers = REQUIREMENTS.map(({ number }) => number);

test('every requirement of every rule is a line of the matrix', () => {
  const used = PciRules.all().flatMap(({ requirement, related }) => [requirement, ...related]);
  expect(used.filter((number) => !numbers.includes(number))).toEqual([]);
});

test('a template shows no building: physical access is for AWS and the organization to show', () => {
  const physical = matrix().filter(({ requirement }) => chapterOf(requirement) === '9');
  expect(physical.flatMap(({ rules, supportingRules }) => [...rules, ...supportingRules])).toEqual([]);
});

/** How many requirements each section of the standard has; counted there. */
const SECTIONS = {
  '1': [2, 8, 3, 5, 1],
  '2': [2, 7, 2],
  '3': [2, 1, 6, 2, 4, 5, 9],
  '4': [2, 4],
  '5': [2, 4, 6, 1],
  '6': [2, 5, 3, 3, 6],
  '7': [2, 7, 3],
  '8': [2, 8, 12, 3, 1, 3],
  '9': [2, 5, 5, 10, 5],
  '10': [2, 9, 4, 5, 1, 3, 3],
  '11': [2, 2, 6, 7, 3, 1],
  '12': [4, 1, 4, 3, 4, 5, 1, 5, 2, 8],
  A1: [4, 3],
  A2: [3],
  A3: [4, 10, 4, 1, 1],
};

test('code is a configuration of network controls: who may change it, and whether it runs, no template shows (1.2.8)', () => {
  expect(matrix().find(({ requirement }) => requirement === '1.2.8')).toMatchObject({
    shownBy: ['account', 'organization'],
    controls: ['cloudformation-stack-drift-detection-check'],
    supportingRules: [],
  });
});

test('a list of keys and certificates is shown by what knows certificates, not by versions of TLS (4.2.1.1)', () => {
  const { rules, supportingRules } = matrix().find(({ requirement }) => requirement === '4.2.1.1') ?? {};
  expect([rules, supportingRules]).toEqual([['PCI.ELB.3'], ['PCI.ACM.1']]);
});

test('every section of the standard has all its requirements, in order and once', () => {
  expect(new Set(numbers).size).toBe(numbers.length);
  const counts = Object.keys(CHAPTERS).map((chapter) => {
    const sections = numbers.filter((number) => chapterOf(number) === chapter).map((number) => number.split('.')[1]);
    const names = [...new Set(sections)];
    expect(names).toEqual(names.map((_, index) => String(index + 1)));
    return [chapter, names.map((name) => sections.filter((section) => section === name).length)];
  });
  expect(Object.fromEntries(counts)).toEqual(SECTIONS);
});

test('every line has a title and somebody who shows it', () => {
  for (const { title, shownBy } of matrix()) {
    expect(title).toMatch(/^[A-Z].{10,}[^.]$/);
    expect(shownBy.length).toBeGreaterThan(0);
  }
});

test('a title is understood alone: an answer, a cell and a finding have no line above', () => {
  const leaning =
    /^(They|Their|These|Such|That|This)\b|^It (?!is (settled|known) )|\b(how often|bind them|these reviews)$/;
  expect(REQUIREMENTS.filter(({ title }) => leaning.test(title))).toEqual([]);
});

test('an account is named with what shows it there, and AWS Config has that rule', () => {
  const renamed: Record<string, string> = {
    'cloudtrail-enabled': 'CLOUD_TRAIL_ENABLED',
    'multi-region-cloudtrail-enabled': 'MULTI_REGION_CLOUD_TRAIL_ENABLED',
    'restricted-common-ports': 'RESTRICTED_INCOMING_TRAFFIC',
    'restricted-ssh': 'INCOMING_SSH_DISABLED',
  };
  // Described by AWS, and newer than the list that CDK has.
  const newer = ['INSPECTOR_ECR_SCAN_ENABLED'];
  const known = new Set<unknown>([...Object.values(ManagedRuleIdentifiers), ...newer]);
  for (const { number, shownBy, controls } of REQUIREMENTS) {
    expect([number, controls.length > 0]).toEqual([number, shownBy.includes(Responsibility.ACCOUNT)]);
    const unknown = controls
      .filter((name) => !name.startsWith('securityhub:'))
      .filter((name) => !known.has(renamed[name] ?? name.toUpperCase().replaceAll('-', '_')));
    expect(unknown).toEqual([]);
  }
});

test('what people, the running system or AWS show is named with what they show it with', () => {
  const byOthers = REQUIREMENTS.filter(({ shownBy }) =>
    [Responsibility.ORGANIZATION, Responsibility.RUNNING_SYSTEM].some((one) => shownBy.includes(one)),
  );
  const proven = PROOFS.flatMap(([, requirements]) => requirements.split(' '));
  expect(proven.sort()).toEqual(byOthers.map(({ number }) => number).sort());
  for (const { shownBy, proofs } of matrix()) {
    expect(proofs.some((proof) => proof.includes('AWS Artifact'))).toBe(
      shownBy.includes(Responsibility.AWS_ATTESTATION),
    );
  }
  expect(matrix().filter(({ rules, controls, proofs }) => [...rules, ...controls, ...proofs].length === 0)).toEqual([]);
});

test('rules make a line one that the templates show', () => {
  const line = matrix().find(({ requirement }) => requirement === '3.5.1');
  expect(line).toMatchObject({
    shownBy: expect.arrayContaining(['template']),
    rules: expect.arrayContaining(['PCI.RDS.1']),
  });
  expect(matrix().find(({ requirement }) => requirement === '12.6.1')?.shownBy).toEqual(['organization']);
});

test('a user answers single lines, and rules stay beside the answer', () => {
  const overrides = [{ requirement: '3.5.1', shownBy: [Responsibility.ORGANIZATION], note: 'Vault of the bank' }];
  const [changed, untouched] = [matrix(overrides), matrix()];
  expect(changed.find(({ requirement }) => requirement === '3.5.1')).toMatchObject({
    shownBy: ['organization'],
    note: 'Vault of the bank',
    proofs: [],
    rules: expect.arrayContaining(['PCI.RDS.1']),
  });
  const others = (lines: typeof changed) => lines.filter(({ requirement }) => requirement !== '3.5.1');
  expect(others(changed)).toEqual(others(untouched));
});

const given: ResponsibilityOverride = {
  requirement: '9.4.1',
  shownBy: [Responsibility.AWS_ATTESTATION],
  note: 'AWS Artifact',
};

test.each<[ResponsibilityOverride[], string]>([
  [
    [{ ...given, requirement: '9.4.8' }],
    "`responsibilities` for requirement '9.4.8' must name a requirement of PCI DSS 4.0.1, such as 9.4.1 or A1.1.1, got: '9.4.8'. There are: 9.4.1, ",
  ],
  [[given, given], "`responsibilities` for requirement '9.4.1' must be given once, got: a second line."],
  [[{ ...given, shownBy: [] }], "`responsibilities` for requirement '9.4.1' must say who shows it, got: []."],
  [
    [{ ...given, shownBy: [Responsibility.NOT_APPLICABLE, Responsibility.ORGANIZATION] }],
    'must be NOT_APPLICABLE or shown by somebody, got: [not-applicable, organization].',
  ],
  [
    [{ ...given, shownBy: [Responsibility.TEMPLATE] }],
    "`responsibilities` for requirement '9.4.1' must be shown by others than the templates, for no rule serves it, got: [template].",
  ],
  [
    [{ ...given, note: ' ' }],
    "must have a note that says where the proof is found, or why it does not apply, got: ' '.",
  ],
])('%j is refused', (responsibilities, message) => {
  expect(() => PciEvidence.attachTo(new App(), { responsibilities })).toThrow(message);
});

test('as CSV it has a line for each requirement, and no cell that a spreadsheet runs', () => {
  const [line] = matrix([{ ...given, requirement: '1.1.1', note: '=HYPERLINK("x"), see' }]);
  const csv = matrixCsv(line ? [line] : [], new Map());
  expect(csv.split('\r\n')).toEqual([
    'requirement,title,shown by,AWS controls,rules,supporting rules,verdicts,note,proofs,supporting verdicts,exceptions',
    '1.1.1,"Network security policies are written, current, followed and known",aws-attestation,,,,,' +
      '"\'=HYPERLINK(""x""), see",,,',
    '',
  ]);
});

test.each(['=1', '+1', '-1', '@A1', '\uFF1D1', '\t=1', '\n=1'])('as CSV %j is text', (note) => {
  expect(matrixCsv(matrix([{ ...given, note }]), new Map())).toMatch(new RegExp(`,"?'${note.replace('+', '[+]')}`));
});

test('as CSV it begins with a mark of UTF-8 where it has letters beyond ASCII, and only there', () => {
  const first = (note: string) => matrixCsv(matrix([{ ...given, note }]), new Map()).charCodeAt(0);
  expect([first('Handbuch, Geschäftsleitung'), first('Handbook')]).toEqual([0xfeff, 'r'.charCodeAt(0)]);
});

test('as CSV it tells verdicts and exceptions of the rules that serve a requirement first, and of the others', () => {
  const lines = sampleFiles()('responsibility-matrix.csv').split('\r\n');
  expect(lines.find((line) => line.startsWith('8.3.2,'))).toMatch(
    /,"11 violated, [^"]*1 acknowledged, [^"]*",PCI\.RDS\.1 accepted by Head of Payments until 2026-12-31$/,
  );
  expect(lines.find((line) => line.startsWith('3.5.1,'))).toMatch(/PCI\.RDS\.1 accepted by Head of Payments/);
});
