import { type Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { AuroraClusterProps } from '../aurora-cluster-props';
import { requireUnit } from './duration-unit';
import { warnOfGivenKey } from './given-key';
import { requireMatchIfGiven } from './if-given';
import { refuseAlias } from './key-alias';
import { requireObjects } from './objects';
import { fail, requireInteger, requireMatch } from './validation';
import { checkWindows } from './windows';

const MONITORING_INTERVALS = [1, 5, 10, 15, 30, 60];

/** Refuses what Aurora would refuse at deployment, before an L2 does so with a message of its own; warns of keys. */
export function checkCluster(scope: IConstruct, props: AuroraClusterProps): void {
  requireObjects(scope, props, ['engine', 'vpc', 'instances'], ['encryption', 'insights', 'vpcSubnets']);
  props.engine._validate(scope);
  requireMatchIfGiven(
    scope,
    'databaseName',
    props.databaseName,
    /^[A-Za-z]\w{0,62}$/,
    'a letter, then letters, digits and underscores, at most 63 characters',
  );
  checkRemoval(scope, props.removalPolicy ?? RemovalPolicy.SNAPSHOT);
  checkDurations(scope, props);
  checkKeys(scope, props);
  checkWindows(scope, props.backupWindow, props.maintenanceWindow);
}

function checkRemoval(scope: IConstruct, policy: RemovalPolicy): void {
  if ([RemovalPolicy.SNAPSHOT, RemovalPolicy.RETAIN, RemovalPolicy.DESTROY].includes(policy)) return;
  const got = policy === RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE ? 'RETAIN_ON_UPDATE_OR_DELETE' : `'${policy}'`;
  fail(scope, `\`removalPolicy\` must be SNAPSHOT, RETAIN or DESTROY, got: ${got}. Use RETAIN.`);
}

/** What is encrypted with keys that are not the cluster's own. */
function checkKeys(scope: IConstruct, { credentials, encryption, logEncryptionKey }: AuroraClusterProps): void {
  const given = { encryption: encryption?._key, logEncryptionKey, credentials: credentials?._options.encryptionKey };
  for (const [prop, key] of Object.entries(given)) {
    refuseAlias(scope, prop, key);
    warnOfGivenKey(scope, key, '@org/aurora-pci:key-without-rotation');
  }
}

/** Refuses what could be more than one database user in the ARN of `rds-db:connect`. */
export function checkDatabaseUser(scope: IConstruct, prop: string, dbUser: string): void {
  const allowed = 'the name of one database user, without wildcards';
  requireMatch(scope, prop, dbUser, /^[A-Za-z_][\w$.@-]{0,62}$/, allowed);
}

function checkDurations(scope: IConstruct, props: AuroraClusterProps): void {
  const { backupRetention, engine, monitoringInterval, slowQueryThreshold } = props;
  requireUnit(scope, 'backupRetention', backupRetention, 'days');
  requireUnit(scope, 'slowQueryThreshold', slowQueryThreshold, engine._family.slowQueryUnit);
  requireUnit(scope, 'monitoringInterval', monitoringInterval, 'seconds');
  if (known(backupRetention)) {
    const days = backupRetention.toDays({ integral: false });
    requireInteger(scope, 'backupRetention', days, { min: 1, max: 35, unit: 'days' });
  }
  if (known(slowQueryThreshold)) {
    const milliseconds = slowQueryThreshold.toMilliseconds({ integral: false });
    requireInteger(scope, 'slowQueryThreshold', milliseconds, { min: 1, max: 3_600_000, unit: 'milliseconds' });
  }
  if (known(monitoringInterval)) {
    const seconds = monitoringInterval.toSeconds({ integral: false });
    if (!MONITORING_INTERVALS.includes(seconds)) {
      fail(scope, `\`monitoringInterval\` must be 1, 5, 10, 15, 30 or 60 seconds, got: ${seconds} seconds.`);
    }
  }
}

function known(duration: Duration | undefined): duration is Duration {
  return duration !== undefined && !duration.isUnresolved();
}
