import { briefly, exceptionsIn, refusal } from '@org/testing';
import { underTest } from './synthesized';

const CONTEXT = { environmentSuffix: 'aa1' };

const synth = underTest.synth(CONTEXT);

test('nothing is violated, and nothing left open', () => {
  expect(synth.evidence?.summary).toMatchObject({ violated: 0, undecidable: 0 });
  expect(synth.evidence?.summary.satisfied).toBeGreaterThan(180);
  expect(synth.evidence?.staleExceptions).toEqual([]);
});

test('what is accepted, and nothing else', () => {
  expect(exceptionsIn(synth)).toEqual([
    'PCI.RDS.26: MysqlCompliance/Database/Cluster/Resource',
    'PCI.SecretsManager.1: MysqlCompliance/Database/Secret/Resource',
  ]);
});

test('a day after its last one an exception fails the synthesis', () => {
  const expired = underTest.synthWith('config/mysql-compliance.json', ({ exceptions }) =>
    Object.assign(exceptions, { until: '2026-11-29' }),
  );
  expect(refusal(expired)).toContain('The exception that Head of Payments accepted ended on 2026-11-29.');
  expect(expired.evidence?.summary.violated).toBe(2);
});

test('scanners find nothing that is not acknowledged', () => {
  const { findings, acknowledged } = underTest.scan(CONTEXT);
  expect(briefly(findings)).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(0);
});
