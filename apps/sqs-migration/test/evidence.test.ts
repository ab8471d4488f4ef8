import { exceptionsIn, testEvidence, unsettled } from '@org/testing';
import { underTest } from './synthesized';

const FILE = 'config/sqs-migration.json';

const OF_DATABASE_AND_KEYS = [
  'PCI.RDS.14: TapStack/Database/Cluster/Resource',
  'PCI.RDS.26: TapStack/Database/Cluster/Resource',
  'PCI.SecretsManager.1: TapStack/Database/Secret/Resource',
  'PCI.SecretsManager.1: TapStack/Settings/ApiKeys/Resource',
];

testEvidence(underTest, {
  context: { environmentSuffix: 'aa1' },
  satisfied: 250,
  accepted: [
    'PCI.Logs.1: TapStack/Alb/Firewall/Logs/Resource',
    'PCI.Logs.1: TapStack/Database/Log-postgresql/Resource',
    'PCI.Logs.1: TapStack/job-processor/Logs/LogGroup/Resource',
    'PCI.Logs.1: TapStack/payment-api/Logs/LogGroup/Resource',
    ...OF_DATABASE_AND_KEYS,
  ],
  file: FILE,
  expired: 8,
});

test('with logs for twelve months there is no exception for them', () => {
  const kept = underTest.synthWith(FILE, (config) => Object.assign(config, { logRetentionDays: 365 }));
  expect(exceptionsIn(kept)).toEqual(OF_DATABASE_AND_KEYS);
  expect(unsettled(kept)).toEqual([]);
});
