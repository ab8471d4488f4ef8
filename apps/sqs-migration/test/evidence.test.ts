import { briefly, exceptionsIn, refusal } from '@org/testing';
import { underTest } from './synthesized';

const FILE = 'config/sqs-migration.json';
const CONTEXT = { environmentSuffix: 'aa1' };

const synth = underTest.synth(CONTEXT);

test('nothing is violated, and nothing left open', () => {
  expect(synth.evidence?.summary).toMatchObject({ violated: 0, undecidable: 0 });
  expect(synth.evidence?.summary.satisfied).toBeGreaterThan(250);
  expect(synth.evidence?.staleExceptions).toEqual([]);
});

const OF_DATABASE_AND_KEYS = [
  'PCI.RDS.14: TapStack/Database/Cluster/Resource',
  'PCI.RDS.26: TapStack/Database/Cluster/Resource',
  'PCI.SecretsManager.1: TapStack/Database/Secret/Resource',
  'PCI.SecretsManager.1: TapStack/Settings/ApiKeys/Resource',
];

test('what is accepted, and nothing else', () => {
  expect(exceptionsIn(synth)).toEqual([
    'PCI.Logs.1: TapStack/Alb/Firewall/Logs/Resource',
    'PCI.Logs.1: TapStack/Database/Log-postgresql/Resource',
    'PCI.Logs.1: TapStack/job-processor/Logs/LogGroup/Resource',
    'PCI.Logs.1: TapStack/payment-api/Logs/LogGroup/Resource',
    ...OF_DATABASE_AND_KEYS,
  ]);
});

test('with logs for twelve months there is no exception for them', () => {
  const kept = underTest.synthWith(FILE, (config) => Object.assign(config, { logRetentionDays: 365 }));
  expect(exceptionsIn(kept)).toEqual(OF_DATABASE_AND_KEYS);
  expect(kept.evidence?.staleExceptions).toEqual([]);
});

test('a day after its last one an exception fails the synthesis', () => {
  const expired = underTest.synthWith(FILE, ({ exceptions }) => Object.assign(exceptions, { until: '2026-11-29' }));
  expect(refusal(expired)).toContain('The exception that Head of Payments accepted ended on 2026-11-29.');
  expect(expired.evidence?.summary.violated).toBe(8);
});

test('scanners find nothing that is not acknowledged', () => {
  const { findings, acknowledged } = underTest.scan(CONTEXT);
  expect(briefly(findings)).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(0);
});
