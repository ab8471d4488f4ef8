import type { IConstruct } from 'constructs';
import { Responsibility, type ResponsibilityOverride } from '../../responsibility';
import { fail } from '../fail';
import type { Rule } from '../rule';
import { RULES } from '../rules';
import { APPENDICES } from './appendices';
import { proofsOf } from './proofs';
import { REQUIREMENTS_1_TO_4 } from './requirements-1-4';
import { REQUIREMENTS_5_TO_8 } from './requirements-5-8';
import { REQUIREMENTS_9_TO_12 } from './requirements-9-12';
import { type Requirement, requirementOf } from './row';

/** Every requirement of PCI DSS 4.0.1 in the order of the standard, then those of its appendices. */
export const REQUIREMENTS: readonly Requirement[] = [
  ...REQUIREMENTS_1_TO_4,
  ...REQUIREMENTS_5_TO_8,
  ...REQUIREMENTS_9_TO_12,
  ...APPENDICES,
].map(requirementOf);

/** The headings under which the standard groups its requirements, in words of ours. */
export const CHAPTERS: Readonly<Record<string, string>> = {
  '1': 'Network controls',
  '2': 'Secure configuration',
  '3': 'Stored account data',
  '4': 'Encryption in transit',
  '5': 'Malware',
  '6': 'Systems and software',
  '7': 'Access by need',
  '8': 'Identity and authentication',
  '9': 'Physical access',
  '10': 'Logging and monitoring',
  '11': 'Security tests',
  '12': 'Organization',
  A1: 'Multi-tenant providers',
  A2: 'Early TLS at terminals',
  A3: 'Supplemental validation',
};

/** Chapter of a requirement: `10` of `10.2.1`. */
export function chapterOf(requirement: string): string {
  return requirement.split('.')[0] ?? requirement;
}

/** One line of the responsibility matrix. */
export interface MatrixLine {
  readonly requirement: string;
  readonly title: string;
  readonly shownBy: readonly Responsibility[];
  /** AWS Config rules and Security Hub controls. */
  readonly controls: readonly string[];
  /** Rules that serve it first. */
  readonly rules: readonly string[];
  /** Rules that serve another requirement first, and this one too. */
  readonly supportingRules: readonly string[];
  /** What an assessor asks people, the running system and AWS for; nothing where the user answers otherwise. */
  readonly proofs: readonly string[];
  /** What the user says of the line. */
  readonly note?: string;
}

/** The matrix, with what rules show and with the lines that a user answers otherwise. */
export function matrix(overrides: readonly ResponsibilityOverride[] = []): MatrixLine[] {
  return REQUIREMENTS.map((line) => {
    const { number, title, shownBy, controls } = line;
    const rules = RULES.filter(({ requirement }) => requirement === number).map(({ id }) => id);
    const supportingRules = RULES.filter(({ related }) => related.includes(number)).map(({ id }) => id);
    const template = rules.length > 0 ? [Responsibility.TEMPLATE] : [];
    const override = overrides.find(({ requirement }) => requirement === number);
    return {
      requirement: number,
      title,
      shownBy: override?.shownBy ?? [...template, ...shownBy],
      controls,
      rules,
      supportingRules,
      proofs: override ? [] : proofsOf(line),
      note: override?.note,
    };
  });
}

const ANSWERS: readonly string[] = Object.values(Responsibility);

/** Refuses overrides that would leave a line without an answer, or that mean no line. */
export function requireOverrides(scope: IConstruct, overrides: readonly ResponsibilityOverride[]): void {
  const seen = new Set<string>();
  for (const { requirement, shownBy, note } of overrides) {
    const at = `\`responsibilities\` for requirement '${requirement}'`;
    if (!REQUIREMENTS.some(({ number }) => number === requirement))
      fail(
        scope,
        `${at} must name a requirement of PCI DSS 4.0.1, such as 9.4.1 or A1.1.1, got: '${requirement}'. ${neighbours(String(requirement))}`,
      );
    if (seen.has(requirement)) fail(scope, `${at} must be given once, got: a second line.`);
    seen.add(requirement);
    if (shownBy.length === 0)
      fail(scope, `${at} must say who shows it, got: []. NOT_APPLICABLE is an answer, with its reason as the note.`);
    if (!shownBy.every((one) => ANSWERS.includes(one)))
      fail(scope, `${at} must be shown by ${ANSWERS.join(', ')}, got: [${shownBy.join(', ')}].`);
    if (shownBy.includes(Responsibility.NOT_APPLICABLE) && shownBy.length > 1)
      fail(scope, `${at} must be NOT_APPLICABLE or shown by somebody, got: [${shownBy.join(', ')}].`);
    if (shownBy.includes(Responsibility.TEMPLATE) && !RULES.some((rule) => serves(rule, requirement)))
      fail(
        scope,
        `${at} must be shown by others than the templates, for no rule serves it, got: [${shownBy.join(', ')}].`,
      );
    if (typeof note !== 'string' || note.trim() === '')
      fail(
        scope,
        `${at} must have a note that says where the proof is found, or why it does not apply, got: '${note}'.`,
      );
  }
}

function serves({ requirement, related }: Rule, number: string): boolean {
  return requirement === number || related.includes(number);
}

function neighbours(requirement: string): string {
  const chapter = requirement.split('.').slice(0, 2).join('.');
  const near = REQUIREMENTS.map(({ number }) => number).filter((number) => number.startsWith(`${chapter}.`));
  return near.length > 0 ? `There are: ${near.join(', ')}.` : '';
}
