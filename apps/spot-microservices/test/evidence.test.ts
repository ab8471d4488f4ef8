import { exceptionsIn, testEvidence, unsettled } from '@org/testing';
import { CONFIG_FILE, SERVICE_NAMES, underTest } from './synthesized';

const ofServices = (rule: string) =>
  SERVICE_NAMES.map((name) => `${rule}: SpotMicroservices/${name}-logs/LogGroup/Resource`);

testEvidence(underTest, {
  context: { environmentSuffix: 'aa1' },
  satisfied: 180,
  accepted: [
    ...ofServices('PCI.Logs.1'),
    ...ofServices('PCI.Logs.2'),
    'PCI.Logs.2: SpotMicroservices/Alb/Firewall/Logs/Resource',
  ],
  file: CONFIG_FILE,
  expired: 7,
});

test('with a key of the account and logs for twelve months nothing has to be accepted', () => {
  const kept = underTest.synthWith(CONFIG_FILE, (config) =>
    Object.assign(config, { logRetentionDays: 365, logKey: 'customer' }),
  );
  expect(exceptionsIn(kept)).toEqual([]);
  expect(unsettled(kept)).toEqual([]);
});
