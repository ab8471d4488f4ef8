import { markdownTable, table } from '../lib/table';
import type { Estimate } from './estimate';
import type { Prices } from './prices';

/** For a terminal. */
export function asText(estimates: readonly Estimate[], prices: Prices): string {
  return report(estimates, prices, table, (text) => `${text}\n${'-'.repeat(text.length)}`);
}

/** For a README. */
export function asMarkdown(estimates: readonly Estimate[], prices: Prices): string {
  return report(estimates, prices, markdownTable, (text) => `**${text}**\n`);
}

function report(
  estimates: readonly Estimate[],
  { date, currency }: Prices,
  draw: (rows: readonly (readonly string[])[]) => string,
  heading: (text: string) => string,
): string {
  const parts = estimates.flatMap((estimate) => [
    heading(`${estimate.environment}: about ${amount(estimate.total, 0)} ${currency} a month at rest`),
    draw([
      ['what is always paid', 'quantity', `${currency} each`, `${currency} a month`],
      ...estimate.fixed.map(({ item, quantity, unitPrice }) => [
        item,
        String(quantity),
        amount(unitPrice),
        amount(quantity * unitPrice),
      ]),
      ['total', '', '', amount(estimate.total)],
    ]),
    '',
  ]);
  const usage = new Map(estimates.flatMap((estimate) => estimate.usage).map((line) => [line.item, line]));
  return [
    ...parts,
    heading('On top, by use'),
    draw([
      ['what', 'unit', `${currency} a unit`],
      ...[...usage.values()].map(({ item, unit, unitPrice }) => [item, unit, String(unitPrice)]),
    ]),
    '',
    `List prices of ${date} in ${[...new Set(estimates.map(({ region }) => region))].join(', ')}, ` +
      'without free tiers, taxes and discounts; tasks at the number that always runs.',
  ].join('\n');
}

function amount(value: number, digits = 2): string {
  return value.toFixed(digits);
}
