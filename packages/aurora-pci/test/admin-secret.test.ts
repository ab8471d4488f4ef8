import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib/core';
import { adminName } from '../src/private/admin-secret';
import { MYSQL } from '../src/private/mysql';
import { POSTGRES } from '../src/private/postgres';

const stack = new Stack(undefined, 'Stack');

test.each(
  [
    'admin administrator aurora master mysql pgadmin postgres root sa superuser user',
    'rdsadmin rdsproxyadmin rdsrepladmin rdstopmgr RDS_owner pg_monitor PgAdmin',
  ].flatMap((names) => names.split(' ')),
)("'%s' is a name that attackers try, or that AWS keeps", (name) => {
  for (const family of [POSTGRES, MYSQL])
    expect(() => adminName(stack, family, name, false)).toThrow(
      new Error(
        'Stack: `username` must not be a default or reserved admin name (PCI DSS 4.0.1 requirement 2.2.2), ' +
          `got: '${name}'. Use a name of your own, such as 'dbadmin'.`,
      ),
    );
});

test.each(['dbadmin', 'administrators', 'my_pg_owner', 'rds', 'pgowner'])("'%s' is nobody's name", (name) => {
  expect(adminName(stack, POSTGRES, name, false)).toBe(name);
});

test('a default name of restored data leaves a warning', () => {
  const restored = new Stack(undefined, 'Restored');
  expect(adminName(restored, POSTGRES, 'postgres', true)).toBe('postgres');
  expect(adminName(restored, MYSQL, 'dbadmin', true)).toBe('dbadmin');
  const warnings = Annotations.fromStack(restored).findWarning('*', Match.stringLikeRegexp('restored-default-admin'));
  expect(warnings.map(({ entry }) => entry.data)).toEqual([
    expect.stringContaining("The admin user of the restored data is 'postgres', and cannot be renamed."),
  ]);
});

test.each(['rdsadmin', 'RDSProxyAdmin'])("'%s' is the admin of no data that are restored", (name) => {
  expect(() => adminName(stack, POSTGRES, name, true)).toThrow('must not be a default or reserved admin name');
});
