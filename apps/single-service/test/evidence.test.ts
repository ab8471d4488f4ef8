import { briefly, exceptionsIn, testEvidence, unsettled } from '@org/testing';
import { underTest } from './synthesized';

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

testEvidence(underTest, {
  context: DEFAULT,
  satisfied: 200,
  accepted: ['PCI.RDS.26: SingleService/Database/Cluster/Resource'],
  file: 'config/single-service.json',
  expired: 1,
});

test('an exception has a person and a day', () => {
  const { evidence } = underTest.synth(DEFAULT);
  expect(evidence?.results.find(({ rule }) => rule === 'PCI.RDS.26')?.exception).toMatchObject({
    acceptedBy: 'Head of Payments',
    until: '2027-11-30',
  });
});

describe('production', () => {
  const synth = underTest.synth(PRODUCTION);
  const { findings, acknowledged } = underTest.scan(PRODUCTION);

  test('violates nothing, leaves nothing open, and needs no exception', () => {
    expect(unsettled(synth)).toEqual([]);
    expect(synth.evidence?.summary.satisfied).toBeGreaterThan(200);
    expect(exceptionsIn(synth)).toEqual([]);
  });

  test('what is acknowledged of what the scanners find, and nothing else', () => {
    expect(briefly(findings)).toEqual([]);
    const accepted = briefly(acknowledged).map((line) => line.replace('SingleService/', ''));
    expect(accepted).toEqual(ACCEPTED_IN_PRODUCTION);
  });

  test('needs fewer acknowledgements than the default profile', () => {
    expect(acknowledged.length).toBeLessThan(underTest.scan(DEFAULT).acknowledged.length);
  });
});
