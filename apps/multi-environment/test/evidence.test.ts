import { testEvidence, unsettled } from '@org/testing';
import { ENVIRONMENTS, underTest } from './synthesized';

const CONTEXT = { environmentSuffix: 'aa1' };

const inEach = (accepted: string) => ENVIRONMENTS.map((name) => accepted.replace('*', name));

testEvidence(underTest, {
  context: CONTEXT,
  satisfied: 600,
  accepted: [
    ...inEach('PCI.Logs.1: */Alb/Firewall/Logs/Resource'),
    ...inEach('PCI.Logs.1: */Database/Log-postgresql/Resource'),
    ...inEach('PCI.Logs.1: */ServiceLogs/LogGroup/Resource'),
    ...inEach('PCI.RDS.26: */Database/Cluster/Resource'),
    // Production rotates.
    'PCI.SecretsManager.1: dev/Database/Secret/Resource',
    'PCI.SecretsManager.1: staging/Database/Secret/Resource',
  ],
  file: 'config/prod.json',
  // Those of production alone.
  expired: 4,
});

test.each(ENVIRONMENTS)('%s alone violates nothing either', (env) => {
  const alone = underTest.synth({ ...CONTEXT, env });
  expect(unsettled(alone)).toEqual([]);
  expect(new Set(alone.evidence?.results.map(({ constructPath }) => constructPath.split('/')[0]))).toEqual(
    new Set([env]),
  );
});
