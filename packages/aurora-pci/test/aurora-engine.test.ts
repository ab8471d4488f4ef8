import { onlyResource } from '@org/testing';
import { Token } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { AuroraEngine } from '../src';
import { MYSQL, POSTGRES, stackWith } from './fixtures';

const familyOf = (engine: AuroraEngine) =>
  onlyResource(stackWith({ engine }), 'AWS::RDS::DBClusterParameterGroup').Properties.Family;

test.each([
  [POSTGRES, 'aurora-postgresql', '14.6', 'aurora-postgresql14', 5432],
  [AuroraEngine.postgres('17.10'), 'aurora-postgresql', '17.10', 'aurora-postgresql17', 5432],
  [MYSQL, 'aurora-mysql', '8.0.mysql_aurora.3.08.0', 'aurora-mysql8.0', 3306],
  [AuroraEngine.mysql('8.4.7'), 'aurora-mysql', '8.4.mysql_aurora.8.4.7', 'aurora-mysql8.4', 3306],
])('engine %#: version, parameter family and port', (engine, name, version, family, port) => {
  const stack = stackWith({ engine });
  const cluster = onlyResource(stack, 'AWS::RDS::DBCluster').Properties;
  expect([cluster.Engine, cluster.EngineVersion, cluster.Port]).toEqual([name, version, port]);
  expect(familyOf(engine)).toBe(family);
});

const POSTGRES_FORM = "a PostgreSQL version as major.minor from 13 on, such as '14.6'";
const MYSQL_FORM = "an Aurora MySQL version as 8.4.x or 3.xx.x, such as '8.4.7' or '3.08.0'";

test.each(['14', '12.20', '14.6.1', 'v14.6', '14.6-limitless', '', 'latest'])('postgres(%p) is refused', (version) => {
  expect(() => stackWith({ engine: AuroraEngine.postgres(version) })).toThrow(
    new Error(
      `Stack/Database: The version of \`engine\` given to AuroraEngine.postgres() must be ${POSTGRES_FORM}, got: '${version}'.`,
    ),
  );
});

test.each(['3.04.0', '3.08.10', '3.12.99'])('mysql(%p) is taken', (version) => {
  expect(() => stackWith({ engine: AuroraEngine.mysql(version) })).not.toThrow();
});

test.each([
  '3.8.0',
  '2.11.1',
  '3.08',
  '3.08.100',
  '13.08.0',
  '8.0.35',
  '8.4',
  '8.4.7.1',
  '8.4.mysql_aurora.8.4.7',
  '8.0.mysql_aurora.3.08.0',
  '',
])('mysql(%p) is refused', (version) => {
  expect(() => stackWith({ engine: AuroraEngine.mysql(version) })).toThrow(
    new Error(
      `Stack/Database: The version of \`engine\` given to AuroraEngine.mysql() must be ${MYSQL_FORM}, got: '${version}'.`,
    ),
  );
});

test('a version of the other engine is refused with its factory', () => {
  expect(() => stackWith({ engine: AuroraEngine.postgres('3.08.0') })).toThrow(
    new Error(
      `Stack/Database: The version of \`engine\` given to AuroraEngine.postgres() must be ${POSTGRES_FORM}, got: '3.08.0'. ` +
        'Use AuroraEngine.mysql() for it.',
    ),
  );
  expect(() => stackWith({ engine: AuroraEngine.mysql('14.6') })).toThrow(
    new Error(
      `Stack/Database: The version of \`engine\` given to AuroraEngine.mysql() must be ${MYSQL_FORM}, got: '14.6'. ` +
        'Use AuroraEngine.postgres() for it.',
    ),
  );
});

test('a version known only at deployment is refused: the parameter family follows from it', () => {
  expect(() => stackWith({ engine: AuroraEngine.postgres(Token.asString({ Ref: 'Version' })) })).toThrow(
    new Error(
      `Stack/Database: The version of \`engine\` given to AuroraEngine.postgres() must be ${POSTGRES_FORM}, ` +
        'got: a value known only at deployment.',
    ),
  );
});

test('the family is that of the major version, whatever the version', () => {
  const version = fc.tuple(fc.integer({ min: 13, max: 40 }), fc.integer({ min: 0, max: 99 }));
  fc.assert(
    fc.property(version, ([major, minor]) => {
      expect(familyOf(AuroraEngine.postgres(`${major}.${minor}`))).toBe(`aurora-postgresql${major}`);
    }),
    { numRuns: 5 },
  );
});
