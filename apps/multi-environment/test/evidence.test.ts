import { briefly, exceptionsIn, refusal } from '@org/testing';
import { ENVIRONMENTS, underTest } from './synthesized';

const CONTEXT = { environmentSuffix: 'aa1' };

const synth = underTest.synth(CONTEXT);

test('nothing is violated in any environment, and nothing left open', () => {
  expect(synth.evidence?.summary).toMatchObject({ violated: 0, undecidable: 0 });
  expect(synth.evidence?.summary.satisfied).toBeGreaterThan(600);
  expect(synth.evidence?.staleExceptions).toEqual([]);
});

const inEach = (accepted: string) => ENVIRONMENTS.map((name) => accepted.replace('*', name));

test('what is accepted, and nothing else', () => {
  expect(exceptionsIn(synth)).toEqual(
    [
      ...inEach('PCI.Logs.1: */Alb/Firewall/Logs/Resource'),
      ...inEach('PCI.Logs.1: */Database/Log-postgresql/Resource'),
      ...inEach('PCI.Logs.1: */ServiceLogs/LogGroup/Resource'),
      ...inEach('PCI.RDS.26: */Database/Cluster/Resource'),
      // Production rotates.
      'PCI.SecretsManager.1: dev/Database/Secret/Resource',
      'PCI.SecretsManager.1: staging/Database/Secret/Resource',
    ].sort(),
  );
});

test.each(ENVIRONMENTS)('%s alone violates nothing either', (env) => {
  const { evidence } = underTest.synth({ ...CONTEXT, env });
  expect(evidence?.summary).toMatchObject({ violated: 0, undecidable: 0 });
  expect(new Set(evidence?.results.map(({ constructPath }) => constructPath.split('/')[0]))).toEqual(new Set([env]));
});

test('a day after its last one an exception fails the synthesis, in its environment alone', () => {
  const expired = underTest.synthWith('config/prod.json', ({ exceptions }) =>
    Object.assign(exceptions, { until: '2026-11-29' }),
  );
  expect(refusal(expired)).toContain('The exception that Head of Payments accepted ended on 2026-11-29.');
  expect(expired.evidence?.summary.violated).toBe(4);
});

test('scanners find nothing that is not acknowledged', () => {
  const { findings, acknowledged } = underTest.scan(CONTEXT);
  expect(briefly(findings)).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(0);
});
