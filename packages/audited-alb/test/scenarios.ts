import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type IVpc, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { HostedZone, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib/core';
import {
  AuditedAlb,
  Certificate,
  Dns,
  DnsHealthCheck,
  FirewallLogs,
  Ingress,
  LoadBalancerScheme,
  ManagedRules,
  MutualTls,
  PlainHttp,
  RateLimit,
  Routing,
  Stickiness,
  WebFirewall,
} from '../src';
import { CERTIFICATE_ARN, FakeService } from './fixture';

/** A network of somebody else. */
function vpcIn(stack: Stack): Vpc {
  return new Vpc(stack, 'Vpc', {
    maxAzs: 2,
    natGateways: 0,
    subnetConfiguration: [
      { name: 'public', subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
      { name: 'private', subnetType: SubnetType.PRIVATE_ISOLATED },
    ],
  });
}

const zoneIn = (stack: Stack) =>
  HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z0123456789ABC', zoneName: 'example.com' });

/** What a scenario finds in the account, and what becomes of the load balancer. Default: a zone of example.com. */
export interface Surroundings {
  readonly zone?: (stack: Stack, vpc: IVpc) => IHostedZone;
  readonly certificate?: Certificate;
  readonly removalPolicy?: RemovalPolicy;
}

/** The first example of the README: everything by default. */
export function byDefault(stack: Stack, { zone = zoneIn, certificate, removalPolicy }: Surroundings = {}): AuditedAlb {
  const vpc = vpcIn(stack);
  const hostedZone = zone(stack, vpc);
  const service = FakeService.in(stack, vpc, 8080);

  const alb = new AuditedAlb(stack, 'Alb', {
    vpc,
    certificate: certificate ?? Certificate.request({ domainName: 'api.example.com', hostedZone }),
    dns: Dns.simple({ domainName: 'api.example.com', hostedZone }),
    removalPolicy,
  });
  const api = alb.addTargetGroup('Api', { port: 8080, targets: [service] });
  alb.addRoute('Api', Routing.path('/api/*', api));
  alb.addRoute('Health', Routing.path('/health', api));
  return alb;
}

/** Blue and green by DNS, a firewall with choices of its own, sticky targets, a redirect and alarms; all destroyable. */
export function blueGreen(
  stack: Stack,
  { zone = zoneIn, certificate = Certificate.fromArn(CERTIFICATE_ARN) }: Surroundings = {},
): AuditedAlb {
  const vpc = vpcIn(stack);
  const removalPolicy = RemovalPolicy.DESTROY;
  const encryptionKey = new Key(stack, 'Key', { enableKeyRotation: true, removalPolicy });
  const topic = new Topic(stack, 'Alerts', { masterKey: encryptionKey, enforceSSL: true });

  const alb = new AuditedAlb(stack, 'Alb', {
    vpc,
    certificate,
    dns: Dns.weighted({
      domainName: 'api.example.com',
      hostedZone: zone(stack, vpc),
      records: [
        { setIdentifier: 'blue', weight: 100 },
        { setIdentifier: 'green', weight: 0, healthCheck: DnsHealthCheck.targets() },
      ],
    }),
    firewall: WebFirewall.managed({
      ruleGroups: [ManagedRules.common().countingRulesNamed(['SizeRestrictions_BODY']), ManagedRules.linux()],
      rateLimit: RateLimit.perAddress(500, { window: Duration.minutes(1) }),
      logs: FirewallLogs.blockedAndCounted({ retention: Duration.days(2557), encryptionKey }),
    }),
    plainHttp: PlainHttp.redirected(),
    removalPolicy,
  });
  const current = alb.addTargetGroup('Current', {
    port: 8080,
    targets: [FakeService.in(stack, vpc, 8080)],
    slowStart: Duration.seconds(60),
    stickiness: Stickiness.loadBalancerCookie(Duration.hours(1)),
  });
  const next = alb.addTargetGroup('Next', { port: 8081 });
  const shares = [
    { targetGroup: current, weight: 95 },
    { targetGroup: next, weight: 5 },
  ];
  alb.addRoute('Api', Routing.weighted(shares).onPaths(['/*']));
  for (const alarm of alb.addAlarms()) alarm.addAlarmAction(new SnsAction(topic));
  return alb;
}

/** Partners with certificates, over private addresses. */
export function partners(stack: Stack): AuditedAlb {
  const vpc = vpcIn(stack);
  const alb = new AuditedAlb(stack, 'Alb', {
    vpc,
    certificate: Certificate.fromArn(CERTIFICATE_ARN),
    scheme: LoadBalancerScheme.internal(),
    ingress: Ingress.cidrs(['10.20.0.0/16']),
    mutualTls: MutualTls.verified({
      bucket: Bucket.fromBucketName(stack, 'Authorities', 'partner-authorities'),
      key: 'partners.pem',
      version: 'v1',
    }),
    accessLogBucket: Bucket.fromBucketName(stack, 'Logs', 'central-logs'),
  });
  const api = alb.addTargetGroup('Api', { port: 8080, targets: [FakeService.in(stack, vpc, 8080)] });
  alb.addRoute('Api', Routing.path('/*', api));
  return alb;
}
