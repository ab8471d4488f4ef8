import { type Resources, type Seed, testSeeds } from './seeded';

const vault = (properties: object): Resources => ({ X: { Type: 'AWS::Backup::BackupVault', Properties: properties } });
const plan = (Lifecycle: object): Resources => ({
  X: {
    Type: 'AWS::Backup::BackupPlan',
    Properties: { BackupPlan: { BackupPlanRule: [{ RuleName: 'daily', Lifecycle }] } },
  },
});
const policy = (more: object) =>
  vault({
    AccessPolicy: {
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'backup:CopyIntoBackupVault', Resource: '*', ...more }],
    },
  });
const organization = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } } };

const seeds: Seed[] = [
  { rule: 'PCI.Backup.1', bad: policy({}), good: policy(organization) },
  {
    rule: 'PCI.Backup.2',
    bad: vault({}),
    good: vault({ EncryptionKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1' }),
  },
  { rule: 'PCI.Backup.3', bad: plan({ DeleteAfterDays: '3' }), good: plan({ DeleteAfterDays: 7 }) },
];
testSeeds(seeds);
