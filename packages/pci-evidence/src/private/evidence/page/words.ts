import type { Verdict } from '../../assess';
import { type Content, type Markup, markup } from './markup';

/** What a verdict says to a person. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  violated: 'violated',
  undecidable: 'not decidable',
  acknowledged: 'acknowledged',
  satisfied: 'satisfied',
  'not-applicable': 'not applicable',
};

export function badge(verdict: Verdict): Markup {
  return markup`<span class="badge ${verdict}">${VERDICT_WORDS[verdict]}</span>`;
}

/** `1 control`, `2 controls`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A table that a phone shows as blocks; its cells carry their column's name for that. */
export function table(className: string, caption: string, columns: readonly string[], bodies: Content): Markup {
  return markup`<table class="${className}"><caption class="hidden">${caption}</caption><thead><tr>${columns.map(
    (column) => markup`<th scope="col">${column}</th>`,
  )}</tr></thead>${bodies}</table>`;
}

export function option(value: string, label = value): Markup {
  return markup`<option value="${value}">${label}</option>`;
}
