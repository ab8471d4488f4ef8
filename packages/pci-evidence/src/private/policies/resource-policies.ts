import type { Reader } from '../template/read';
import type { Resource } from '../template/template';
import type { Judgement } from '../verdict';
import { covers, isNarrowed, type Statement, speaksOfEverybody, statementsOf } from './statements';

/** Where the statements that protect a resource stand: in a resource of their own, or in the resource itself. */
export interface PolicyPlace {
  /** Type of the policy resource, such as `AWS::S3::BucketPolicy`; left out where the resource carries its own. */
  readonly type?: string;
  /** Property that names the protected resources. */
  readonly names?: string;
  /** Property that holds the document. */
  readonly document: string;
}

/** Statements of every policy in the app that speaks of a resource. */
export function policyStatements(resource: Resource, place: PolicyPlace, reader: Reader): Statement[] {
  const { type, names = '', document } = place;
  if (type === undefined) return statementsOf(resource, document, reader);
  return reader
    .referrers(resource, type, names)
    .flatMap((policy) => statementsOf(policy, document, reader).map((statement) => ({ ...statement, policy })));
}

/** Nobody unknown is let in: an Allow for everybody needs a condition that says who is meant. */
export function closedToStrangers(statements: readonly Statement[]): Judgement {
  const expected = 'principals that are named, or a condition that names them';
  const allowed = statements.filter(({ effect }) => effect !== 'Deny');
  const bad = allowed.find((statement) => speaksOfEverybody(statement) && !isNarrowed(statement));
  if (bad) return { outcome: 'violated', ...placeOf(bad), found: `everybody: ${actionsOf(bad)}`, expected };
  const open = allowed.find((statement) => statement.open.length > 0);
  if (open) return { outcome: 'undecidable', ...placeOf(open), found: open.open.join(', '), expected };
  const found = statements.length === 0 ? 'no policy' : whoIsLetIn(allowed);
  return { outcome: 'satisfied', ...documentOf(statements), found, expected };
}

function actionsOf({ actions, notActions, open }: Statement): string {
  return notActions.length > 0 ? `all but ${notActions.join(', ')}` : [...actions, ...open].join(', ');
}

/** Where a statement stands. */
export function placeOf({ path, policy }: Statement): Pick<Judgement, 'path' | 'at'> {
  return { path, at: policy };
}

/** Where the policy stands that statements are of. */
export function documentOf([statement]: readonly Statement[]): Pick<Judgement, 'path' | 'at'> {
  return statement
    ? { path: statement.path.replace(/\.Statement(\[\d+\])?$/, ''), at: statement.policy }
    : { path: '' };
}

/** Names for a person; whoever is narrowed down by conditions is named by these. */
function whoIsLetIn(allowed: readonly Statement[]): string {
  const names = allowed.flatMap((statement) =>
    speaksOfEverybody(statement)
      ? [`whoever fits ${statement.conditions.map(({ key }) => key).join(' and ')}`]
      : statement.principals.map(({ value }) => value),
  );
  return [...new Set(names)].join(', ') || 'nobody';
}

/** A statement refuses whatever comes without TLS, for everybody and every action named. */
export function refusesPlaintext(statements: readonly Statement[], action: string): Judgement {
  const expected = 'a Deny of everything when aws:SecureTransport is false';
  const found = statements.find(
    (statement) =>
      statement.effect === 'Deny' &&
      speaksOfEverybody({ ...statement, effect: 'Allow' }) &&
      covers(statement.actions, action) &&
      statement.conditions.length === 1 &&
      statement.conditions.some(
        ({ operator, key, values }) =>
          /^Bool(IfExists)?$/.test(operator) &&
          key === 'aws:securetransport' &&
          values.every((value) => value === 'false'),
      ),
  );
  return found
    ? { outcome: 'satisfied', ...placeOf(found), found: `a Deny of ${found.actions.join(', ')}`, expected }
    : { outcome: 'violated', path: '', found: 'no such statement', expected };
}
