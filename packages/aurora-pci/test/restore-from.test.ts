import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Token } from 'aws-cdk-lib/core';
import { type AuroraClusterProps, AuroraCredentials, RestoreFrom, StorageEncryption } from '../src';
import { database, MYSQL, newStack, POSTGRES, stackWith } from './fixtures';

const CLUSTER = 'AWS::RDS::DBCluster';
const FINAL = 'payments-prod-snapshot-databasecluster1a2b3c4d-1x2y3z';
const RESOURCE_ID = `cluster-${'A1'.repeat(13)}`;
const SECOND = new Date('2026-11-25T23:45:00Z');

const credentials = AuroraCredentials.rotated(undefined, { username: 'dbadmin' });
const clusterOf = (restoreFrom: RestoreFrom, props: Partial<AuroraClusterProps> = {}) =>
  onlyResource(stackWith({ restoreFrom, credentials, ...props }), CLUSTER).Properties;
const SOURCE = /^(Snapshot|Source|Restore|UseLatest)/;
const sourceOf = (properties: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => SOURCE.test(name)));
const arnOf = (kind: string, region = 'eu-central-1') => `arn:aws:rds:${region}:111122223333:${kind}:${FINAL}`;

test('a cluster is empty unless told otherwise', () => {
  const { Properties } = onlyResource(stackWith(), CLUSTER);
  expect(sourceOf(Properties)).toEqual({});
  expect(Properties.MasterUsername).toBe('dbadmin');
});

describe('data come from', () => {
  test.each<[string, RestoreFrom, object]>([
    ['a snapshot', RestoreFrom.snapshot(FINAL), { SnapshotIdentifier: FINAL }],
    [
      'a snapshot that is known only at deployment',
      RestoreFrom.snapshot(Token.asString({ Ref: 'Snapshot' })),
      { SnapshotIdentifier: { Ref: 'Snapshot' } },
    ],
    [
      'the latest second of a cluster',
      RestoreFrom.cluster('payments'),
      { SourceDBClusterIdentifier: 'payments', UseLatestRestorableTime: true },
    ],
    [
      'a second of a cluster that is known only at deployment',
      RestoreFrom.cluster(Token.asString({ Ref: 'Cluster' }), SECOND),
      { SourceDBClusterIdentifier: { Ref: 'Cluster' }, RestoreToTime: '2026-11-25T23:45:00Z' },
    ],
    [
      'the latest second of a cluster that is gone',
      RestoreFrom.deletedCluster(RESOURCE_ID),
      { SourceDbClusterResourceId: RESOURCE_ID, UseLatestRestorableTime: true },
    ],
    [
      'a second of a cluster that is gone',
      RestoreFrom.deletedCluster(RESOURCE_ID, SECOND),
      { SourceDbClusterResourceId: RESOURCE_ID, RestoreToTime: '2026-11-25T23:45:00Z' },
    ],
  ])('%s', (_name, restoreFrom, expected) => {
    expect(sourceOf(clusterOf(restoreFrom))).toEqual(expected);
  });
});

describe('a restored cluster', () => {
  const restored = stackWith({ restoreFrom: RestoreFrom.snapshot(FINAL), credentials, databaseName: 'payments' });
  const empty = stackWith({ databaseName: 'payments' });

  test('differs from an empty one in nothing but its data and the name that comes with them', () => {
    const { SnapshotIdentifier, ...properties } = onlyResource(restored, CLUSTER).Properties;
    const { MasterUsername, ...others } = onlyResource(empty, CLUSTER).Properties;
    expect([SnapshotIdentifier, MasterUsername]).toEqual([FINAL, 'dbadmin']);
    expect(properties).toEqual(others);
    const rest = (stack: typeof empty) => resourcesOf(stack).filter(({ Type }) => Type !== CLUSTER);
    expect(rest(restored)).toEqual(rest(empty));
  });

  test('gets a password of its own, beside the name that the data have', () => {
    const secret = onlyResource(restored, 'AWS::SecretsManager::Secret');
    expect(secret.Properties.GenerateSecretString.SecretStringTemplate).toBe('{"username":"dbadmin"}');
    expect(onlyResource(restored, CLUSTER).Properties.MasterUserPassword).toEqual({
      'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: secret.logicalId }, ':SecretString:password::}}']],
    });
    expect(onlyResource(restored, 'AWS::SecretsManager::RotationSchedule').Properties).toBeDefined();
    expect(annotationsOf(restored)).toEqual([]);
  });

  test('can leave the password to Amazon RDS', () => {
    const managed = AuroraCredentials.managedByRds({ username: 'dbadmin' });
    const properties = clusterOf(RestoreFrom.cluster('payments'), { credentials: managed });
    expect(properties.ManageMasterUserPassword).toBe(true);
    expect(properties.MasterUserSecret.KmsKeyId).toBeDefined();
    expect([properties.MasterUsername, properties.MasterUserPassword]).toEqual([undefined, undefined]);
  });
});

describe('encryption is never lost, whatever is restored:', () => {
  const sources = [
    RestoreFrom.snapshot(FINAL),
    RestoreFrom.cluster('payments'),
    RestoreFrom.deletedCluster(RESOURCE_ID),
  ];

  test.each(sources)('with the own key of the cluster (%#)', (restoreFrom) => {
    const stack = stackWith({ restoreFrom, credentials });
    expect(onlyResource(stack, CLUSTER).Properties).toMatchObject({
      StorageEncrypted: true,
      KmsKeyId: { 'Fn::GetAtt': [onlyResource(stack, 'AWS::KMS::Key').logicalId, 'Arn'] },
    });
  });

  test.each(sources)('with a given key (%#)', (restoreFrom) => {
    const stack = newStack();
    const key = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/given');
    database(stack, { restoreFrom, credentials, encryption: StorageEncryption.customerManaged(key) });
    expect(onlyResource(stack, CLUSTER).Properties).toMatchObject({ StorageEncrypted: true, KmsKeyId: key.keyArn });
  });

  // Without a key, what was not encrypted would stay so, StorageEncrypted or not.
  test.each(sources)('with the key of AWS, which is named (%#)', (restoreFrom) => {
    const encryption = StorageEncryption.awsManaged();
    expect(clusterOf(restoreFrom, { encryption })).toMatchObject({ StorageEncrypted: true, KmsKeyId: 'alias/aws/rds' });
    expect(onlyResource(stackWith({ encryption }), CLUSTER).Properties.KmsKeyId).toBeUndefined();
  });
});

describe('the admin name of the data', () => {
  test.each([
    undefined,
    AuroraCredentials.rotated(),
    AuroraCredentials.generated({}),
    AuroraCredentials.managedByRds(),
  ])('must be given (%#)', (unnamed) => {
    expect(() => stackWith({ credentials: unnamed, restoreFrom: RestoreFrom.snapshot(FINAL) })).toThrow(
      new Error(
        'Stack/Database: `credentials` must name the admin user of the restored data, got: no `username`. Its secret would ' +
          "hold another name, and open nothing. Use AuroraCredentials.rotated(Duration.days(30), { username: '...' }) with the " +
          "MasterUsername that `aws rds describe-db-cluster-snapshots` shows: 'dbadmin' unless an AuroraCluster was told " +
          'otherwise.',
      ),
    );
  });

  test('stands in the secret and in the parameter of services', () => {
    const named = AuroraCredentials.rotated(undefined, { username: 'payments_owner' });
    const stack = stackWith({ credentials: named, restoreFrom: RestoreFrom.snapshot(FINAL) });
    const secret = onlyResource(stack, 'AWS::SecretsManager::Secret');
    expect(secret.Properties.GenerateSecretString.SecretStringTemplate).toBe('{"username":"payments_owner"}');
    const values = resourcesOf(stack, 'AWS::SSM::Parameter').map(({ Properties }) => Properties.Value);
    expect(values).toContain('payments_owner');
    expect(values).not.toContain('dbadmin');
  });
});

describe('an admin name that an empty cluster may not have', () => {
  test.each([
    [POSTGRES, 'postgres'],
    [MYSQL, 'admin'],
  ])('comes with the data, and leaves a warning (%#)', (engine, username) => {
    const credentials = AuroraCredentials.rotated(undefined, { username });
    const stack = stackWith({ engine, credentials, restoreFrom: RestoreFrom.snapshot(FINAL) });
    expect(annotationsOf(stack)).toEqual([
      expect.stringContaining(
        `The admin user of the restored data is '${username}', and cannot be renamed. PCI DSS 4.0.1 requirement 2.2.2 lets ` +
          'a default account be used once its password is changed, which restoring does. Let no application log in as it.',
      ),
    ]);
  });

  test('is checked as any other', () => {
    const credentials = AuroraCredentials.generated({ username: 'no-name' });
    expect(() => stackWith({ credentials, restoreFrom: RestoreFrom.snapshot(FINAL) })).toThrow(
      'Stack/Database: `username` must be a letter, then letters, digits and underscores, at most 63 characters, ' +
        "got: 'no-name'.",
    );
  });
});

describe('a snapshot', () => {
  test.each([
    'a',
    'rds:payments-2026-11-26-03-05',
    'awsbackup:job-1a2b3c4d',
    `A${'a'.repeat(254)}`,
    arnOf('cluster-snapshot'),
    arnOf('snapshot'),
    arnOf('cluster-snapshot:rds'),
    arnOf('cluster-snapshot', 'us-gov-west-1').replace('aws', 'aws-us-gov'),
  ])('may be named %p', (snapshot) => {
    expect(clusterOf(RestoreFrom.snapshot(snapshot)).SnapshotIdentifier).toBe(snapshot);
  });

  test.each(['', '1a', 'a--b', 'a-', 'a_b', `a${'a'.repeat(255)}`, arnOf('cluster'), `${arnOf('snapshot')}-`])(
    'may not be named %p',
    (snapshot) => {
      expect(() => stackWith({ credentials, restoreFrom: RestoreFrom.snapshot(snapshot) })).toThrow(
        new Error(
          'Stack/Database: `restoreFrom` must be the name of a snapshot of a cluster, or the ARN of a snapshot ' +
            `('arn:aws:rds:...:cluster-snapshot:...'), got: '${snapshot}'.`,
        ),
      );
    },
  );

  test('must be in the region of the stack, where that is known', () => {
    const build = (region: string) =>
      database(newStack({ env: { region } }), {
        credentials,
        restoreFrom: RestoreFrom.snapshot(arnOf('cluster-snapshot')),
      });
    expect(() => build('eu-central-1')).not.toThrow();
    expect(() => build('us-east-1')).toThrow(
      new Error(
        'Stack/Database: `restoreFrom` must be a snapshot in the region of the stack, us-east-1, got: ' +
          `'${arnOf('cluster-snapshot')}'. Copy it with \`aws rds copy-db-cluster-snapshot\`.`,
      ),
    );
  });
});

describe('a cluster', () => {
  test.each(['', '1a', 'a--b', 'a-', 'rds:a', 'a'.repeat(64), 'arn:aws:rds:us-east-1:111122223333:cluster:payments'])(
    'may not be identified as %p',
    (identifier) => {
      expect(() => stackWith({ credentials, restoreFrom: RestoreFrom.cluster(identifier) })).toThrow(
        new Error(
          'Stack/Database: `restoreFrom` must be the identifier of a cluster: a letter, then letters, digits and single ' +
            `hyphens, at most 63 characters, got: '${identifier}'.`,
        ),
      );
    },
  );

  test('may have an identifier of 63 characters', () => {
    expect(clusterOf(RestoreFrom.cluster('a'.repeat(63))).SourceDBClusterIdentifier).toHaveLength(63);
  });

  test('is not identified by its resource id', () => {
    expect(() => stackWith({ credentials, restoreFrom: RestoreFrom.cluster(RESOURCE_ID) })).toThrow(
      new Error(
        `Stack/Database: \`restoreFrom\` must be the identifier of a cluster, got: '${RESOURCE_ID}', which is a resource ` +
          'id. Use RestoreFrom.deletedCluster() for it.',
      ),
    );
  });

  test.each(['payments', RESOURCE_ID.toLowerCase(), `${RESOURCE_ID}A`])('that is gone is not called %p', (id) => {
    expect(() => stackWith({ credentials, restoreFrom: RestoreFrom.deletedCluster(id) })).toThrow(
      new Error(
        "Stack/Database: `restoreFrom` must be the resource id of a cluster, 'cluster-' and 26 capital letters and digits, " +
          `as \`aws rds describe-db-cluster-automated-backups\` shows it, got: '${id}'.`,
      ),
    );
  });
});

test.each([
  ['2026-11-25T23:45:00.001Z', '2026-11-25T23:45:00.001Z'],
  ['no day', 'an invalid date'],
])('a time that moves with the clock is refused: %p', (time, got) => {
  for (const restoreFrom of [
    RestoreFrom.cluster('payments', new Date(time)),
    RestoreFrom.deletedCluster(RESOURCE_ID, new Date(time)),
  ]) {
    expect(() => stackWith({ credentials, restoreFrom })).toThrow(
      new Error(
        'Stack/Database: The time of `restoreFrom` must be a whole second that stays the same, got: ' +
          `${got}. Write it out, as new Date('2026-11-25T23:45:00Z').`,
      ),
    );
  }
});
