import { isMap } from '../template/json';
import type { Possibility, Reference } from '../template/possibility';
import type { Path, Reader } from '../template/read';
import type { Resource } from '../template/template';

/** One statement of a policy, as far as the template tells it. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny' | 'open';
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly principals: readonly Principal[];
  /** Who it does not speak of; an Allow with it speaks of everybody else. */
  readonly notPrincipals: readonly Principal[];
  /** Operator, key and values of each condition. */
  readonly conditions: readonly Condition[];
  readonly path: string;
  /** Whether it stands there whatever conditions and parameters come to. */
  readonly sure: boolean;
  /** The resource that holds the policy, where it is one of its own. */
  readonly policy?: Resource;
  /** What the template leaves open, in words; a statement with such a part may say anything. */
  readonly open: readonly string[];
}

interface Principal {
  /** `AWS`, `Service`, `Federated`, or `*`. */
  readonly kind: string;
  readonly value: string;
}

interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Every statement of a policy document, whichever of its possibilities comes true. */
export function statementsOf(resource: Resource, path: Path, reader: Reader): Statement[] {
  return statementsIn(reader.read(resource, path), reader);
}

/** The same of documents that were read already. */
export function statementsIn(documents: readonly Possibility[], reader: Reader): Statement[] {
  const lists = documents.flatMap((document) => reader.listsOf(reader.below(document, 'Statement')));
  return lists.flat().flatMap((item) => {
    const sure = lists.length === 1 && item.length === 1;
    return item.flatMap((one) => statement(one, sure, reader));
  });
}

function statement(one: Possibility, sure: boolean, reader: Reader): Statement[] {
  if (one.kind === 'absent') return [];
  const read = (key: string) => texts(reader.below(one, key), reader);
  const effect = read('Effect').texts[0];
  const parts = {
    actions: read('Action'),
    notActions: read('NotAction'),
    resources: read('Resource'),
    notResources: read('NotResource'),
  };
  const principals = principalsIn(reader.below(one, 'Principal'), reader);
  const notPrincipals = principalsIn(reader.below(one, 'NotPrincipal'), reader);
  return [
    {
      effect: effect === 'Allow' || effect === 'Deny' ? effect : 'open',
      actions: parts.actions.texts,
      notActions: parts.notActions.texts,
      resources: parts.resources.texts,
      notResources: parts.notResources.texts,
      principals: principals.principals,
      notPrincipals: notPrincipals.principals,
      conditions: conditionsIn(reader.below(one, 'Condition'), reader),
      path: one.path,
      sure,
      open: [...Object.values(parts).flatMap(({ open }) => open), ...principals.open, ...notPrincipals.open],
    },
  ];
}

/** Values as text: references by the id of their resource, so that they compare equal wherever they stand. */
function texts(values: readonly Possibility[], reader: Reader): { texts: string[]; open: string[] } {
  const items = reader.listsOf(values).flat(2);
  return {
    texts: items.flatMap((item) => textOf(item) ?? []),
    open: items.flatMap((item) => (item.kind === 'unknown' ? [item.reason] : [])),
  };
}

function textOf(item: Possibility): string | undefined {
  if (item.kind === 'known') return String(item.value);
  if (item.kind === 'text') return item.text;
  return item.kind === 'reference' ? referenceText(item) : undefined;
}

/** How a reference reads in text, the same as inside `Fn::Join`. */
function referenceText({ resource, attribute }: Reference): string {
  return `\${${resource.id}${attribute ? `.${attribute}` : ''}}`;
}

function principalsIn(values: readonly Possibility[], reader: Reader): { principals: Principal[]; open: string[] } {
  const found: Principal[] = [];
  const open: string[] = [];
  for (const value of values) {
    if (value.kind === 'unknown') open.push(value.reason);
    if (value.kind === 'known' && value.value === '*') found.push({ kind: '*', value: '*' });
    if (value.kind !== 'known' || !isMap(value.value)) continue;
    for (const kind of Object.keys(value.value)) {
      const named = texts(reader.below(value, [kind]), reader);
      found.push(...named.texts.map((text) => ({ kind, value: text })));
      open.push(...named.open);
    }
  }
  return { principals: found, open };
}

function conditionsIn(values: readonly Possibility[], reader: Reader): Condition[] {
  return keysBelow(values).flatMap(({ key: operator, of }) =>
    keysBelow(reader.below(of, [operator])).map(({ key, of: block }) => ({
      operator,
      key: key.toLowerCase(),
      values: texts(reader.below(block, [key]), reader).texts,
    })),
  );
}

function keysBelow(values: readonly Possibility[]): { readonly key: string; readonly of: Possibility }[] {
  return values.flatMap((of) =>
    of.kind === 'known' && isMap(of.value) ? Object.keys(of.value).map((key) => ({ key, of })) : [],
  );
}

/** Whether a statement lets in anybody: everyone as principal, or all but some. */
export function speaksOfEverybody({ principals, notPrincipals, effect }: Statement): boolean {
  const everybody = principals.some(({ kind, value }) => kind === '*' || (kind === 'AWS' && value === '*'));
  return everybody || (effect === 'Allow' && notPrincipals.length > 0);
}

/** Keys that, with a fixed value, narrow everybody down to an account, an organization, a resource or a network. */
const NARROWING = [
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  'kms:calleraccount',
  'lambda:eventsourcetoken',
  's3:dataaccesspointaccount',
];

/**
 * Keys of the account that what is asked for belongs to. They narrow a policy that speaks of resources of anybody, as that of
 * an endpoint does; in the policy of one resource they are always true.
 */
export const RESOURCE_ACCOUNT = ['aws:resourceaccount', 's3:resourceaccount'];

/** Whether a condition leaves of everybody only those whom the author knows; `more` are keys that say so as well here. */
export function isNarrowed({ conditions }: Statement, more: readonly string[] = []): boolean {
  return conditions.some(
    ({ operator, key, values }) =>
      [...NARROWING, ...more].includes(key) &&
      /^(ForAnyValue:)?(String|Arn)(Equals|Like)(IgnoreCase)?$/.test(operator) &&
      values.length > 0 &&
      values.every((value) => !leavesOpen(value)),
  );
}

/** A value that anybody fits: a wildcard, an ARN of any account, or one without an account that names nothing either. */
function leavesOpen(value: string): boolean {
  if (/^\*+$/.test(value)) return true;
  // References stand in braces, with colons of their own.
  const [arn, , service, , account = '*', ...rest] = value.replace(/\$\{[^}]*\}/g, '-').split(':');
  if (arn !== 'arn') return false;
  const resource = rest.join(':');
  // Nobody else has a bucket of the same name.
  if (service === 's3') return /^\*/.test(resource);
  return account === '' ? /(^|\/)\*/.test(resource) : /^\*+$/.test(account);
}

/** Whether a statement covers an action, its own wildcards counted. */
export function covers(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => {
    const expression = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.');
    return new RegExp(`^${expression}$`, 'i').test(action);
  });
}
