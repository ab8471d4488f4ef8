import fc from 'fast-check';
import type { AppView, StackResource } from '../../../testing/src/app-view';
import { holdsForRandomProps, refusesRandomProps } from '../../../testing/src/random-props';
import { securityGroupRules } from '../../../testing/src/spec-vocabulary';
import type { Json } from '../../../testing/src/templates';
import { AUTHORITY, plans, SIZES, safeChanges } from './random-plans';
import { build, type Plan } from './random-service';

/** What is there beside what is wanted. */
const differs = (what: string, is: unknown, wanted: unknown): string[] =>
  JSON.stringify(is) === JSON.stringify(wanted)
    ? []
    : [`${what} is ${JSON.stringify(is)} instead of ${JSON.stringify(wanted)}`];

const taskOf = (view: AppView): Json => view.only('ECS::TaskDefinition').Properties;

function hardened(view: AppView): string[] {
  return (taskOf(view).ContainerDefinitions as Json[]).flatMap((container) => [
    ...differs('the root file system', container.ReadonlyRootFilesystem, true),
    ...differs('what the kernel lets it do', container.LinuxParameters.Capabilities, { Drop: ['ALL'] }),
    ...differs('its environment', container.Environment, undefined),
    ...(/^(root|0+)?(:|$)/.test(container.User ?? '') ? [`it runs as ${container.User}`] : []),
    ...(container.Privileged ? ['it is privileged'] : []),
  ]);
}

function privately(view: AppView): string[] {
  const { AssignPublicIp, Subnets } = view.only('ECS::Service').Properties.NetworkConfiguration.AwsvpcConfiguration;
  return [
    ...differs('AssignPublicIp', AssignPublicIp, 'DISABLED'),
    ...differs('Subnets', Subnets, ['subnet-aaaaaaa1', 'subnet-aaaaaaa2', 'subnet-aaaaaaa3']),
  ];
}

/** The rules of the tasks' security group, as `address:port`; a group or a prefix list has no address. */
function opened(view: AppView, { egress, calls = 0, balanced }: Plan): string[] {
  const service = view.only('ECS::Service');
  const [group] = service.Properties.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups as unknown[];
  const own = view.target(group, service);
  const rules = securityGroupRules(view).filter((rule) => rule.group === own);
  const ways = rules
    .filter(({ direction }) => direction === 'egress')
    .map(({ cidr = '', fromPort, toPort }) => `${cidr}:${fromPort}${fromPort === toPort ? '' : `-${toPort}`}`);
  const wanted = [
    ...egress.map(({ peer, port }) =>
      peer === 'anywhere' ? '0.0.0.0/0:443' : `${peer.replace(/^pl-.*/, '')}:${port}`,
    ),
    ...Array.from({ length: calls }, (_, index) => `:${5432 + index}`),
  ];
  const callers = rules.filter(({ direction }) => direction === 'ingress');
  return [
    ...differs('egress', ways.sort(), wanted.sort()),
    ...differs('the number of callers', callers.length, balanced ? 1 : 0),
    ...callers.flatMap(({ peerGroup }) => (peerGroup ? [] : ['a caller is no security group'])),
  ];
}

function logged(view: AppView, { removal, logs }: Plan): string[] {
  const destroyed = ({ logicalId }: StackResource) => removal === 'DESTROY' && !logs && logicalId.includes('LogGroup');
  return view.all('Logs::LogGroup').flatMap((group) => {
    const { RetentionInDays, DataProtectionPolicy, DeletionProtectionEnabled } = group.Properties;
    const sessions = group.logicalId.startsWith('Cluster') || group.logicalId.startsWith('Logs');
    const goes = destroyed(group) && !sessions;
    const stays = group.DeletionPolicy === 'Retain';
    return [
      ...differs(`${group.logicalId}: retention`, RetentionInDays, 365),
      ...(DataProtectionPolicy ? [] : [`${group.logicalId} masks nothing`]),
      // A creation that fails must be able to delete the group again where the policy says so.
      ...differs(`${group.logicalId}: protection`, DeletionProtectionEnabled, stays ? true : undefined),
      ...(goes || String(group.DeletionPolicy).startsWith('Retain') ? [] : [`${group.logicalId} goes with the stack`]),
    ];
  });
}

function secretsByReference(view: AppView, { secrets }: Plan): string[] {
  const [container] = taskOf(view).ContainerDefinitions as [Json];
  const given = (container.Secrets ?? []) as { Name: string; ValueFrom: unknown }[];
  return [
    ...differs('the variables', given.map(({ Name }) => Name).sort(), Object.keys(secrets).sort()),
    ...given.flatMap(({ Name, ValueFrom }) => (typeof ValueFrom === 'object' ? [] : [`${Name} is ${ValueFrom}`])),
  ];
}

function sized(view: AppView, { size }: Plan): string[] {
  const { Cpu, Memory } = taskOf(view);
  const offered = SIZES.some(({ cpu, memoryMiB }) => Cpu === `${cpu}` && Memory === `${memoryMiB}`);
  return [
    ...differs('the size', [Cpu, Memory], [`${size.cpu}`, `${size.memoryMiB}`]),
    ...(offered ? [] : ['Fargate has no such size']),
  ];
}

/** Counted task by task: the base first, then by weight, the odd one on demand. */
function onSpot(view: AppView, { load: { spot, scaling, desiredCount } }: Plan): string[] {
  const strategy = (view.only('ECS::Service').Properties.CapacityProviderStrategy ?? []) as Json[];
  if (!spot) return differs('the strategy', strategy, []);
  const of = (name: string) => strategy.find(({ CapacityProvider }) => CapacityProvider === name);
  const [onDemand, cheap] = [of('FARGATE')?.Weight, of('FARGATE_SPOT')?.Weight];
  const base = of('FARGATE')?.Base ?? 0;
  const [least, most] = scaling?.between ?? [desiredCount ?? 2, desiredCount ?? 2];
  const fewest = Math.max(1, Math.min(least, ...(scaling?.schedules ?? []).map(({ minTasks = least }) => minTasks)));
  return Array.from({ length: most - fewest + 1 }, (_, index) => fewest + index).flatMap((tasks) => {
    const worst = Math.floor(((tasks - base) * cheap) / (onDemand + cheap) + 1e-9);
    return worst >= Math.ceil(spot.share * tasks - 1e-9) ? [] : [`${worst} of ${tasks} on Spot, wanted: ${spot.share}`];
  });
}

holdsForRandomProps<Plan>('FargateService', {
  valid: plans,
  build,
  safeChange: safeChanges,
  invariants: { hardened, privately, opened, logged, secretsByReference, sized, onSpot },
});

/** Valid but for one prop. */
function wrong(expected: string, ...changes: ((plan: Plan) => Partial<Plan>)[]) {
  return fc
    .tuple(plans, fc.constantFrom(...changes))
    .map(([plan, change]) => ({ expected, props: { ...plan, ...change(plan) } }));
}

const container = (bad: Partial<Plan['container']>) => (plan: Plan) => ({ container: { ...plan.container, ...bad } });
const check = (bad: object) => container({ check: { path: '/', ...bad } });
const variable = (name: string) => () => ({ secrets: { [name]: 'parameter' as const } });
const load = (bad: Plan['load']) => () => ({ load: bad });
const scaled = (bad: Partial<NonNullable<Plan['load']['scaling']>>) =>
  load({ scaling: { between: [2, 4], cpu: 70, schedules: [], ...bad } });
const deployment = (bad: object) => () => ({ deployment: { alarms: true, ...bad } });
const named = (bad: object) => (plan: Plan) => ({
  cluster: { ...plan.cluster, namespace: 'payments.internal' },
  discovery: { way: 'dns' as const, name: 'payments', ...bad },
});
const egress = (bad: Partial<Plan['egress'][number]>) => () => ({
  egress: [{ peer: '10.0.0.0/16', port: 443, ...bad }],
});
const size = (cpu: number, memoryMiB: number) => () => ({ size: { cpu, memoryMiB } });

const inContainer = [
  wrong('container.port', ...[0, -1, 80, 1023, 65_536, 8080.5, Number.NaN].map((port) => container({ port }))),
  wrong(
    'container.user',
    ...['root', '0', '00:1', 'root:x', '', 'Ann', 'a b', '1:', ':1'].map((user) => container({ user })),
  ),
  wrong(
    'container.writablePaths',
    ...[['/'], ['tmp'], ['/tmp/'], ['/a', '/a'], ['/a/../b'], ['/./a'], ['']].map((writablePaths) =>
      container({ writablePaths }),
    ),
  ),
  wrong('container.secrets', ...['', '1A', 'A-B', 'a b', 'AWS_ACCESS_KEY_ID', 'AWS_SESSION_TOKEN'].map(variable)),
  wrong('container.healthCheck', container({ check: 'no command' })),
  wrong('container.healthCheck.path', ...['', 'health', "/'; rm -rf /'", '/a b'].map((path) => check({ path }))),
  wrong('container.healthCheck.port', ...[0, 65_536, 1.5].map((port) => check({ port }))),
  wrong('container.healthCheck.interval', ...[0, 4, 301, 5.5].map((interval) => check({ interval, timeout: 2 }))),
  wrong('container.healthCheck.timeout', ...[0, 1, 121, 31].map((timeout) => check({ timeout }))),
  wrong('container.healthCheck.retries', ...[0, 11, 1.5].map((retries) => check({ retries }))),
  wrong('container.healthCheck.startPeriod', ...[301, 0.5].map((startPeriod) => check({ startPeriod }))),
];

const ofTheLoad = [
  wrong('size', size(0, 512), size(128, 512), size(256, 4096), size(512, 512), size(8192, 17_408), size(Number.NaN, 1)),
  wrong('desiredCount', ...[-1, 5001, 1.5, Number.NaN].map((desiredCount) => load({ desiredCount }))),
  wrong('scaling', scaled({ between: [4, 2] }), () => ({ ...scaled({ cpu: undefined })(), balanced: undefined })),
  wrong('scaling.minTasks', ...[0, -1, 1.5, 5001].map((least) => scaled({ between: [least, 5000] }))),
  wrong('scaling.maxTasks', ...[0, 2.5, 5001].map((most) => scaled({ between: [1, most] }))),
  wrong('scaling.onCpu', ...[0, 101, 0.5].map((cpu) => scaled({ cpu }))),
  wrong('scaling.onMemory', ...[0, 101, Number.NaN].map((memory) => scaled({ memory }))),
  wrong('scaling.onQueueDepth', ...[0, 1_000_001, 1.5].map((messages) => scaled({ messages }))),
  wrong('scaling.onSchedule', scaled({ schedules: [{}] }), scaled({ schedules: [{ minTasks: 5 }] })),
  wrong('scaling.onSchedule.minTasks', ...[-1, 5001].map((minTasks) => scaled({ schedules: [{ minTasks }] }))),
  wrong('scaling.withCooldowns.scaleIn', ...[3601, 0.5].map((cooldown) => scaled({ cooldown }))),
  wrong('capacity.share', ...[0, -1, 1.01, Number.NaN].map((share) => load({ spot: { share } }))),
  wrong(
    'capacity.onDemandBase',
    ...[-1, 0.5, 5001].map((onDemandBase) => load({ spot: { share: 0.5, onDemandBase } })),
  ),
  wrong('capacity', load({ spot: { share: 0.6 } }), load({ spot: { share: 0.5, onDemandBase: 2 } })),
];

const around = [
  wrong(
    'deployment.minHealthyPercent',
    ...[-1, 101, 0.5].map((minHealthyPercent) => deployment({ minHealthyPercent })),
  ),
  wrong(
    'deployment.maxHealthyPercent',
    ...[100, 201, 150.5].map((maxHealthyPercent) => deployment({ maxHealthyPercent })),
  ),
  wrong('deployment.rollback.cpuPercent', ...[0, 100, 1.5].map((cpuPercent) => deployment({ cpuPercent }))),
  wrong('egress.description', ...['', 'ä', 'x'.repeat(256), 'a|b'].map((description) => egress({ description }))),
  wrong('egress', ...[-1, 65_536, 0.5, Number.NaN].map((port) => egress({ port }))),
  wrong('discovery.name', ...['', 'A', '-a', 'a-', 'a.b', 'x'.repeat(64)].map((name) => named({ name }))),
  wrong('discovery.ttl', ...[0, 3601, 1.5].map((ttl) => named({ ttl }))),
  wrong(
    'discovery.tls.certificateAuthorityArn',
    ...['', 'arn', AUTHORITY.replace('acm-pca', 'acm')].map((authority) => named({ way: 'connect', authority })),
  ),
  wrong('discovery', (plan) => ({ ...named({})(plan), cluster: {} })),
  wrong('vpcSubnets', () => ({ subnets: 'public' })),
  wrong('healthCheckGracePeriod', () => ({ balanced: { grace: 60, but: 'nowhere' } })),
  wrong('scaling.onRequests', () => ({ ...scaled({})(), balanced: { requests: 10, but: 'nowhere' } })),
  wrong(
    'scaling.onRequests',
    ...[0, 1.5, 1_000_001].map((requests) => () => ({ ...scaled({})(), balanced: { requests } })),
  ),
  wrong('discovery.tls', (plan) => ({
    ...named({ way: 'connect', authority: AUTHORITY })(plan),
    balanced: { but: 'plain' },
  })),
  wrong('policyConditions', () => ({ regions: [] })),
  wrong('secret', () => ({ secrets: { PASSWORD: 'rotated elsewhere' } })),
  wrong('healthCheckGracePeriod', ...[0.5, 2_147_483_648].map((grace) => () => ({ balanced: { grace } }))),
  wrong('removalPolicy', () => ({ removal: 'SNAPSHOT' })),
  wrong('cpuPercent', ...[0, -1, 100, Number.NaN].map((cpuPercent) => () => ({ alarms: { cpuPercent } }))),
  wrong('memoryPercent', ...[0, 100].map((memoryPercent) => () => ({ alarms: { memoryPercent } }))),
  wrong('errorPercent', () => ({ alarms: { errorPercent: 2 }, balanced: undefined })),
  wrong('containerInsights', ({ cluster }) => ({ cluster: { ...cluster, insights: 'DISABLED' } })),
  wrong(
    'namespace',
    ...['', 'internal', 'A.b', 'a..b', '-a.b'].map((namespace) => ({ cluster }: Plan) => ({
      cluster: { ...cluster, namespace },
    })),
  ),
  wrong('maxImages', ...[0, 1001, 1.5].map((maxImages) => () => ({ repository: { maxImages } }))),
];

refusesRandomProps<Plan>('FargateService', { build, invalid: fc.oneof(...inContainer, ...ofTheLoad, ...around) });
