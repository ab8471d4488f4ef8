import type { Platform } from '../platform';

/** What an app must have made, as far as this cloud is evidence (README.md), through the service APIs. */
export type Expectation = (platform: Platform) => void;

/** What holds for a platform of every app. */
export function everyApp(platform: Platform): void {
  for (const { name, declared, held } of platform.stacks) {
    if (declared !== null) expect([name, held]).toEqual([name, declared]);
  }
  for (const vpc of platform.vpcs) {
    expect(vpc.defaultGroupRules).toBe(0);
    expect(vpc.flowLogs.map(({ traffic }) => traffic)).toContain('ALL');
    expect(vpc.subnets.filter(({ publicAddresses }) => publicAddresses)).toEqual([]);
    // Each private subnet leaves through a gateway of its own zone.
    const zoneOf = new Map(vpc.natGateways.map(({ id, zone }) => [id, zone]));
    for (const { tier, nat, zone } of vpc.subnets) {
      if (tier === 'private' && vpc.natGateways.length > 1) expect(zoneOf.get(nat ?? '')).toBe(zone);
    }
    expect(vpc.endpoints.filter(({ type, groups }) => type === 'Interface' && groups === 0)).toEqual([]);
  }
  for (const bucket of platform.buckets) {
    expect(bucket).toMatchObject({ encryption: expect.any(String), publicAccessBlocked: true });
  }
  for (const group of platform.logGroups) expect(group.days).toBeGreaterThan(0);
  for (const { encrypted, parameters, members } of platform.databases) {
    expect(encrypted).toBe(true);
    expect(parameters['rds.force_ssl'] ?? parameters.require_secure_transport).toMatch(/^(1|ON)$/);
    expect(members.filter(({ writer }) => writer)).toHaveLength(1);
    expect(members.filter(({ publicAddress }) => publicAddress)).toEqual([]);
  }
  for (const { services } of platform.clusters) {
    for (const { publicAddress, task } of services) {
      expect(publicAddress).toBe('DISABLED');
      for (const { secrets } of task.containers) {
        for (const from of Object.values(secrets)) expect(from).toMatch(/^arn:aws:(ssm|secretsmanager):/);
      }
    }
  }
  for (const { attributes, listeners } of platform.loadBalancers) {
    expect(attributes['access_logs.s3.enabled']).toBe('true');
    expect(attributes['routing.http.drop_invalid_header_fields.enabled']).toBe('true');
    for (const { protocol, tlsPolicy } of listeners) {
      if (protocol === 'HTTPS') expect(tlsPolicy).toMatch(/TLS13/);
    }
  }
}

/** What is one app's own. */
export const EXPECTATIONS: Record<string, Expectation> = {
  'single-service': (platform) => {
    const { vpcs, databases, clusters, scaling, loadBalancers, secrets, keys, logGroups, buckets, topics } = platform;
    const [vpc] = vpcs;
    const zones = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
    for (const tier of ['public', 'private', 'isolated']) {
      expect(vpc?.subnets.filter((subnet) => subnet.tier === tier).map(({ zone }) => zone)).toEqual(zones);
    }
    expect(vpc?.natGateways.map(({ zone }) => zone).sort()).toEqual(zones);
    expect(vpc?.endpoints.map(({ service }) => service)).toEqual(
      expect.arrayContaining(['ecr.api', 'ecr.dkr', 'logs', 'ssm', 'secretsmanager', 'kms', 'sts', 's3']),
    );
    expect(databases).toMatchObject([
      {
        engine: 'aurora-postgresql 14.6',
        backupDays: 7,
        logExports: ['postgresql'],
        iamAuthentication: true,
        members: [{ class: 'db.r6g.large' }, { class: 'db.r6g.large' }],
      },
    ]);
    // One for the database, one for logs, backups and alerts.
    expect(keys).toMatchObject([{ rotated: true }, { rotated: true }]);
    expect(keys.filter(({ id }) => databases[0]?.key?.endsWith(id))).toHaveLength(1);
    expect(topics.map(({ subscriptions }) => subscriptions.length)).toEqual([1]);
    expect(secrets).toMatchObject([{ rotationDays: 30, fields: expect.arrayContaining(['host', 'password']) }]);
    const [service] = clusters[0]?.services ?? [];
    expect(service).toMatchObject({ desired: 3, launchType: 'FARGATE', task: { cpu: '512', memory: '1024' } });
    const priv = vpc?.subnets.filter(({ tier }) => tier === 'private').map(({ id }) => id);
    expect([...(service?.subnets ?? [])].sort()).toEqual(priv?.sort());
    const [container] = service?.task.containers ?? [];
    expect(container?.readOnly).toBe(true);
    expect(Object.keys(container?.secrets ?? {})).toEqual(expect.arrayContaining(['DB_HOST', 'DB_CREDENTIALS']));
    expect(scaling).toMatchObject([{ min: 3, max: 12 }]);
    expect(scaling[0]?.policies.map(({ target }) => target)).toEqual([70, 75]);
    const [balancer] = loadBalancers;
    expect(balancer).toMatchObject({ scheme: 'internet-facing', firewall: expect.any(String) });
    expect(balancer?.listeners).toMatchObject([{ port: 443, protocol: 'HTTPS' }]);
    const rules = balancer?.listeners[0]?.rules.map(({ conditions, actions }) => [conditions[0], actions[0]?.type]);
    expect(rules).toEqual([
      ['path-pattern /api/* /health', 'forward'],
      ['anything else', 'fixed-response'],
    ]);
    expect(logGroups.map(({ days }) => days)).toEqual([365, 365, 365]);
    const ours = buckets.filter(({ name }) => !name.startsWith('cdk-'));
    expect(ours.map(({ versioned }) => versioned)).toEqual([true, true, true, true]);
  },
  'mysql-compliance': ({ vpcs, databases, keys, logGroups, scaling, loadBalancers }) => {
    const zones = ['us-east-2a', 'us-east-2b', 'us-east-2c'];
    expect(vpcs[0]?.natGateways.map(({ zone }) => zone).sort()).toEqual(zones);
    expect(databases).toMatchObject([
      {
        engine: expect.stringMatching(/^aurora-mysql 8/),
        backupDays: 35,
        parameters: { require_secure_transport: 'ON' },
      },
    ]);
    expect(databases[0]?.logExports).toEqual(expect.arrayContaining(['audit', 'error', 'slowquery']));
    expect(new Set(logGroups.map(({ days }) => days))).toEqual(new Set([2557]));
    expect(logGroups.filter(({ name, key }) => !name.startsWith('aws-waf-logs-') && key === null)).toEqual([]);
    expect(keys.every(({ rotated }) => rotated)).toBe(true);
    expect(scaling).toMatchObject([{ min: 3 }]);
    expect(loadBalancers[0]?.listeners.map(({ port }) => port)).toEqual([443]);
  },
  'multi-environment': ({ vpcs, databases, records, topics, alarms, logGroups, scaling }) => {
    const environments = ['dev', 'prod', 'staging'];
    const of = (name: string) => environments.find((environment) => name.includes(`${environment}-`));
    expect(vpcs.map(({ name }) => of(name)).sort()).toEqual(environments);
    const backups = Object.fromEntries(databases.map(({ id, backupDays }) => [of(id), backupDays]));
    expect(backups).toEqual({ dev: 7, staging: 7, prod: 35 });
    expect(Object.fromEntries(logGroups.map(({ name, days }) => [of(name), days]))).toEqual({
      dev: 7,
      staging: 30,
      prod: 90,
    });
    expect(scaling.map(({ service, max }) => `${of(service)} ${max}`).sort()).toEqual([
      'dev 2',
      'prod 12',
      'staging 12',
    ]);
    expect(records.filter(({ weight }) => weight !== null).map(({ set, weight }) => [set, weight])).toEqual([
      ['blue', 100],
      ['green', 0],
    ]);
    expect(topics.filter(({ subscriptions }) => subscriptions.length === 1)).toHaveLength(3);
    expect(new Set(alarms.map(({ name }) => of(name)))).toEqual(new Set(environments));
  },
  'sqs-migration': ({ queues, loadBalancers, clusters, parameters, topics, alarms }) => {
    const days = (count: number) => count * 86_400;
    const [jobs, dead] = [...queues].sort((a, b) => b.retentionSeconds - a.retentionSeconds);
    expect(jobs).toMatchObject({ retentionSeconds: days(14), encrypted: true, deadLetterQueue: dead?.name });
    expect(dead).toMatchObject({ retentionSeconds: days(7), encrypted: true, deadLetterQueue: null });
    expect(clusters[0]?.services.map(({ desired }) => desired).sort()).toEqual([2, 3]);
    const health = loadBalancers[0]?.listeners[0]?.rules.find(({ conditions }) =>
      conditions.join().includes('/health'),
    );
    expect(health?.actions[0]?.targets.map(({ weight }) => weight)).toEqual([1, 1]);
    expect(parameters.map(({ value }) => value)).toContainEqual(expect.stringContaining(jobs?.name ?? 'no queue'));
    expect(topics).toHaveLength(1);
    expect(alarms.map(({ metric }) => metric)).toEqual(
      expect.arrayContaining(['ApproximateAgeOfOldestMessage', 'ApproximateNumberOfMessagesVisible']),
    );
  },
  'spot-microservices': ({ clusters, scaling, repositories, loadBalancers }) => {
    expect(clusters).toMatchObject([{ capacityProviders: ['FARGATE', 'FARGATE_SPOT'] }]);
    expect(clusters[0]?.services).toHaveLength(3);
    expect(scaling.map(({ min, max }) => [min, max])).toEqual([
      [3, 10],
      [3, 10],
      [3, 10],
    ]);
    const ours = repositories.filter(({ name }) => !name.startsWith('cdk-'));
    expect(ours.map(({ scanned, tags }) => [scanned, tags])).toEqual(Array(3).fill([true, 'IMMUTABLE']));
    expect(loadBalancers[0]?.listeners.map(({ port }) => port)).toEqual([443]);
  },
};
