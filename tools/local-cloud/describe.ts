import type { Database, LoadBalancer, Platform, Service, Vpc } from './platform';

/** Alarms that a scaling policy brings: nobody declared them, and moto makes their thresholds up. */
const OF_SCALING = /^TargetTracking-/;

/** A platform in words, section by section: a heading and its lines. */
export function describe(platform: Platform): [heading: string, lines: string[]][] {
  const sections: [string, string[]][] = [
    ['Network', platform.vpcs.flatMap(network)],
    ['Load balancer', platform.loadBalancers.flatMap(loadBalancer)],
    ['Names', platform.records.filter(({ alias }) => alias).map(record)],
    ['Services', platform.clusters.flatMap(({ services }) => services.flatMap(service))],
    ['Scaling', platform.scaling.map(scaling)],
    ['Databases', platform.databases.flatMap(database)],
    ['Secrets', platform.secrets.map(secret)],
    ['Queues', platform.queues.map(queue)],
    ['Log groups', platform.logGroups.map(({ name, days }) => pair(name, days ? `${days} days` : 'for ever'))],
    ['Buckets', platform.buckets.filter(({ name }) => !name.startsWith('cdk-')).map(bucket)],
    ['Keys', platform.keys.map(({ id, alias, rotated }) => pair(alias ?? id, rotated ? 'rotated' : 'not rotated'))],
    ['Alarms', platform.alarms.filter(({ name }) => !OF_SCALING.test(name)).map(alarm)],
    ['Topics', platform.topics.map(({ name, subscriptions }) => pair(name, subscriptions.join(', ')))],
    ['Trails', platform.trails.map(({ name, logging }) => pair(name, logging ? 'logging' : 'stopped'))],
  ];
  return sections.filter(([, lines]) => lines.length > 0);
}

function network(vpc: Vpc): string[] {
  const zones = [...new Set(vpc.subnets.map(({ zone }) => zone))].sort();
  const tiers = (['public', 'private', 'isolated'] as const).filter((tier) => vpc.subnets.some((s) => s.tier === tier));
  const cell = (tier: string, zone: string) =>
    vpc.subnets.filter((subnet) => subnet.tier === tier && subnet.zone === zone).map(({ cidr }) => cidr);
  const ways = { public: 'internet gateway', private: 'NAT gateway of its zone', isolated: 'no way out' };
  return [
    pair(vpc.name || vpc.id, `${vpc.cidr}, default security group with ${vpc.defaultGroupRules} rules`),
    `  ${''.padEnd(10)}${zones.map((zone) => zone.padEnd(18)).join('')}`.trimEnd(),
    ...tiers.map(
      (tier) =>
        `  ${tier.padEnd(10)}${zones.map((zone) => cell(tier, zone).join(' ').padEnd(18)).join('')}${ways[tier]}`,
    ),
    pair('NAT gateways', vpc.natGateways.map(({ zone }) => zone).join(', ') || 'none'),
    ...(['Interface', 'Gateway'] as const).map((type) =>
      pair(
        `${type} endpoints`,
        vpc.endpoints
          .filter((e) => e.type === type)
          .map((e) => e.service)
          .join(', ') || 'none',
      ),
    ),
    ...vpc.flowLogs.map(({ traffic, to }) => pair('Flow log', `${traffic} to ${lastPart(to)}`)),
  ];
}

function loadBalancer(balancer: LoadBalancer): string[] {
  const { attributes, firewall, firewallRules } = balancer;
  return [
    pair(balancer.name, `${balancer.scheme}, in ${balancer.zones.join(', ')}`),
    ...balancer.listeners.flatMap(({ port, protocol, tlsPolicy, rules }) => [
      pair(`Listener ${port}`, `${protocol}${tlsPolicy ? `, ${tlsPolicy}` : ''}`),
      ...rules.map(({ priority, conditions, actions }) => {
        const does = actions.map(({ type, status, targets }) =>
          targets.length > 0
            ? `to ${targets.map(({ group, weight }) => (weight !== null && targets.length > 1 ? `${group} (${weight})` : group)).join(', ')}`
            : `${type} ${status ?? ''}`.trim(),
        );
        return pair(`  rule ${priority}`, `${conditions.join(' and ')}: ${does.join(', ')}`);
      }),
    ]),
    pair('Firewall', firewall ? `${firewall}: ${firewallRules.join(', ')}` : 'none'),
    pair('Access logs', attributes['access_logs.s3.bucket'] ?? 'none'),
    ...balancer.targetGroups.map(({ name, port, healthPath, healthIntervalSeconds }) =>
      pair(`Target group ${name}`, `port ${port}, health ${healthPath} every ${healthIntervalSeconds} s`),
    ),
  ];
}

function record({ name, type, weight, alias }: Platform['records'][number]): string {
  return pair(name, `${type} to ${alias}${weight === null ? '' : `, weight ${weight}`}`);
}

function service({ name, desired, launchType, publicAddress, task }: Service): string[] {
  const addresses = publicAddress === 'DISABLED' ? 'no public address' : `public address ${publicAddress}`;
  return [
    pair(name, `${desired} tasks wanted, ${launchType ?? 'capacity providers'}, ${addresses}`),
    pair('  task', `${task.family}, ${Number(task.cpu) / 1024} vCPU, ${task.memory} MiB`),
    ...task.containers.flatMap(({ name: container, image, readOnly, secrets, logGroup }) => [
      pair(
        `  container ${container}`,
        `${image.split('/').at(-1)}, ${readOnly ? 'read-only' : 'writable'} root, logs to ${logGroup}`,
      ),
      ...Object.entries(secrets).map(([variable, from]) =>
        pair(`    ${variable}`, `from ${from.split(':').slice(5).join(':')}`),
      ),
    ]),
  ];
}

function scaling({ service: id, min, max, policies }: Platform['scaling'][number]): string {
  const aims = policies.map(({ metric, target }) => (target === null ? metric : `${metric} ${target}`));
  return pair(lastPart(id), `${min} to ${max} tasks: ${aims.join(', ')}`);
}

function database(cluster: Database): string[] {
  const tls = ['rds.force_ssl', 'require_secure_transport'].filter((name) => name in cluster.parameters);
  return [
    pair(cluster.id, cluster.engine),
    ...cluster.members.map(({ id, writer, class: size }) =>
      pair(`  ${writer ? 'writer' : 'reader'}`, `${id}, ${size}`),
    ),
    pair(
      '  storage',
      cluster.encrypted ? `encrypted with ${lastPart(cluster.key ?? 'the key of RDS')}` : 'NOT encrypted',
    ),
    pair('  backups', `${cluster.backupDays} days`),
    pair('  TLS', tls.map((name) => `${name}=${cluster.parameters[name]}`).join(', ') || 'not enforced'),
    pair('  log exports', cluster.logExports.join(', ') || 'none'),
  ];
}

function secret({ name, rotationDays, fields }: Platform['secrets'][number]): string {
  const rotation = rotationDays ? `to be rotated every ${rotationDays} days` : 'not rotated';
  return pair(name, `${rotation}; fields ${fields.join(', ')}`);
}

function queue({
  name,
  retentionSeconds,
  deadLetterQueue,
  maxReceives,
  encrypted,
}: Platform['queues'][number]): string {
  const dead = deadLetterQueue ? `, after ${maxReceives} tries to ${deadLetterQueue}` : '';
  return pair(name, `keeps ${retentionSeconds / 86_400} days${dead}, ${encrypted ? 'encrypted' : 'NOT encrypted'}`);
}

function bucket({
  name,
  encryption,
  versioned,
  publicAccessBlocked,
  expiresAfterDays,
}: Platform['buckets'][number]): string {
  const kept = expiresAfterDays.length > 0 ? `kept ${expiresAfterDays.join(' and ')} days` : 'kept for ever';
  const access = publicAccessBlocked ? 'public access blocked' : 'public access NOT blocked';
  return pair(
    name,
    `${encryption ?? 'NOT encrypted'}, ${versioned ? 'versioned' : 'not versioned'}, ${access}, ${kept}`,
  );
}

function alarm({ name, metric, comparison, threshold }: Platform['alarms'][number]): string {
  const signs: Record<string, string> = {
    GreaterThanThreshold: '>',
    GreaterThanOrEqualToThreshold: '>=',
    LessThanThreshold: '<',
    LessThanOrEqualToThreshold: '<=',
  };
  return pair(name, `${metric} ${signs[comparison] ?? comparison} ${threshold ?? ''}`.trimEnd());
}

function pair(name: string, value: string): string {
  return `  ${name.padEnd(34)} ${value}`;
}

function lastPart(path: string): string {
  return path.split(/[/:]/).at(-1) ?? path;
}
