import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from '../../src/private/rule';
import { RULES } from '../../src/private/rules';
import { LEFT_OUT, type LeftOut, type Reason } from './left-out';

/** A list of controls that others check for PCI DSS 4.0, as far as it is about the services used here. */
export interface ControlList {
  /** Prefix of its controls in `covers`, and name of its file. */
  readonly key: string;
  readonly title: string;
  /** Whether a control that is not in it does not exist: then a rule that names one has a misprint. */
  readonly complete: boolean;
}

export const LISTS: readonly ControlList[] = [
  // Rules name controls of Security Hub's other standards too, where they cover one.
  { key: 'securityhub', title: 'AWS Security Hub, PCI DSS v4.0.1', complete: false },
  { key: 'prowler', title: 'Prowler 5, PCI DSS 4.0', complete: true },
  { key: 'pulumi', title: 'Pulumi pre-built pack, PCI DSS v4.0.1', complete: true },
];

/** Why a control that no template shows is left out, by the column `visible` of its list. */
const NOT_VISIBLE: Readonly<Record<string, { readonly reason: Reason; readonly why: string }>> = {
  account: { reason: 'account', why: 'a setting of the account or the organization' },
  runtime: { reason: 'runtime', why: 'it shows while the system runs' },
  outside: { reason: 'other service', why: 'these platforms do not use it' },
};

/** A control of a list, and what became of it. */
export interface Line {
  readonly control: string;
  readonly requirements: string;
  /** Ids of the rules that cover it. */
  readonly rules: readonly string[];
  readonly leftOut?: Omit<LeftOut, 'control'>;
}

export interface Account {
  readonly list: ControlList;
  readonly lines: readonly Line[];
  /** What does not add up, in words. */
  readonly problems: readonly string[];
}

export interface Inputs {
  readonly rules: readonly Pick<Rule, 'id' | 'covers'>[];
  readonly leftOut: readonly LeftOut[];
  /** Text of the file of a list. */
  readonly text: (key: string) => string;
}

const OWN: Inputs = {
  rules: RULES,
  leftOut: LEFT_OUT,
  text: (key) => readFileSync(join(__dirname, `${key}.csv`), 'utf8'),
};

/** Goes through every control of every list. */
export function account(inputs: Inputs = OWN): Account[] {
  return LISTS.map((list) => {
    const [, ...rows] = inputs.text(list.key).trim().split('\n');
    const lines = rows.map((row) => lineOf(list, row.trim(), inputs));
    return { list, lines, problems: [...lines.flatMap(problemOf), ...strangers(list, lines, inputs)] };
  });
}

/** What names no list, no control, or no rule. */
export function stray({ rules, leftOut }: Inputs = OWN): string[] {
  const ids = rules.map(({ id }) => id);
  const listed = (control: string) => LISTS.some(({ key }) => control.startsWith(`${key}:`));
  return [
    ...rules.flatMap(({ id, covers = [] }) =>
      covers.filter((control) => !listed(control)).map((control) => `${id} covers ${control}, which is of no list`),
    ),
    ...leftOut.flatMap(({ control, by }) =>
      by !== undefined && !ids.includes(by) ? [`${control} is left out for ${by}, which is no rule`] : [],
    ),
  ];
}

function lineOf({ key }: ControlList, row: string, { rules, leftOut }: Inputs): Line {
  const [name = '', visible = '', requirements = ''] = row.split(',');
  const control = `${key}:${name}`;
  const covering = rules.filter(({ covers }) => covers?.includes(control)).map(({ id }) => id);
  const said = leftOut.find((one) => one.control === control);
  // A rule may look at what the list does not expect of a template.
  const expected = covering.length > 0 ? undefined : NOT_VISIBLE[visible];
  return { control, requirements, rules: covering, leftOut: said ?? expected };
}

function problemOf({ control, rules, leftOut }: Line): string[] {
  if (rules.length === 0 && !leftOut) return [`${control} is covered by no rule, and nobody says why`];
  return rules.length > 0 && leftOut ? [`${control} is left out, and covered by ${rules.join(', ')}`] : [];
}

/** Names that the list does not have. */
function strangers({ key, complete }: ControlList, lines: readonly Line[], { rules, leftOut }: Inputs): string[] {
  const known = lines.map(({ control }) => control);
  const unknown = (control: string) => control.startsWith(`${key}:`) && !known.includes(control);
  const named = rules.flatMap(({ id, covers = [] }) => covers.map((control) => ({ by: id, control })));
  const out = leftOut.map(({ control }) => ({ by: 'left-out.ts', control }));
  return [...(complete ? named : []), ...out]
    .filter(({ control }) => unknown(control))
    .map(({ by, control }) => `${by} names ${control}, which the list does not have`);
}
