import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { App, Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { holdsForRandomProps, optional, refusesRandomProps, validBut } from '../../../testing/src/random-props';
import { type Acknowledgement, EvidenceMode, PciEvidence, Responsibility, type ResponsibilityOverride } from '../src';
import { REQUIREMENTS } from '../src/private/matrix/matrix';
import { RULES } from '../src/private/rules';

/** What an app says to pci-evidence, in words. */
interface Evidence {
  readonly mode?: 'enforce' | 'reportOnly';
  readonly outputDirectory?: string;
  readonly day?: string;
  readonly responsibilities?: ResponsibilityOverride[];
  readonly acknowledgements: readonly Acknowledgement[];
}

function build(stack: Stack, { mode, acknowledgements, ...props }: Evidence): void {
  const app = stack.node.root as App;
  PciEvidence.attachTo(app, { ...props, mode: mode && EvidenceMode[mode]() });
  const queue = new CfnQueue(stack, 'Queue');
  for (const acknowledgement of acknowledgements) PciEvidence.acknowledge(queue, acknowledgement);
}

const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((one) => one.toISOString().slice(0, 10));
const words = fc.string({ unit: 'grapheme', minLength: 20, maxLength: 60 }).filter((text) => text.trim().length >= 20);
const acknowledgement = fc.record({
  rule: fc.constantFrom(...RULES.map(({ id }) => id)),
  reason: words,
  acceptedBy: words,
  until: day,
});
const numbers = REQUIREMENTS.map(({ number }) => number);
const responsibility = fc.constantFrom(
  ...Object.values(Responsibility).filter((one) => one !== Responsibility.TEMPLATE),
);

const valid = fc.record({
  mode: optional(fc.constantFrom('enforce', 'reportOnly')),
  outputDirectory: optional(fc.stringMatching(/^[\w-]{1,20}(\/[\w-]{1,20}){0,2}$/)),
  day: optional(day),
  responsibilities: optional(
    fc.uniqueArray(
      fc.record({
        requirement: fc.constantFrom(...numbers),
        shownBy: fc.uniqueArray(responsibility, { minLength: 1, maxLength: 1 }),
        note: words,
      }),
      { maxLength: 3, selector: ({ requirement }) => requirement },
    ),
  ),
  acknowledgements: fc.array(acknowledgement, { maxLength: 3 }),
}) as fc.Arbitrary<Evidence>;

holdsForRandomProps<Evidence>('PciEvidence', { valid, build });

const wrongDay = fc.constantFrom('', '2026', '2026-13-01', '2026-02-30', '26.11.2026', '2026-11-26T00:00:00Z');
const wrong = (change: Partial<Acknowledgement>) => ({
  acknowledgements: [{ rule: 'PCI.RDS.1', reason: 'x'.repeat(20), acceptedBy: 'CISO', until: '2026-12-31', ...change }],
});
const override = { requirement: '9.4.1', shownBy: [Responsibility.ORGANIZATION], note: 'Handbook, chapter 3' };

refusesRandomProps<Evidence>('PciEvidence', {
  build,
  invalid: fc.oneof(
    validBut(
      valid,
      'outputDirectory',
      fc.constantFrom('', '/x', '../x', 'a/../b', 'a b', '~').map((one) => ({ outputDirectory: one })),
    ),
    validBut(
      valid,
      'day',
      wrongDay.map((one) => ({ day: one })),
    ),
    validBut(
      valid,
      'rule',
      fc.string().map((rule) => wrong({ rule })),
    ),
    validBut(
      valid,
      'reason',
      fc.string({ maxLength: 19 }).map((reason) => wrong({ reason })),
    ),
    validBut(
      valid,
      'acceptedBy',
      fc.constantFrom('', ' ', '\n').map((acceptedBy) => wrong({ acceptedBy })),
    ),
    validBut(
      valid,
      'until',
      wrongDay.map((until) => wrong({ until })),
    ),
    validBut(
      valid,
      'responsibilities',
      fc
        .constantFrom('', '13.1', '9', 'A9')
        .map((requirement) => ({ responsibilities: [{ ...override, requirement }] })),
    ),
    validBut(valid, 'responsibilities', fc.constant({ responsibilities: [{ ...override, shownBy: [] }] })),
    validBut(
      valid,
      'responsibilities',
      fc.constantFrom('', ' ').map((note) => ({ responsibilities: [{ ...override, note }] })),
    ),
  ),
});
