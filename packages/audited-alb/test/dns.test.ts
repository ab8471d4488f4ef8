import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { HostedZone, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnParameter, type Stack } from 'aws-cdk-lib/core';
import {
  type AuditedAlbProps,
  Dns,
  DnsHealthCheck,
  Ingress,
  LoadBalancerScheme,
  MutualTls,
  type WeightedRecord,
} from '../src';
import { addAlb, stackWithVpc } from './fixture';

const RECORD = 'AWS::Route53::RecordSet';
const HEALTH_CHECK = 'AWS::Route53::HealthCheck';
const BLUE: WeightedRecord = { setIdentifier: 'blue', weight: 100 };
const GREEN: WeightedRecord = { setIdentifier: 'green', weight: 0 };

const zoneIn = (stack: Stack): IHostedZone =>
  HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });

function simple(domainName: string, zone = zoneIn): Stack {
  const { stack, vpc } = stackWithVpc();
  addAlb(stack, vpc, { dns: Dns.simple({ domainName, hostedZone: zone(stack) }) });
  return stack;
}

function weighted(records: WeightedRecord[], props: Partial<AuditedAlbProps> = {}): Stack {
  const { stack, vpc } = stackWithVpc();
  const dns = Dns.weighted({ domainName: 'api.example.com', hostedZone: zoneIn(stack), records });
  addAlb(stack, vpc, { dns, ...props });
  return stack;
}

const aliasOf = (stack: Stack) => {
  const { logicalId } = onlyResource(stack, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
  return {
    DNSName: { 'Fn::GetAtt': [logicalId, 'DNSName'] },
    HostedZoneId: { 'Fn::GetAtt': [logicalId, 'CanonicalHostedZoneID'] },
    EvaluateTargetHealth: true,
  };
};

test('by default, and with none, there is no record', () => {
  const { stack, vpc } = stackWithVpc();
  addAlb(stack, vpc, {}, 'A');
  addAlb(stack, vpc, { dns: Dns.none() }, 'B');
  const template = Template.fromStack(stack);
  for (const type of [RECORD, HEALTH_CHECK, 'AWS::Route53::HostedZone']) template.resourceCountIs(type, 0);
});

describe('simple', () => {
  test('is one alias record, without health check', () => {
    const stack = simple('api.example.com');
    expect(onlyResource(stack, RECORD).Properties).toEqual({
      Name: 'api.example.com.',
      Type: 'A',
      HostedZoneId: 'Z1',
      AliasTarget: aliasOf(stack),
    });
    Template.fromStack(stack).resourceCountIs(HEALTH_CHECK, 0);
  });

  test.each([
    ['example.com', 'example.com.'],
    ['example.com.', 'example.com.'],
    ['*.Example.com', '*.Example.com.'],
    ['_a-b.api.example.com', '_a-b.api.example.com.'],
  ])('%s is recorded as %s', (domainName, name) => {
    expect(onlyResource(simple(domainName), RECORD).Properties.Name).toBe(name);
  });

  test.each(['', 'example', 'a..example.com', 'api.example.com/', 'a.*.example.com', `${'a'.repeat(64)}.example.com`])(
    "'%s' is refused",
    (domainName) => {
      expect(() => simple(domainName)).toThrow(
        new Error(
          `Stack/Alb/Dns: \`domainName\` must be a domain name, such as 'api.example.com', got: '${domainName}'.`,
        ),
      );
    },
  );

  test('a domain of another zone is refused', () => {
    expect(() => simple('api.example.org')).toThrow(
      new Error(
        "Stack/Alb/Dns: `domainName` must be 'example.com' or end in it, got: 'api.example.org'. " +
          'Pass the hosted zone that holds the domain, or nobody will find the record.',
      ),
    );
    expect(() => simple('myexample.com')).toThrow("must be 'example.com' or end in it");
  });

  test('a zone that is known by its id alone passes', () => {
    const stack = simple('api.example.org', (scope) => HostedZone.fromHostedZoneId(scope, 'Zone', 'Z1'));
    expect(onlyResource(stack, RECORD).Properties).toMatchObject({ Name: 'api.example.org.', HostedZoneId: 'Z1' });
  });

  test('a domain known only at deployment passes', () => {
    const { stack, vpc } = stackWithVpc();
    const domainName = new CfnParameter(stack, 'Domain').valueAsString;
    addAlb(stack, vpc, { dns: Dns.simple({ domainName, hostedZone: zoneIn(stack) }) });
    expect(onlyResource(stack, RECORD).Properties.Name).toEqual({ 'Fn::Join': ['', [{ Ref: 'Domain' }, '.']] });
  });
});

describe('weighted', () => {
  const stack = weighted([BLUE, GREEN]);
  const records = resourcesOf(stack, RECORD);

  test('records share name and type, and lead to this load balancer', () => {
    expect(records.map(({ Properties }) => Properties)).toMatchObject([
      { SetIdentifier: 'blue', Weight: 100 },
      { SetIdentifier: 'green', Weight: 0 },
    ]);
    for (const { Properties } of records) {
      expect(Properties).toMatchObject({ Name: 'api.example.com.', Type: 'A', AliasTarget: aliasOf(stack) });
    }
  });

  test('each has a health check over HTTPS', () => {
    const checks = resourcesOf(stack, HEALTH_CHECK);
    expect(records.map(({ Properties }) => Properties.HealthCheckId)).toEqual(
      checks.map(({ logicalId }) => ({ Ref: logicalId })),
    );
    expect(checks).toHaveLength(2);
    for (const { Properties } of checks) {
      expect(Properties.HealthCheckConfig).toMatchObject({
        Type: 'HTTPS',
        FullyQualifiedDomainName: aliasOf(stack).DNSName,
        Port: 443,
        ResourcePath: '/health',
        RequestInterval: 30,
        FailureThreshold: 3,
      });
    }
  });

  test('ids do not change when a record is added', () => {
    const before = resourcesOf(weighted([GREEN])).map(({ logicalId }) => logicalId);
    expect(resourcesOf(stack).map(({ logicalId }) => logicalId)).toEqual(expect.arrayContaining(before));
  });

  test('a record may lead to another load balancer, which is asked for its own health', () => {
    const base = stackWithVpc();
    const hostedZone = zoneIn(base.stack);
    const green = ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(base.stack, 'Green', {
      loadBalancerArn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/green/1',
      securityGroupId: 'sg-1',
      loadBalancerDnsName: 'green.us-east-1.elb.amazonaws.com',
      loadBalancerCanonicalHostedZoneId: 'Z2',
    });
    const records = [{ ...GREEN, loadBalancer: green }];
    addAlb(base.stack, base.vpc, { dns: Dns.weighted({ domainName: 'api.example.com', hostedZone, records }) });

    expect(onlyResource(base.stack, RECORD).Properties.AliasTarget).toEqual({
      DNSName: 'green.us-east-1.elb.amazonaws.com',
      HostedZoneId: 'Z2',
      EvaluateTargetHealth: true,
    });
    expect(onlyResource(base.stack, HEALTH_CHECK).Properties.HealthCheckConfig.FullyQualifiedDomainName).toBe(
      'green.us-east-1.elb.amazonaws.com',
    );
  });

  test.each([0, 255])('a weight of %d passes', (weight) => {
    expect(onlyResource(weighted([{ ...BLUE, weight }]), RECORD).Properties.Weight).toBe(weight);
  });

  test.each([-1, 256, 1.5])('a weight of %d is refused', (weight) => {
    expect(() => weighted([{ ...BLUE, weight }])).toThrow(
      new Error(`Stack/Alb/Dns: \`weight\` must be a whole number from 0 to 255, got: ${weight}.`),
    );
  });

  test('a weight known only at deployment passes', () => {
    const { stack, vpc } = stackWithVpc();
    const weight = new CfnParameter(stack, 'Weight', { type: 'Number' }).valueAsNumber;
    const hostedZone = zoneIn(stack);
    const records = [{ ...BLUE, weight }];
    addAlb(stack, vpc, { dns: Dns.weighted({ domainName: 'api.example.com', hostedZone, records }) });
    expect(onlyResource(stack, RECORD).Properties.Weight).toEqual({ Ref: 'Weight' });
  });

  test('no record at all is refused', () => {
    expect(() => weighted([])).toThrow(
      new Error('Stack/Alb/Dns: `records` must hold at least one record, got: none. Use Dns.none() for no record.'),
    );
  });

  test('an identifier given twice is refused', () => {
    expect(() => weighted([BLUE, GREEN, BLUE])).toThrow(
      new Error("Stack/Alb/Dns: `setIdentifier` must be unique, got: 'blue' twice."),
    );
  });

  test.each(['', 'a b', 'a/b', 'a'.repeat(129)])("the identifier '%s' is refused", (setIdentifier) => {
    expect(() => weighted([{ ...BLUE, setIdentifier }])).toThrow(
      new Error(
        'Stack/Alb/Dns: `setIdentifier` must be 1 to 128 letters, digits, dots, hyphens and underscores, got: ' +
          `'${setIdentifier}'.`,
      ),
    );
  });

  test('an identifier known only at deployment is refused', () => {
    const { stack, vpc } = stackWithVpc();
    const setIdentifier = new CfnParameter(stack, 'Slot').valueAsString;
    const hostedZone = zoneIn(stack);
    const dns = Dns.weighted({ domainName: 'api.example.com', hostedZone, records: [{ ...BLUE, setIdentifier }] });
    expect(() => addAlb(stack, vpc, { dns })).toThrow(
      new Error('Stack/Alb/Dns: `setIdentifier` must be known at synthesis, got: a token.'),
    );
  });

  test('a domain of another zone is refused', () => {
    const { stack, vpc } = stackWithVpc();
    const dns = Dns.weighted({ domainName: 'example.org', hostedZone: zoneIn(stack), records: [BLUE] });
    expect(() => addAlb(stack, vpc, { dns })).toThrow("must be 'example.com' or end in it, got: 'example.org'.");
  });
});

describe('the default health check', () => {
  const bucket = (stack: Stack) => Bucket.fromBucketName(stack, 'Authorities', 'authorities');

  test.each<[string, (stack: Stack) => Partial<AuditedAlbProps>]>([
    ['an internal load balancer', () => ({ scheme: LoadBalancerScheme.internal() })],
    ['a load balancer for some', () => ({ ingress: Ingress.cidrs(['203.0.113.0/24']) })],
    [
      'one that asks for certificates',
      (stack) => ({ mutualTls: MutualTls.verified({ bucket: bucket(stack), key: 'k' }) }),
    ],
  ])('of %s is that of its targets', (_, props) => {
    const { stack, vpc } = stackWithVpc();
    const dns = Dns.weighted({ domainName: 'api.example.com', hostedZone: zoneIn(stack), records: [BLUE] });
    addAlb(stack, vpc, { dns, ...props(stack) });
    Template.fromStack(stack).resourceCountIs(HEALTH_CHECK, 0);
    expect(onlyResource(stack, RECORD).Properties.HealthCheckId).toBeUndefined();
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('of another load balancer is taken to be as with this one', () => {
    const { stack, vpc } = stackWithVpc();
    const scheme = LoadBalancerScheme.internal();
    const { loadBalancer } = addAlb(stack, vpc, { scheme }, 'Green');
    const records = [BLUE, { ...GREEN, loadBalancer }];
    const dns = Dns.weighted({ domainName: 'api.example.com', hostedZone: zoneIn(stack), records });
    addAlb(stack, vpc, { dns, scheme }, 'Blue');
    expect(resourcesOf(stack, RECORD)).toHaveLength(2);
    expect(resourcesOf(stack, HEALTH_CHECK)).toEqual([]);
  });

  const overHttps = [{ ...BLUE, healthCheck: DnsHealthCheck.https() }];

  test('cannot ask over HTTPS where the internet has no way', () => {
    expect(() => weighted(overHttps, { scheme: LoadBalancerScheme.internal() })).toThrow(
      new Error(
        "Stack/Alb/Dns: `healthCheck` must not ask over HTTPS, because the internet can't reach the load balancer, " +
          'got: DnsHealthCheck.https(). ' +
          'Use DnsHealthCheck.alarm() or DnsHealthCheck.targets().',
      ),
    );
  });

  test('cannot ask over HTTPS where it would need a certificate', () => {
    const { stack, vpc } = stackWithVpc();
    const dns = Dns.weighted({ domainName: 'api.example.com', hostedZone: zoneIn(stack), records: overHttps });
    const mutualTls = MutualTls.verified({ bucket: bucket(stack), key: 'k' });
    expect(() => addAlb(stack, vpc, { dns, mutualTls })).toThrow(
      new Error(
        'Stack/Alb/Dns: `healthCheck` must not ask over HTTPS, because Route 53 has no client certificate, got: ' +
          'DnsHealthCheck.https(). ' +
          'Use DnsHealthCheck.alarm() or DnsHealthCheck.targets().',
      ),
    );
  });

  test('over HTTPS leaves a warning where not everybody is let in', () => {
    expect(annotationsOf(weighted(overHttps, { ingress: Ingress.cidrs(['203.0.113.0/24']) }))).toEqual([
      "Route 53's health checkers must be among those that `ingress` lets in, or the record is never answered; PCI DSS " +
        '4.0.1 requirement 1.3.1 is held either way. Use DnsHealthCheck.alarm() or DnsHealthCheck.targets(). ' +
        '[ack: @org/audited-alb:health-check-shut-out]',
    ]);
  });

  test('of the targets alone brings none of its own', () => {
    Template.fromStack(weighted([{ ...BLUE, healthCheck: DnsHealthCheck.targets() }])).resourceCountIs(HEALTH_CHECK, 0);
  });
});
