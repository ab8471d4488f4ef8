import { scan } from '@org/testing';
import { type App, Duration, Validations } from 'aws-cdk-lib/core';
import { AuroraCredentials, RestoreFrom } from '../src';
import { database, MYSQL, newStack } from './fixtures';
import { everyScenario } from './scenarios';

const { findings, acknowledged } = scan((app: App) => void everyScenario(app), 'cdk-and-nag', 'Stack/');
const pathOf = ({ construct }: { construct: string }) => construct.replace(/^Stack\/|\/Resource$/g, '');

test('no scanner finds anything that is not acknowledged', () => {
  expect(findings).toEqual([]);
});

test('exactly these rules are acknowledged, and where', () => {
  const packs = /^(AwsSolutions|NIST\.800\.53\.R5|PCI\.DSS\.321|HIPAA\.Security)-/;
  const rules = acknowledged.map((finding) => {
    const rule = finding.rule.replace(packs, '').replace(/\[Resource.*:(log-stream.*)\]/, '[$1]');
    return `${rule}: ${pathOf(finding)}`;
  });
  expect([...new Set(rules)].sort()).toEqual([
    'CloudWatchLogGroupEncrypted: EndToEnd/Log',
    'CloudWatchLogGroupEncrypted: Small/Log-postgresql',
    'F3021: Small/Cluster',
    'IAM5[log-stream:*]: Full/MonitoringPolicy',
    'IAM5[log-stream:*]: MySql/MonitoringPolicy',
    'IAM5[log-stream:*]: Small/MonitoringPolicy',
    'RDS10: MySql/Cluster',
    'RDS10: Small/Cluster',
    'RDS11: MySql/Cluster',
    'RDS14: MySql/Cluster',
    'RDSInBackupPlan: Full/Cluster/Reader1',
    'RDSInBackupPlan: Full/Cluster/Writer',
    'RDSInBackupPlan: MySql/Cluster/Reader1',
    'RDSInBackupPlan: MySql/Cluster/Writer',
    'RDSInBackupPlan: Small/Cluster/Writer',
    'RDSInstanceDeletionProtectionEnabled: MySql/Cluster',
    'RDSInstanceDeletionProtectionEnabled: Small/Cluster',
    'RDSLoggingEnabled[LogExport::general]: MySql/Cluster',
    'RDSLoggingEnabled[LogExport::slowquery]: MySql/Cluster',
    'SMG4: Small/Secret',
    'SecretsManagerRotationEnabled: Small/Secret',
    'SecretsManagerUsingKMSKey: Small/Secret',
    'W3689: MySql/Cluster',
  ]);
});

test('each reason is a sentence of its own rule', () => {
  const reasons = new Map<string, Set<string>>();
  for (const { rule, reason } of acknowledged) {
    expect(reason).toMatch(/^[A-Z].{80,}\.$/);
    reasons.set(reason, (reasons.get(reason) ?? new Set()).add(rule.replace(/^.*?-/, '')));
  }
  expect(reasons.size).toBe(12);
});

describe('nothing is acknowledged that is not broken', () => {
  const rulesOf = (props: Parameters<typeof database>[1]) => {
    const metadata = database(newStack(), props).cluster.node.metadata;
    const recorded = metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
    return recorded.flatMap(({ data }) => Object.keys(data)).map((id) => id.replace(/^(.*Validate::|.*-)/, ''));
  };
  const [NAMED, MANAGED] = [
    AuroraCredentials.rotated(undefined, { username: 'dbadmin' }),
    AuroraCredentials.managedByRds({ username: 'dbadmin' }),
  ];
  const backups = ['RDSInBackupPlan', 'RDSInBackupPlan'];

  test.each([
    ['PostgreSQL', {}, backups],
    [
      'MySQL with slow queries',
      { engine: MYSQL, slowQueryThreshold: Duration.seconds(1) },
      [...backups, 'RDS11', 'RDS14', ...Array(3).fill('RDSLoggingEnabled[LogExport::general]')],
    ],
    ['data of a snapshot', { restoreFrom: RestoreFrom.snapshot('final'), credentials: NAMED }, ['F3021', ...backups]],
    [
      'data of a cluster',
      { restoreFrom: RestoreFrom.cluster('payments'), credentials: MANAGED },
      ['W3689', ...backups],
    ],
    [
      'data of a cluster that is gone',
      {
        restoreFrom: RestoreFrom.deletedCluster(`cluster-${'A1'.repeat(13)}`),
        credentials: MANAGED,
      },
      backups,
    ],
  ])('%s', (_name, props, rules) => {
    expect(rulesOf(props)).toEqual(rules);
  });
});
