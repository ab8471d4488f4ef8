import fc from 'fast-check';
import { constructIds } from '../../../testing/src/random-props';
import type { ContainerPlan, LoadPlan, Plan, SecretKind } from './random-service';

export const AUTHORITY =
  'arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/12345678-1234-1234-1234-123456789012';

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const ports = fc.oneof(fc.integer({ min: 1024, max: 65_535 }), fc.constantFrom(1024, 8080, 65_535));
const percent = fc.double({ min: 0.1, max: 99.999, noNaN: true });

/** Fargate's table, as its guide prints it: CPU units, smallest and largest memory in GiB, and the step. */
const TABLE = [
  [512, 1, 4, 1],
  [1024, 2, 8, 1],
  [2048, 4, 16, 1],
  [4096, 8, 30, 1],
  [8192, 16, 60, 4],
  [16_384, 32, 120, 8],
] as const;

/** Every size that Fargate offers. */
export const SIZES = [
  ...[512, 1024, 2048].map((memoryMiB) => ({ cpu: 256, memoryMiB })),
  ...TABLE.flatMap(([cpu, from, to, step]) =>
    Array.from({ length: (to - from) / step + 1 }, (_, index) => ({ cpu, memoryMiB: (from + index * step) * 1024 })),
  ),
];

const checks: fc.Arbitrary<ContainerPlan['check']> = fc.oneof(
  fc.constantFrom('none' as const, 'command' as const, 'shell' as const),
  fc
    .record({
      path: fc.stringMatching(/^\/[A-Za-z0-9._~\-/%?=&]{0,40}$/),
      tls: optional(fc.boolean()),
      port: optional(fc.integer({ min: 1, max: 65_535 })),
      interval: fc.integer({ min: 5, max: 300 }),
      timeout: fc.integer({ min: 2, max: 120 }),
      retries: optional(fc.integer({ min: 1, max: 10 })),
      startPeriod: optional(fc.integer({ min: 0, max: 300 })),
    })
    .map((check) => ({ ...check, timeout: Math.min(check.timeout, check.interval) })),
);

const names = fc
  .stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,40}$/)
  .filter((name) => !name.startsWith('AWS_') && name !== '__proto__');

const kinds = fc.constantFrom<SecretKind[]>(
  ...(['parameter', 'encrypted parameter', 'secret', 'field', 'imported', 'rotated'] as const),
);

const paths = fc
  .stringMatching(/^(\/[A-Za-z0-9_.-]{1,12}){1,3}$/)
  .filter((path) => !path.split('/').some((part) => part === '.' || part === '..'));

const containers: fc.Arbitrary<ContainerPlan> = fc.record({
  image: fc.constantFrom('v1', '2024.1', 'theirs', 'registry:public.ecr.aws/nginx/nginx:1', 'registry:nginx', 'latest'),
  port: ports,
  check: optional(checks),
  user: optional(
    fc.oneof(
      fc.integer({ min: 1, max: 65_535 }).map(String),
      fc.stringMatching(/^[a-z_][a-z0-9_-]{0,20}(:[a-z0-9]{1,8})?$/).filter((user) => !/^root(:|$)/.test(user)),
    ),
  ).map((user) => (user && /:[0-9]+[a-z]/.test(user) ? undefined : user)),
  writablePaths: optional(fc.uniqueArray(paths, { maxLength: 4 })),
  arm: optional(fc.boolean()),
});

/** Numbers of tasks on what they run on: the share of Spot is one that the fewest tasks can have. */
const loads: fc.Arbitrary<LoadPlan> = fc
  .record({
    fewest: fc.integer({ min: 1, max: 40 }),
    more: fc.integer({ min: 0, max: 60 }),
    scaled: fc.boolean(),
    cpu: fc.integer({ min: 1, max: 100 }),
    memory: optional(fc.integer({ min: 1, max: 100 })),
    messages: optional(fc.integer({ min: 1, max: 1_000_000 })),
    nights: fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 2 }),
    zone: fc.boolean(),
    cooldown: optional(fc.integer({ min: 0, max: 3600 })),
    scaleOut: optional(fc.integer({ min: 0, max: 3600 })),
    pinned: fc.boolean(),
    spot: optional(
      fc.record({ part: fc.double({ min: 0.01, max: 1, noNaN: true }), base: fc.integer({ min: 0, max: 5 }) }),
    ),
  })
  .map(({ fewest, more, scaled, nights, pinned, spot, ...targets }) => {
    const most = fewest + more;
    if (!scaled) return { desiredCount: pinned ? fewest : undefined, spot: spotOf(pinned ? fewest : 2, spot) };
    const minima = nights.map((night) => Math.min(night, most));
    return {
      desiredCount: pinned ? fewest : undefined,
      scaling: { ...targets, between: [fewest, most] as const, schedules: minima.map((minTasks) => ({ minTasks })) },
      spot: spotOf(Math.min(fewest, ...minima), spot),
    };
  });

/** The largest share is what the fewest tasks leave beside the base, and at least one on demand. */
function spotOf(fewest: number, spot: { part: number; base: number } | undefined): LoadPlan['spot'] {
  const tasks = Math.max(1, fewest);
  if (!spot || tasks === 1) return spot && { share: 1 };
  const onDemandBase = Math.min(spot.base, tasks - 1);
  const share = (spot.part * (tasks - Math.max(1, onDemandBase))) / tasks;
  return { share, onDemandBase };
}

const addresses = fc
  .tuple(fc.integer({ min: 1, max: 223 }), fc.nat(255), fc.nat(255))
  .map(([a, b, c]) => `${a}.${b}.${c}.0/24`);

const egresses: fc.Arbitrary<Plan['egress']> = fc.uniqueArray(
  fc.record({
    peer: fc.oneof(addresses, fc.constantFrom('anywhere', 'pl-63a5400a')),
    port: fc.integer({ min: 1, max: 65_535 }),
  }),
  { maxLength: 4, selector: ({ peer }) => peer },
);

const deployments: fc.Arbitrary<NonNullable<Plan['deployment']>> = fc.record({
  minHealthyPercent: optional(fc.integer({ min: 0, max: 100 })),
  maxHealthyPercent: optional(fc.integer({ min: 101, max: 200 })),
  alarms: fc.boolean(),
  cpuPercent: optional(fc.integer({ min: 1, max: 99 })),
  memoryPercent: optional(fc.integer({ min: 1, max: 99 })),
});

const discoveries: fc.Arbitrary<NonNullable<Plan['discovery']>> = fc.record({
  way: fc.constantFrom('dns', 'connect', 'connectClient'),
  name: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/),
  ttl: optional(fc.integer({ min: 1, max: 3600 })),
  authority: optional(fc.constant(AUTHORITY)),
});

const clusters: fc.Arbitrary<Plan['cluster']> = fc.record({
  insights: optional(fc.constantFrom('ENHANCED', 'ENABLED')),
  namespace: optional(fc.constantFrom('payments.internal', 'a.b', `${'a'.repeat(63)}.test`)),
  sessions: optional(fc.boolean()),
  storageKey: optional(fc.boolean()),
  capacity: optional(fc.constantFrom('fargate', 'spot')),
});

export const plans: fc.Arbitrary<Plan> = fc
  .record({
    id: constructIds,
    cluster: clusters,
    repository: fc.record({ key: optional(fc.boolean()), maxImages: optional(fc.integer({ min: 1, max: 1000 })) }),
    container: containers,
    secrets: fc.dictionary(names, kinds, { maxKeys: 6, noNullPrototype: true }),
    size: fc.constantFrom(...SIZES),
    load: loads,
    deployment: optional(deployments),
    egress: egresses,
    discovery: optional(discoveries),
    balanced: optional(
      fc.record({
        grace: optional(fc.integer({ min: 0, max: 2_147_483_647 })),
        requests: optional(fc.integer({ min: 1, max: 1_000_000 })),
      }),
    ),
    subnets: optional(fc.constant('private' as const)),
    logs: optional(fc.constant('given' as const)),
    regions: optional(fc.constantFrom(['eu-west-1'], ['eu-west-1', 'eu-central-1'])),
    conditions: optional(fc.constantFrom(['o-0123456789'], ['o-0123456789', 'o-9876543210'])),
    removal: optional(fc.constantFrom('RETAIN', 'RETAIN_ON_UPDATE_OR_DELETE', 'DESTROY')),
    alarms: optional(
      fc.record({
        cpuPercent: optional(percent),
        memoryPercent: optional(percent),
        missingMinutes: optional(fc.integer({ min: 1, max: 60 })),
      }),
    ),
    calls: fc.nat(2),
  })
  // A name is found in the namespace of the cluster.
  .map((plan) =>
    plan.cluster.namespace === undefined ? { ...plan, discovery: undefined } : plan,
  ) as fc.Arbitrary<Plan>;

/** What the README does not list under "What cannot be changed later". */
export const safeChanges: fc.Arbitrary<Partial<Plan>> = fc.record(
  { container: containers, size: fc.constantFrom(...SIZES), load: loads, deployment: deployments, egress: egresses },
  { requiredKeys: ['container'] },
);
