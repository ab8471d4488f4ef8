import { type AppView, type Json, NetworkView } from '@org/testing';
import { configOf, ENVIRONMENTS, environmentOf, underTest } from './synthesized';

const synth = underTest.synth({ environmentSuffix: 'aa1' });
const views = ENVIRONMENTS.map((name) => environmentOf(synth, name));
const [dev, staging, prod] = views as [AppView, AppView, AppView];

/** Classes by their memory; a class that is not here is no class of this app. */
const CLASSES = ['db.t4g.medium', 'db.t4g.large', 'db.r6g.large', 'db.r6g.xlarge'];

/** How large an environment is. */
function sizes(app: AppView) {
  const [instance, ...readers] = app.all('RDS::DBInstance');
  const { Cpu, Memory } = app.only('ECS::TaskDefinition').Properties;
  return {
    class: CLASSES.indexOf(instance?.Properties.DBInstanceClass),
    instances: 1 + readers.length,
    cpu: Number(Cpu),
    memory: Number(Memory),
    zones: new NetworkView(app).zones(),
    gateways: app.all('EC2::NatGateway').length,
  };
}

describe('sizes', () => {
  test('S2-CTX-02: dev is smaller, staging has the sizes of prod, prod has a reader to fail over to', () => {
    expect(sizes(staging)).toEqual(sizes(prod));
    const [small, large] = [sizes(dev), sizes(prod)];
    expect(small.class).toBeGreaterThanOrEqual(0);
    expect(small.class).toBeLessThan(large.class);
    expect(small.cpu).toBeLessThanOrEqual(large.cpu);
    expect(large.instances).toBeGreaterThanOrEqual(2);
  });

  test('S2-NET-02: three zones and three gateways in prod, fewer in dev', () => {
    expect(sizes(prod)).toMatchObject({ zones: 3, gateways: 3 });
    expect(sizes(dev)).toMatchObject({ zones: 2, gateways: 1 });
  });

  test('S2-ECS-02: dev scales within other bounds than prod', () => {
    const [small, large] = [dev, prod].map((app) => app.only('ApplicationAutoScaling::ScalableTarget').Properties);
    expect([small?.MinCapacity, small?.MaxCapacity]).not.toEqual([large?.MinCapacity, large?.MaxCapacity]);
  });

  test('S2-LOG-01: logs are kept for 7, 30 and 90 days', () => {
    const days = views.map((app) => [
      ...new Set(app.all('Logs::LogGroup').map((group) => group.Properties.RetentionInDays)),
    ]);
    expect(days).toEqual([[7], [30], [90]]);
  });
});

describe('isolation', () => {
  test('S2-NET-01: three ranges that do not overlap', () => {
    const ranges = views
      .map((app) => rangeOf(app.only('EC2::VPC').Properties.CidrBlock))
      .sort(([one], [other]) => one - other);
    const [first, second, third] = ranges as [Range, Range, Range];
    expect(first[1]).toBeLessThan(second[0]);
    expect(second[1]).toBeLessThan(third[0]);
  });

  test('S2-ALERT-02: each mails to an address of its own', () => {
    const addresses = views.map((app) => app.only('SNS::Subscription').Properties.Endpoint);
    expect(new Set(addresses).size).toBe(3);
  });
});

type Range = [first: number, last: number];

function rangeOf(cidr: string): Range {
  const [address = '', prefix] = cidr.split('/');
  const first = address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);
  return [first, first + 2 ** (32 - Number(prefix)) - 1];
}

test('S2-ALERT-03: the same alarms everywhere, at thresholds by how critical the environment is', () => {
  const [inDev, inStaging, inProd] = views.map(thresholds) as [Thresholds, Thresholds, Thresholds];
  expect(watched(inDev)).toEqual(watched(inProd));
  expect(watched(inStaging)).toEqual(watched(inProd));
  const alarms = ENVIRONMENTS.map((name) => configOf(name).alarms);
  for (const [alarm, field] of [
    ['alarm-database-cpu', 'cpuPercent'],
    ['alarm-service-cpu', 'cpuPercent'],
    ['alarm-service-errors', 'serverErrorPercent'],
    ['alarm-alb-server-errors', 'serverErrorPercent'],
  ] as const) {
    const set = [inDev, inStaging, inProd].map((of) => of.get(alarm)?.threshold);
    expect(set).toEqual(alarms.map((one) => one[field]));
    expect(set).toEqual([...new Set(set)].sort((one = 0, other = 0) => other - one));
  }
});

function watched(alarms: Thresholds): string[] {
  return [...alarms].map(([name, { metrics }]) => `${name}: ${metrics}`).sort();
}

type Thresholds = Map<string, { metrics: string; threshold: number }>;

/** Alarms by what stands in their name, with what they watch. */
function thresholds(app: AppView): Thresholds {
  return new Map(
    app.all('CloudWatch::Alarm').map(({ Properties }) => {
      const { AlarmName, Namespace, MetricName, Metrics = [], Threshold } = Properties;
      const metrics = JSON.stringify([
        Namespace,
        MetricName,
        Metrics.map((one: Json) => one.Expression ?? one.MetricStat.Metric.MetricName),
      ]);
      return [AlarmName.replace(/^\w+-us-east-1-pay-|-aa1$/g, ''), { metrics, threshold: Threshold }];
    }),
  );
}

describe('rotation', () => {
  test.each(['dev', 'staging'] as const)('S2-SEC-02: is off in %s', (name) => {
    expect(environmentOf(synth, name).all('SecretsManager::RotationSchedule')).toEqual([]);
    expect(synth.templates[name]).not.toHaveProperty('Transform');
    const { MasterUserPassword, ManageMasterUserPassword } = environmentOf(synth, name).only(
      'RDS::DBCluster',
    ).Properties;
    expect(MasterUserPassword).toBeDefined();
    expect(ManageMasterUserPassword).toBeUndefined();
  });

  test('S2-SEC-03: changes the password of prod every 30 days', () => {
    const rotation = prod.only('SecretsManager::RotationSchedule');
    expect(rotation.Properties).toMatchObject({
      RotationRules: { ScheduleExpression: 'rate(30 days)' },
      HostedRotationLambda: { RotationType: 'PostgreSQLSingleUser' },
    });
    const attachment = prod.only('SecretsManager::SecretTargetAttachment');
    expect(prod.target(rotation.Properties.SecretId, rotation)).toBe(attachment);
    expect(prod.target(attachment.Properties.SecretId, attachment)).toBe(prod.only('SecretsManager::Secret'));
  });
});

describe('names in DNS', () => {
  test('S2-DNS-01: prod has a blue and a green record that share one name by weight', () => {
    const records = recordsOf(prod);
    expect(new Set(records.map(({ Name, Type }) => `${Type} ${Name}`))).toEqual(new Set(['A pay.example.com.']));
    expect(records.map(({ SetIdentifier, Weight }) => [SetIdentifier, Weight])).toEqual([
      ['blue', 100],
      ['green', 0],
    ]);
    expect(prod.all('Route53::HealthCheck')).toHaveLength(2);
    for (const app of [dev, staging])
      for (const record of recordsOf(app)) {
        expect(record.Weight).toBeUndefined();
        expect(record.SetIdentifier).toBeUndefined();
      }
  });

  test.each(['dev', 'staging'] as const)('S2-DNS-02: %s has one record, which leads to its load balancer', (name) => {
    const app = environmentOf(synth, name);
    const record = app.only('Route53::RecordSet');
    expect(record.Properties).toMatchObject({ Type: 'A', Name: `pay-${name}.example.com.` });
    expect(app.target(record.Properties.AliasTarget.DNSName, record)).toBe(
      app.only('ElasticLoadBalancingV2::LoadBalancer'),
    );
  });

  test('S2-DNS-01: green leads to another deployment once its outputs are in the config', () => {
    const green = {
      loadBalancerArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/green/0123456789abcdef',
      securityGroupId: 'sg-0123456789abcdef0',
      dnsName: 'green-1.us-east-1.elb.amazonaws.com',
      zoneId: 'Z35SXDOTRQ7X7K',
    };
    const change = (config: Json) => Object.assign(config, { weightedDns: { blueWeight: 90, greenWeight: 10, green } });
    const shifted = environmentOf(underTest.synthWith('config/prod.json', change, { env: 'prod' }), 'prod');
    expect(
      recordsOf(shifted).map(({ SetIdentifier, Weight, AliasTarget }) => [SetIdentifier, Weight, AliasTarget.DNSName]),
    ).toEqual([
      ['blue', 90, expect.objectContaining({ 'Fn::GetAtt': expect.anything() })],
      ['green', 10, green.dnsName],
    ]);
  });
});

test.each(ENVIRONMENTS)('S2-TOOL-07: in %s zone and certificate are referred to, never created', (name) => {
  const app = environmentOf(synth, name);
  const { certificateArn, hostedZoneId } = configOf(name);
  for (const type of ['Route53::HostedZone', 'CertificateManager::Certificate']) expect(app.all(type)).toEqual([]);
  expect(new Set(recordsOf(app).map(({ HostedZoneId }) => HostedZoneId))).toEqual(new Set([hostedZoneId]));
  expect(app.only('ElasticLoadBalancingV2::Listener').Properties.Certificates).toEqual([
    { CertificateArn: certificateArn },
  ]);
});

function recordsOf(app: AppView): Json[] {
  return app.all('Route53::RecordSet').map(({ Properties }) => Properties);
}
