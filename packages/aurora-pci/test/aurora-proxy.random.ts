import { securityGroupRules } from '@org/testing';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import { AccountPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Duration, Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { constructIds, holdsForRandomProps, refusesRandomProps } from '../../../testing/src/random-props';
import { AuroraCredentials, AuroraEvents, AuroraInstances, AuroraProxy, ProxyAuthentication } from '../src';
import { database, MYSQL, POSTGRES } from './fixtures';

/** A proxy before a cluster, and the events of the cluster, in words. */
interface Front {
  readonly id: string;
  readonly engine: 'mysql' | 'postgres';
  readonly apart: boolean;
  readonly managed: boolean;
  readonly login: 'password' | 'iam' | 'iamEndToEnd';
  readonly secrets?: number;
  readonly partialSecret?: boolean;
  readonly dbUsers: readonly string[];
  readonly idleSeconds?: number;
  readonly percent?: number;
  readonly readerEndpoint?: boolean;
  readonly readers: 0 | 1;
  readonly subnets?: SubnetType;
  readonly grant?: string;
  readonly events: 'none' | 'all' | 'cluster' | 'nobody';
  readonly fifo?: boolean;
}

function build(stack: Stack, props: Front): void {
  const home = props.apart ? new Stack(stack.node.root, 'Home') : stack;
  const aurora = database(home, {
    engine: props.engine === 'mysql' ? MYSQL : POSTGRES,
    credentials: props.managed ? AuroraCredentials.managedByRds() : undefined,
    instances: AuroraInstances.serverlessV2({ minCapacity: 1, maxCapacity: 8, readers: props.readers }),
  });
  const proxy = new AuroraProxy(stack, props.id, {
    database: aurora,
    authentication: authenticationOf(stack, props),
    idleClientTimeout: props.idleSeconds === undefined ? undefined : Duration.seconds(props.idleSeconds),
    maxConnectionsPercent: props.percent,
    readerEndpoint: props.readerEndpoint,
    vpcSubnets: props.subnets && { subnetType: props.subnets },
  });
  const role = new Role(stack, 'Grantee', { assumedBy: new AccountPrincipal('111122223333') });
  if (props.grant !== undefined) proxy.grantConnect(role, props.grant);
  for (const secret of Object.values(proxy.containerSecrets)) secret.grantRead(role);
  if (props.events === 'none') return;
  const masterKey = new Key(stack, 'TopicKey', { enableKeyRotation: true });
  const topic = new Topic(stack, 'Topic', { masterKey, fifo: props.fifo });
  const clusters = { all: undefined, cluster: [aurora.cluster], nobody: [] }[props.events];
  new AuroraEvents(stack, 'Events', { topic, clusters });
}

function authenticationOf(stack: Stack, { login, secrets, partialSecret, dbUsers }: Front): ProxyAuthentication {
  if (login === 'iamEndToEnd') return ProxyAuthentication.iamEndToEnd([...dbUsers]);
  if (secrets === undefined) return ProxyAuthentication[login]();
  const given = Array.from({ length: secrets }, (_, index) =>
    partialSecret
      ? Secret.fromSecretNameV2(stack, `User${index}`, `user-${index}`)
      : new Secret(stack, `User${index}`, {
          encryptionKey: new Key(stack, `Key${index}`, { enableKeyRotation: true }),
        }),
  );
  return ProxyAuthentication[login](given);
}

const users = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_$.@-]{0,40}$/);
const valid: fc.Arbitrary<Front> = fc
  .record(
    {
      id: constructIds,
      engine: fc.constantFrom('mysql', 'postgres'),
      apart: fc.boolean(),
      managed: fc.boolean(),
      login: fc.constantFrom('password', 'iam', 'iamEndToEnd'),
      secrets: fc.integer({ min: 1, max: 3 }),
      dbUsers: fc.uniqueArray(users, { minLength: 1, maxLength: 3 }),
      idleSeconds: fc.integer({ min: 1, max: 28_800 }),
      percent: fc.integer({ min: 1, max: 100 }),
      readerEndpoint: fc.boolean(),
      readers: fc.constantFrom(0 as const, 1 as const),
      subnets: fc.constantFrom(SubnetType.PRIVATE_ISOLATED, SubnetType.PRIVATE_WITH_EGRESS),
      granted: fc.boolean(),
      events: fc.constantFrom('none', 'all', 'cluster'),
    },
    { requiredKeys: ['id', 'engine', 'apart', 'managed', 'login', 'dbUsers', 'readers', 'events', 'granted'] },
  )
  .map(({ granted, ...front }) => ({
    ...front,
    readerEndpoint: front.readers === 1 && front.readerEndpoint,
    grant: granted && front.login !== 'password' ? front.dbUsers[0] : undefined,
  })) as fc.Arbitrary<Front>;

holdsForRandomProps<Front>('AuroraProxy and AuroraEvents', {
  valid,
  build,
  runs: 400,
  invariants: {
    'TLS is required': (view) =>
      view
        .all('RDS::DBProxy')
        .filter(({ Properties }) => Properties.RequireTLS !== true)
        .map(({ logicalId }) => logicalId),
    // Rules between groups have no range; that of the rotation leads to the endpoints of the network.
    'ways out': (view) =>
      securityGroupRules(view)
        .filter(({ direction, cidr }) => direction === 'egress' && ![undefined, '10.0.0.0/16'].includes(cidr))
        .map(({ cidr }) => `${cidr}`),
  },
});

/** Valid but for one prop. */
function wrong(expected: string, bad: fc.Arbitrary<Partial<Front>>) {
  return fc
    .tuple(valid, bad)
    .map(([props, change]) => ({ expected, props: { ...props, grant: undefined, ...change } }));
}

const noUsers = fc.string().filter((one) => !/^[A-Za-z_][\w$.@-]{0,62}$/.test(one));

refusesRandomProps<Front>('AuroraProxy and AuroraEvents', {
  build,
  runs: 200,
  invalid: fc.oneof(
    wrong(
      'idleClientTimeout',
      fc.oneof(fc.constantFrom(0, 0.5), fc.integer({ min: 28_801 })).map((idleSeconds) => ({ idleSeconds })),
    ),
    wrong(
      'maxConnectionsPercent',
      fc.oneof(fc.integer({ max: 0 }), fc.integer({ min: 101 }), fc.constant(50.5)).map((percent) => ({ percent })),
    ),
    wrong('readerEndpoint', fc.constant({ readers: 0, readerEndpoint: true })),
    wrong(
      'secrets',
      fc.constantFrom('password' as const, 'iam' as const).map((login) => ({ login, secrets: 0 })),
    ),
    wrong('secrets', fc.constant({ login: 'iam' as const, secrets: 2, partialSecret: true })),
    wrong('dbUsers', fc.constant({ login: 'iamEndToEnd' as const, dbUsers: [] })),
    wrong(
      'dbUsers',
      noUsers.map((user) => ({ login: 'iamEndToEnd' as const, dbUsers: [user] })),
    ),
    wrong('authentication', fc.constant({ login: 'password' as const, grant: 'payments' })),
    wrong(
      'dbUser',
      noUsers.map((grant) => ({ login: 'iam' as const, grant })),
    ),
    wrong('dbUser', fc.constant({ login: 'iamEndToEnd' as const, dbUsers: ['payments'], grant: 'ledger' })),
    wrong('clusters', fc.constant({ events: 'nobody' as const })),
    wrong('topic', fc.constant({ events: 'all' as const, fifo: true })),
  ),
});
