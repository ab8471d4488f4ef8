import { App, Stack } from 'aws-cdk-lib/core';
import { type EvidenceMode, PciEvidence, Responsibility } from '../src';

/** What TypeScript refuses and JavaScript does not: a variable of the environment that is not set, a number, a list. */
const NONE = [undefined, null, true, 5, 'x', []].map((value) => value as never);

const exception = {
  rule: 'PCI.RDS.2',
  reason: 'The listener of the database takes TLS alone',
  acceptedBy: 'Head of Payments',
  until: '2027-11-30',
};
const override = { requirement: '9.4.1', shownBy: [Responsibility.ORGANIZATION], note: 'Physical security policy' };

test.each(['enforce', true, 0, {}])('a mode that is %j fails, and does not let violations pass', (mode) => {
  expect(() => PciEvidence.attachTo(new App(), { mode: mode as unknown as EvidenceMode })).toThrow(
    `App: \`mode\` must be EvidenceMode.enforce() or EvidenceMode.reportOnly(), got: '${mode}'.`,
  );
});

describe.each(NONE)('%j', (value) => {
  test.each(['rule', 'reason', 'until'])('is no %s of an exception', (prop) => {
    expect(() => PciEvidence.acknowledge(new Stack(), { ...exception, [prop]: value })).toThrow(
      new RegExp(`^Default: \`${prop}\` must .*, got: '${value}'`),
    );
  });

  test('is nobody who shows a requirement, and no requirement', () => {
    for (const change of [{ shownBy: [value] }, { requirement: value }])
      expect(() => PciEvidence.attachTo(new App(), { responsibilities: [{ ...override, ...change }] })).toThrow(
        /^App: `responsibilities` for requirement .* must /,
      );
  });
});

test.each([undefined, null, 5])('%j is no note', (note) => {
  expect(() =>
    PciEvidence.attachTo(new App(), { responsibilities: [{ ...override, note: note as unknown as string }] }),
  ).toThrow(`must have a note that says where the proof is found, or why it does not apply, got: '${note}'.`);
});
