import type { IConstruct } from 'constructs';
import type { Acknowledgement } from '../acknowledgement';
import { fail } from './fail';
import { requireMatch } from './match';
import { RULES } from './rules';

const METADATA = '@org/pci-evidence:acknowledgement';
const MIN_REASON = 20;

/** Notes an acknowledgement on a construct, after checking that an assessor can use it. */
export function noteAcknowledgement(scope: IConstruct, acknowledgement: Acknowledgement): void {
  const { rule, reason, acceptedBy, until } = acknowledgement;
  if (!RULES.some(({ id }) => id === rule)) {
    fail(
      scope,
      `\`rule\` must be the id of a rule, got: '${rule}'. ` +
        `${nearest(String(rule))}PciRules.all() lists them, and so does report.html.`,
    );
  }
  if (typeof reason !== 'string' || reason.trim().length < MIN_REASON) {
    fail(
      scope,
      `\`reason\` must say why the risk is accepted, in ${MIN_REASON} characters or more, got: '${reason}'. ` +
        'Name what mitigates it.',
    );
  }
  requireMatch(scope, 'acceptedBy', acceptedBy, /\S/, 'a person or a role that can answer for it');
  requireDay(scope, 'until', until);
  // A copy for each construct: one object that is given to several would be in use for all of them as soon as it is for one.
  scope.node.addMetadata(METADATA, { ...acknowledgement });
}

/** Acknowledgements on a construct itself. */
export function acknowledgementsOn(scope: IConstruct): Acknowledgement[] {
  return scope.node.metadata.filter(({ type }) => type === METADATA).map(({ data }) => data as Acknowledgement);
}

/** Refuses what is no day of the calendar. */
export function requireDay(scope: IConstruct, prop: string, text: string): void {
  if (!isDay(text)) fail(scope, `\`${prop}\` must be a day written as YYYY-MM-DD, got: '${text}'.`);
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Rules of the service that was probably meant. */
function nearest(rule: string): string {
  const service = rule.split('.')[1]?.toLowerCase();
  const siblings = RULES.filter(({ id }) => id.split('.')[1]?.toLowerCase() === service).map(({ id }) => id);
  return siblings.length > 0 ? `Rules of that service: ${siblings.join(', ')}. ` : '';
}
