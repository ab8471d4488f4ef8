import { InstanceType, Peer, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { AccountPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Duration, RemovalPolicy, Size, type Stack, Token } from 'aws-cdk-lib/core';
import {
  AuroraCluster,
  AuroraCredentials,
  AuroraEngine,
  AuroraInstances,
  DatabaseInsights,
  ReaderScaling,
  RestoreFrom,
  StorageEncryption,
} from '../src';
import { strangersVpc } from './fixtures';

/** What may be known only at deployment, each by itself. */
export type Late = 'backupDays' | 'slowMs' | 'monitorSeconds' | 'databaseName' | 'username' | 'type' | 'maxAcu';

interface Scaling {
  readonly by: 'onCpu' | 'onConnections';
  readonly maxReaders: number;
  readonly target?: number;
}

export interface Instances {
  /** Without it they are serverless. */
  readonly type?: string;
  readonly readerType?: string;
  readonly minAcu?: number;
  readonly maxAcu?: number;
  readonly readers?: number;
  readonly scaling?: Scaling;
}

export interface Alarms {
  readonly cpu?: number;
  readonly connections?: number;
  readonly memoryMiB?: number;
  readonly lagMs?: number;
  readonly deadlocks?: number;
}

/** A cluster in words. */
export interface Database {
  readonly id: string;
  /** Of the engine, without what a minor version changes: 13 to 17 are PostgreSQL, 3 and 8.4 MySQL. */
  readonly line: string;
  readonly patch: number;
  /** In place of the two. */
  readonly version?: string;
  readonly instances: Instances;
  readonly subnets?: SubnetType;
  readonly credentials?: 'generated' | 'managedByRds' | number;
  readonly username?: string;
  readonly secretKey?: boolean;
  readonly rotationAnywhere?: boolean;
  readonly databaseName?: string;
  readonly restoreFrom?: { readonly from: 'snapshot' | 'cluster' | 'deletedCluster'; readonly name: string };
  readonly second?: string;
  readonly backupDays?: number;
  readonly backupWindow?: string;
  readonly maintenanceWindow?: string;
  readonly encryption?: 'own' | 'given' | 'aws';
  readonly logDays?: number;
  readonly logKey?: 'created' | 'imported';
  readonly slowMs?: number;
  readonly monitorSeconds?: number;
  readonly insights?: 'standard' | 'advanced';
  readonly removal?: keyof typeof RemovalPolicy;
  readonly alarms?: Alarms;
  readonly users: readonly string[];
  readonly parameters?: Readonly<Record<string, string>>;
  readonly late?: Late;
}

export const isMysql = ({ line }: Pick<Database, 'line'>) => ['3', '8.4'].includes(line);

const NUMBER = Token.asNumber({ Ref: 'Number' });
const TEXT = Token.asString({ Ref: 'Text' });

const given = <T, R>(value: T | undefined, made: (value: T) => R) => (value === undefined ? undefined : made(value));

export function build(stack: Stack, props: Database): AuroraCluster {
  const { late, slowMs } = props;
  const number = (prop: Late, value?: number) => (late === prop ? NUMBER : value);
  const text = (prop: Late, value?: string) => (late === prop ? TEXT : value);
  const days = number('backupDays', props.backupDays);
  const seconds = number('monitorSeconds', props.monitorSeconds);
  const lateThreshold = isMysql(props) ? Duration.seconds(NUMBER) : Duration.millis(NUMBER);
  const keyArn = 'arn:aws:kms:us-east-1:111122223333:key/given';
  const logKeys = {
    created: () => new Key(stack, 'LogKey', { enableKeyRotation: true }),
    imported: () => Key.fromKeyArn(stack, 'LogKey', keyArn),
  };
  const database = new AuroraCluster(stack, props.id, {
    engine: isMysql(props) ? AuroraEngine.mysql(versionOf(props)) : AuroraEngine.postgres(versionOf(props)),
    vpc: strangersVpc(stack),
    vpcSubnets: given(props.subnets, (subnetType) => ({ subnetType })),
    instances: instancesOf(props.instances, late),
    credentials: credentialsOf(stack, { ...props, username: text('username', props.username) }),
    databaseName: text('databaseName', props.databaseName),
    restoreFrom: restoreFromOf(props),
    backupRetention: given(days, Duration.days),
    backupWindow: props.backupWindow,
    maintenanceWindow: props.maintenanceWindow,
    encryption: encryptionOf(stack, props),
    logRetention: given(props.logDays, Duration.days),
    logEncryptionKey: given(props.logKey, (kind) => logKeys[kind]()),
    slowQueryThreshold: late === 'slowMs' ? lateThreshold : given(slowMs, Duration.millis),
    monitoringInterval: given(seconds, Duration.seconds),
    insights: given(props.insights, (level) => DatabaseInsights[level]()),
    removalPolicy: given(props.removal, (policy) => RemovalPolicy[policy]),
  });
  use(stack, database, props);
  return database;
}

function versionOf({ line, patch, version }: Database): string {
  if (version !== undefined) return version;
  return line === '3' ? `3.${String(patch).padStart(2, '0')}.${patch % 10}` : `${line}.${patch}`;
}

/** What others do with a cluster once it is there. */
function use(stack: Stack, database: AuroraCluster, { alarms, parameters = {}, users }: Database): void {
  if (alarms) {
    database.addAlarms({
      cpuPercent: alarms.cpu,
      connections: alarms.connections,
      freeableMemory: given(alarms.memoryMiB, Size.mebibytes),
      replicaLag: given(alarms.lagMs, Duration.millis),
      deadlocksPerSecond: alarms.deadlocks,
    });
  }
  const role = new Role(stack, 'Role', { assumedBy: new AccountPrincipal('111122223333') });
  database.grantReadSecret(role);
  for (const user of users) database.grantConnect(role, user);
  for (const secret of Object.values(database.containerSecrets)) secret.grantRead(role);
  for (const [name, value] of Object.entries(parameters)) database.parameterGroup.addParameter(name, value);
}

function instancesOf({ type, readerType, minAcu, maxAcu, readers, scaling }: Instances, late?: Late): AuroraInstances {
  const common = { readers, readerScaling: given(scaling, scalingOf) };
  if (type === undefined) {
    const maxCapacity = late === 'maxAcu' ? NUMBER : (maxAcu ?? 8);
    return AuroraInstances.serverlessV2({ minCapacity: minAcu ?? 0.5, maxCapacity, ...common });
  }
  const instanceType = new InstanceType(late === 'type' ? TEXT : type);
  return AuroraInstances.provisioned({
    instanceType,
    readerInstanceType: given(readerType, (one) => new InstanceType(one)),
    ...common,
  });
}

function scalingOf({ by, maxReaders, target }: Scaling): ReaderScaling {
  return by === 'onCpu'
    ? ReaderScaling.onCpu({ maxReaders, targetPercent: target })
    : ReaderScaling.onConnections({ maxReaders, targetConnections: target ?? 100 });
}

function credentialsOf(stack: Stack, props: Database): AuroraCredentials | undefined {
  const { credentials, username, secretKey, rotationAnywhere } = props;
  const encryptionKey = secretKey ? new Key(stack, 'SecretKey', { enableKeyRotation: true }) : undefined;
  const options = { username, encryptionKey };
  if (credentials === 'generated' || credentials === 'managedByRds') return AuroraCredentials[credentials](options);
  const secretsManager = rotationAnywhere ? Peer.anyIpv4() : undefined;
  const rotationSubnets = rotationAnywhere ? { subnetType: SubnetType.PRIVATE_WITH_EGRESS } : undefined;
  return AuroraCredentials.rotated(given(credentials, Duration.days), { ...options, secretsManager, rotationSubnets });
}

function restoreFromOf({ restoreFrom, second }: Database): RestoreFrom | undefined {
  if (!restoreFrom) return undefined;
  const { from, name } = restoreFrom;
  return from === 'snapshot'
    ? RestoreFrom.snapshot(name)
    : RestoreFrom[from](
        name,
        given(second, (at) => new Date(at)),
      );
}

function encryptionOf(stack: Stack, { encryption }: Database): StorageEncryption | undefined {
  if (encryption === 'aws') return StorageEncryption.awsManaged();
  if (encryption === 'own') return StorageEncryption.customerManaged();
  return encryption && StorageEncryption.customerManaged(new Key(stack, 'Given', { enableKeyRotation: true }));
}
