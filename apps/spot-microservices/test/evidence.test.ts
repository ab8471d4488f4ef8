import { briefly, exceptionsIn, refusal } from '@org/testing';
import { CONFIG_FILE, SERVICE_NAMES, underTest } from './synthesized';

const CONTEXT = { environmentSuffix: 'aa1' };

const synth = underTest.synth(CONTEXT);

test('nothing is violated, and nothing left open', () => {
  expect(synth.evidence?.summary).toMatchObject({ violated: 0, undecidable: 0 });
  expect(synth.evidence?.summary.satisfied).toBeGreaterThan(180);
  expect(synth.evidence?.staleExceptions).toEqual([]);
});

test('what is accepted, and nothing else', () => {
  const ofServices = (rule: string) =>
    SERVICE_NAMES.map((name) => `${rule}: SpotMicroservices/${name}-logs/LogGroup/Resource`);
  expect(exceptionsIn(synth)).toEqual(
    [
      ...ofServices('PCI.Logs.1'),
      ...ofServices('PCI.Logs.2'),
      'PCI.Logs.2: SpotMicroservices/Alb/Firewall/Logs/Resource',
    ].sort(),
  );
});

test('with a key of the account and logs for twelve months nothing has to be accepted', () => {
  const kept = underTest.synthWith(CONFIG_FILE, (config) =>
    Object.assign(config, { logRetentionDays: 365, logKey: 'customer' }),
  );
  expect(kept.evidence?.summary).toMatchObject({ violated: 0, acknowledged: 0, undecidable: 0 });
  expect(kept.evidence?.staleExceptions).toEqual([]);
});

test('a day after its last one an exception fails the synthesis', () => {
  const expired = underTest.synthWith(CONFIG_FILE, ({ exceptions }) =>
    Object.assign(exceptions, { until: '2026-11-29' }),
  );
  expect(refusal(expired)).toContain('The exception that Head of Payments accepted ended on 2026-11-29.');
  expect(expired.evidence?.summary.violated).toBe(7);
});

test('scanners find nothing that is not acknowledged', () => {
  const { findings, acknowledged } = underTest.scan(CONTEXT);
  expect(briefly(findings)).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(0);
});
