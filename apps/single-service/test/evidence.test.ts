import { briefly, exceptionsIn, refusal } from '@org/testing';
import { underTest } from './synthesized';

const FILE = 'config/single-service.json';
const DEFAULT = { environmentSuffix: 'aa1' };
const PRODUCTION = { environmentSuffix: 'aa1', profile: 'production' };

/** Each has its reason on the construct that causes it; the packages' READMEs and the validation report have them. */
const ACCEPTED_IN_PRODUCTION = [
  // They stop a deployment, and are no alerts.
  'CloudWatchAlarmAction: Service/RollbackAlarms/Cpu/Resource',
  'CloudWatchAlarmAction: Service/RollbackAlarms/Memory/Resource',
  // Clients come from anywhere, to port 443.
  'EC23: Alb/SecurityGroup/Resource',
  // AWS offers nothing narrower.
  'IAM5[Resource::*]: Service/ExecutionRole/Policy/Resource',
  'IAM5[Resource::arn:aws:logs:us-east-1:<AWS::AccountId>:log-group:RDSOSMetrics:log-stream:*]: Database/MonitoringPolicy/Resource',
  'IAM5[Resource::arn:aws:rds:us-east-1:<AWS::AccountId>:cluster-snapshot:awsbackup:*]: DatabaseBackups/Policy/Resource',
  // The plan names the cluster, which holds the data.
  'RDSInBackupPlan: Database/Cluster/Reader1/Resource',
  'RDSInBackupPlan: Database/Cluster/Writer/Resource',
  // Where else data may be kept, the account decides.
  'S3BucketReplicationEnabled: AccessLogs/Bucket/Resource',
  'S3BucketReplicationEnabled: AlbLogs/Bucket/Resource',
  'S3BucketReplicationEnabled: Backups/Bucket/Resource',
  'S3BucketReplicationEnabled: FlowLogs/Bucket/Resource',
  // AWS delivers these logs to SSE-S3 alone.
  'S3DefaultEncryptionKMS: AccessLogs/Bucket/Resource',
  'S3DefaultEncryptionKMS: AlbLogs/Bucket/Resource',
  // The public tier, for load balancer and NAT gateways.
  'VPCNoUnrestrictedRouteToIGW: Network/Vpc/PublicSubnet1/DefaultRoute',
  'VPCNoUnrestrictedRouteToIGW: Network/Vpc/PublicSubnet2/DefaultRoute',
  'VPCNoUnrestrictedRouteToIGW: Network/Vpc/PublicSubnet3/DefaultRoute',
];

const synth = underTest.synth(DEFAULT);
const production = underTest.synth(PRODUCTION);

test.each([
  ['the default profile', synth],
  ['the production profile', production],
])('%s violates nothing, and leaves nothing open', (_name, { evidence }) => {
  expect(evidence?.summary).toMatchObject({ violated: 0, undecidable: 0 });
  expect(evidence?.summary.satisfied).toBeGreaterThan(200);
  expect(evidence?.staleExceptions).toEqual([]);
});

test('what is accepted, and nothing else', () => {
  expect(exceptionsIn(synth)).toEqual(['PCI.RDS.26: SingleService/Database/Cluster/Resource']);
  expect(exceptionsIn(production)).toEqual([]);
});

test('an exception has a person and a day, and a day later the synthesis fails', () => {
  expect(synth.evidence?.results.find(({ rule }) => rule === 'PCI.RDS.26')?.exception).toMatchObject({
    acceptedBy: 'Head of Payments',
    until: '2027-11-30',
  });
  const expired = underTest.synthWith(FILE, ({ exceptions }) => Object.assign(exceptions, { until: '2026-11-29' }));
  expect(refusal(expired)).toContain('The exception that Head of Payments accepted ended on 2026-11-29.');
  expect(expired.evidence?.summary.violated).toBe(1);
});

describe('scanners', () => {
  const scan = underTest.scan(DEFAULT);
  const productionScan = underTest.scan(PRODUCTION);

  test('find nothing that is not acknowledged', () => {
    expect(briefly(scan.findings)).toEqual([]);
    expect(briefly(productionScan.findings)).toEqual([]);
  });

  test('what is acknowledged in production, and nothing else', () => {
    const acknowledged = briefly(productionScan.acknowledged).map((line) => line.replace('SingleService/', ''));
    expect(acknowledged).toEqual(ACCEPTED_IN_PRODUCTION);
  });

  test('production needs fewer acknowledgements than the default profile', () => {
    expect(productionScan.acknowledged.length).toBeLessThan(scan.acknowledged.length);
  });
});
