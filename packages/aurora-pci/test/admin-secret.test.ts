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
