import { scan } from '@org/testing';
import { IpAddresses, Vpc } from 'aws-cdk-lib/aws-ec2';
import { type App, Stack } from 'aws-cdk-lib/core';
import { type AuditedAlb, Ingress, LoadBalancerScheme, WebFirewall } from '../src';
import { addAlb, stackWithVpc } from './fixture';
import { blueGreen, byDefault, partners } from './scenarios';

/** What four rule packs and CDK's validator find, below the load balancer alone. */
function scanOf(scenario: (stack: Stack) => AuditedAlb) {
  const { findings, acknowledged } = scan(
    (app: App) => void scenario(new Stack(app, 'Stack')),
    'cdk-and-nag',
    'Stack/Alb',
  );
  return {
    findings,
    reasons: acknowledged.map(({ reason }) => reason),
    acknowledged: acknowledged
      .map(({ rule, construct }) => `${construct.replace(/^Stack\/Alb\/|\/Resource$/g, '')}: ${rule}`)
      .sort(),
  };
}

const packs = (construct: string, rule: string, names = ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321']) =>
  names.map((pack) => `${construct}: ${pack}-${rule}`);

const OPEN = 'SecurityGroup: AwsSolutions-EC23';
const OWN_BUCKET = [
  'AccessLogs: AwsSolutions-S1',
  ...packs('AccessLogs', 'S3BucketLoggingEnabled'),
  ...packs('AccessLogs', 'S3BucketReplicationEnabled'),
  ...packs('AccessLogs', 'S3DefaultEncryptionKMS'),
];
const LOGS_WITHOUT_KEY = packs('Firewall/Logs', 'CloudWatchLogGroupEncrypted');

test.each<[string, (stack: Stack) => AuditedAlb, string[]]>([
  ['everything by default', byDefault, [...OWN_BUCKET, ...LOGS_WITHOUT_KEY, OPEN]],
  [
    'blue and green, with a redirect, destroyable',
    blueGreen,
    [
      ...OWN_BUCKET,
      ...packs('LoadBalancer', 'ELBDeletionProtectionEnabled', ['HIPAA.Security', 'NIST.800.53.R5']),
      ...packs('LoadBalancer/Http', 'ELBv2ACMCertificateRequired'),
      OPEN,
    ],
  ],
  ['partners over private addresses', partners, LOGS_WITHOUT_KEY],
])('%s: no finding but what is explained', (_, scenario, explained) => {
  const { findings, acknowledged, reasons } = scanOf(scenario);
  expect(findings).toEqual([]);
  expect(acknowledged).toEqual([...explained].sort());
  for (const reason of reasons) expect(reason.length).toBeGreaterThan(100);
});

test('a range of the VPC that is known only at deployment is explained', () => {
  const { findings, acknowledged } = scanOf((stack) => {
    const ipAddresses = IpAddresses.awsIpamAllocation({
      ipv4IpamPoolId: 'ipam-1',
      ipv4NetmaskLength: 16,
      defaultSubnetIpv4NetmaskLength: 24,
    });
    const vpc = new Vpc(stack, 'Vpc', { ipAddresses, natGateways: 0 });
    return addAlb(stack, vpc, { scheme: LoadBalancerScheme.internal() });
  });
  expect(findings).toEqual([]);
  expect(acknowledged.filter((one) => one.startsWith('SecurityGroup'))).toEqual([
    OPEN,
    ...packs('SecurityGroup', 'EC2RestrictedCommonPorts').flatMap((one) => [one, one.replace('CommonPorts', 'SSH')]),
  ]);
});

test('what is relaxed beyond that is found, not explained away', () => {
  const { findings } = scanOf((stack) => {
    const { vpc } = stackWithVpc({}, stack);
    return addAlb(stack, vpc, { firewall: WebFirewall.none(), ingress: Ingress.vpc() });
  });
  expect(findings.map(({ rule, construct }) => `${construct}: ${rule}`).sort()).toEqual(
    packs('Stack/Alb/LoadBalancer/Resource', 'ALBWAFEnabled', ['NIST.800.53.R5', 'PCI.DSS.321']),
  );
});
