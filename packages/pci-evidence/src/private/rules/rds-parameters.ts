import { has, judge, type Test, target } from '../checks';
import type { Check } from '../rule';
import { describe, type Possibility, textOf } from '../template/possibility';
import { type Reader, targetsOf } from '../template/read';
import type { Resource } from '../template/template';
import { type Judgement, readOff, worst } from '../verdict';

const CLUSTER = 'AWS::RDS::DBCluster';

/** AWS's own group sets none of what the rules ask for. */
export const isDefaultGroup = (one: Possibility) => one.kind === 'absent' || /^default[.:]/.test(textOf(one));

/** A parameter of the group that a cluster has. */
export const clusterParameter = (name: string, test: Test, expected: string): Check =>
  target('DBClusterParameterGroupName', has(['Parameters', name], test, `${name} = ${expected}`), isDefaultGroup);

/**
 * A parameter that both kinds of groups know, as it is in force for a cluster or an instance of one: what the group of
 * the instance says goes before what the group of the cluster says.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_WorkingWithDBClusterParamGroups.html
 */
export const parameterInForce = (name: string, test: Test, expected: string): Check => {
  const ofCluster = clusterParameter(name, test, expected);
  return (database, reader) => {
    const inherited = database.type === CLUSTER ? ofCluster : target('DBClusterIdentifier', ofCluster);
    return worst(
      groupsOfInstances(database, reader).flatMap((one): Judgement[] => {
        if (isDefaultGroup(one)) return [inherited(database, reader)];
        const groups = targetsOf([one]);
        if (groups.length === 0) return [{ ...ELSEWHERE, path: one.path, found: describe(one) }];
        return groups.flatMap((group) =>
          reader
            .read(group, ['Parameters', name])
            .map((value) =>
              value.kind === 'absent'
                ? inherited(database, reader)
                : readOff(group, judge([value], test, `${name} = ${expected}`)),
            ),
        );
      }),
    );
  };
};

const ELSEWHERE = { outcome: 'undecidable', expected: 'a resource of this app' } as const;

/** The group that an instance names, or that a cluster gives to every instance with an upgrade. */
export function groupsOfInstances(database: Resource, reader: Reader): Possibility[] {
  return reader.read(database, database.type === CLUSTER ? 'DBInstanceParameterGroupName' : 'DBParameterGroupName');
}

export const isOn: Test = (value) => /^(on|1|true)$/i.test(String(value));
