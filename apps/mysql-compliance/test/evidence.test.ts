import { testEvidence } from '@org/testing';
import { CONFIG_FILE, underTest } from './synthesized';

testEvidence(underTest, {
  context: { environmentSuffix: 'aa1' },
  satisfied: 180,
  accepted: [
    'PCI.RDS.26: MysqlCompliance/Database/Cluster/Resource',
    'PCI.S3.8: MysqlCompliance/Data/Bucket/Resource',
    'PCI.SecretsManager.1: MysqlCompliance/Database/Secret/Resource',
  ],
  file: CONFIG_FILE,
  expired: 3,
});
