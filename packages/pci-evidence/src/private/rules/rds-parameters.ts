import { has, type Test, target } from '../checks';
import type { Check } from '../rule';
import { type Possibility, textOf } from '../template/possibility';

/** AWS's own group sets none of what the rules ask for. */
export const isDefaultGroup = (one: Possibility) => one.kind === 'absent' || /^default[.:]/.test(textOf(one));

/** A parameter of the group that a cluster has. */
export const clusterParameter = (name: string, test: Test, expected: string): Check =>
  target('DBClusterParameterGroupName', has(['Parameters', name], test, `${name} = ${expected}`), isDefaultGroup);

export const isOn: Test = (value) => /^(on|1|true)$/i.test(String(value));
