import { Responsibility } from '../../responsibility';

/** One requirement of the standard, in words of ours: the text of the standard is not free. */
export interface Requirement {
  readonly number: string;
  readonly title: string;
  /** Who shows it beside the templates, of which the rules tell. */
  readonly shownBy: readonly Responsibility[];
  /** AWS Config rules, or controls of Security Hub, that show it in an account. */
  readonly controls: readonly string[];
}

/** Letters keep a requirement on one line of the tables. */
const BY_LETTER = {
  A: Responsibility.ACCOUNT,
  R: Responsibility.RUNNING_SYSTEM,
  O: Responsibility.ORGANIZATION,
  W: Responsibility.AWS_ATTESTATION,
} as const;

type Letter = keyof typeof BY_LETTER;

/**
 * A line of the matrix: number, title, and a letter for each who shows it (`A`ccount, `R`unning system, `O`rganization,
 * a`W`s). Controls are names of AWS Config rules, or `securityhub:` and an id.
 */
export type Row = readonly [number: string, title: string, shownBy: readonly Letter[], ...controls: string[]];

export function requirementOf([number, title, letters, ...controls]: Row): Requirement {
  return { number, title, shownBy: letters.map((letter) => BY_LETTER[letter]), controls };
}
