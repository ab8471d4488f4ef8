import { scan } from '@org/testing';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { InterfaceVpcEndpointAwsService as Service } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Stack } from 'aws-cdk-lib/core';
import { Addressing, Endpoints, NatGateways, PublicAccessBlock, QueryLogging, SecureVpc, Zones } from '../src';
import { build } from './two-networks';

test('CloudFormation validation finds nothing', () => {
  expect(scan((app) => build(app), 'cdk').findings).toEqual([]);
});

/** Findings and acknowledgements of cdk-nag's four packs, each without its pack, once. */
function nag(fill: (stack: Stack) => void): { readonly findings: string[]; readonly acknowledged: string[] } {
  const { findings, acknowledged } = scan((app) => fill(new Stack(app, 'Stack')));
  const brief = (all: { readonly rule: string; readonly construct: string }[]) => {
    const places = all.map(({ rule, construct }) => {
      const withoutPack = rule.replace(/^(AwsSolutions|NIST\.800\.53\.R5|PCI\.DSS\.321|HIPAA\.Security)-/, '');
      return `${withoutPack}: ${construct.replace('Stack/Network/', '')}`;
    });
    return [...new Set(places)].sort();
  };
  return { findings: brief(findings), acknowledged: brief(acknowledged) };
}

/** An alarm without an action is a finding: whose topic it is, its owner says. */
function sendToTopic(alarms: Alarm[]): void {
  for (const alarm of alarms) {
    alarm.addAlarmAction(
      new SnsAction(Topic.fromTopicArn(alarm, 'Topic', 'arn:aws:sns:us-east-1:111122223333:alerts')),
    );
  }
}

const OWN_BUCKET = [
  'S1: FlowLogBucket/Resource',
  'S3BucketLoggingEnabled: FlowLogBucket/Resource',
  'S3BucketReplicationEnabled: FlowLogBucket/Resource',
  'S3DefaultEncryptionKMS: FlowLogBucket/Resource',
];
const UNKNOWN_BLOCK = [
  'EC23: Endpoints/SecurityGroup/Resource',
  'EC2RestrictedCommonPorts: Endpoints/SecurityGroup/Resource',
  'EC2RestrictedSSH: Endpoints/SecurityGroup/Resource',
];
const PUBLIC_ROUTE = 'VPCNoUnrestrictedRouteToIGW: Vpc/PublicSubnet1/DefaultRoute';

describe('cdk-nag finds nothing that is not acknowledged', () => {
  test('with a bucket of its own and endpoints', () => {
    const { findings, acknowledged } = nag((stack) => {
      const network = new SecureVpc(stack, 'Network', {
        zones: Zones.first(1),
        endpoints: Endpoints.of([Service.KMS]),
      });
      sendToTopic(network.addAlarms());
    });
    expect(findings).toEqual([]);
    expect(acknowledged).toEqual([...OWN_BUCKET, PUBLIC_ROUTE]);
  });

  test('with all that can be switched on', () => {
    const { findings, acknowledged } = nag((stack) => {
      const encryptionKey = new Key(stack, 'Key', { enableKeyRotation: true });
      const network = new SecureVpc(stack, 'Network', {
        addressing: Addressing.ipam('ipam-pool-0123456789abcdef0', 16).withIpv6(),
        zones: Zones.first(1),
        natGateways: NatGateways.regional(),
        endpoints: Endpoints.of([Service.KMS]),
        flowLogGroup: new LogGroup(stack, 'Group', { encryptionKey, retention: 30 }),
        queryLogging: QueryLogging.toFlowLogBucket(),
        publicAccessBlock: PublicAccessBlock.ofRegion(),
      });
      sendToTopic(network.addAlarms());
    });
    expect(findings).toEqual([]);
    expect(acknowledged).toEqual([...UNKNOWN_BLOCK, ...OWN_BUCKET, PUBLIC_ROUTE, `${PUBLIC_ROUTE}6`]);
  });

  test('of a bucket that is given, nothing is acknowledged', () => {
    const { findings, acknowledged } = nag((stack) => {
      new SecureVpc(stack, 'Network', { zones: Zones.first(1), flowLogBucket: new Bucket(stack, 'Bucket') });
    });
    expect(findings.filter((finding) => !finding.includes('Stack/Bucket'))).toEqual([]);
    expect(findings).toContain('S1: Stack/Bucket/Resource');
    expect(acknowledged).toEqual([PUBLIC_ROUTE]);
  });
});
