import { PADDING } from './card';
import type { Picture, Place } from './picture';
import { type Frame, type Layout, type PlacedArrow, type PlacedBox, type PlacedTier, SHEET, TIER } from './placed';
import { FONT, TEXT } from './text';

/** Fill and line of each kind of frame; dark enough lines for a printed page. */
const TIER_COLOURS: Readonly<Record<PlacedTier['kind'] | Place, readonly [fill: string, line: string]>> = {
  network: ['#f8fafc', '#64748b'],
  public: ['#fef3e2', '#a05205'],
  private: ['#e8f1fd', '#2862b3'],
  isolated: ['#e7f6ee', '#1a7546'],
  regional: ['#f3effb', '#7152b5'],
  outside: ['#ffffff', '#64748b'],
};

/** The picture as a self-contained SVG with a title and a description for those who cannot see it. */
export function renderSvg(picture: Picture, layout: Layout): string {
  const { width, height } = layout;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${escaped(FONT)}">`,
    `<title id="title">${escaped(picture.title)}</title>`,
    `<desc id="desc">${escaped(describe(picture))}</desc>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#334155"/></marker></defs>',
    `<rect width="${width}" height="${height}" rx="8" fill="#ffffff"/>`,
    text(SHEET.margin, 28, TEXT.heading, 700, '#0f172a', picture.title),
    ...layout.tiers.map(renderTier),
    ...layout.arrows.map(renderArrow),
    ...layout.boxes.map(renderBox),
    ...layout.arrows.map(renderLabel),
    '</svg>',
  ]
    .filter(Boolean)
    .join('\n')}\n`;
}

function renderTier(tier: PlacedTier): string {
  const [fill, line] = TIER_COLOURS[tier.kind];
  const dashes = tier.kind === 'network' ? ' stroke-dasharray="6 4"' : '';
  const { left, top } = TIER.title;
  return [
    rect(tier, 8, fill, line, dashes),
    ...tier.title.map((words, index) =>
      text(
        tier.x + left,
        tier.y + top + 11 + index * TEXT.line,
        index === 0 ? TEXT.title : TEXT.detail,
        index === 0 ? 600 : 400,
        line,
        words,
      ),
    ),
  ].join('');
}

function renderBox({ box, title, details, ...frame }: PlacedBox): string {
  const left = frame.x + PADDING;
  const top = frame.y + PADDING + 10;
  const lines = [
    ...title.map((words) => [TEXT.title, 600, '#0f172a', words] as const),
    ...details.map((words) => [TEXT.detail, 400, '#475569', words] as const),
  ];
  return [
    rect(frame, 6, '#ffffff', TIER_COLOURS[box.place][1], ''),
    ...lines.map(([size, weight, colour, words], index) =>
      text(left, top + index * TEXT.line, size, weight, colour, words),
    ),
  ].join('');
}

function renderArrow({ points }: PlacedArrow): string {
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join(' ');
  return `<path d="${path}" fill="none" stroke="#334155" stroke-width="1.5" marker-end="url(#tip)"/>`;
}

function renderLabel({ arrow, label }: PlacedArrow): string {
  if (!label) return '';
  const lines = arrow.label.split('\n');
  return lines
    .map((line, index) => text(label.x, label.y + 12 + index * TEXT.line, TEXT.detail, 400, '#1e293b', line))
    .join('');
}

function rect({ x, y, width, height }: Frame, radius: number, fill: string, line: string, more: string): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${radius}" fill="${fill}" stroke="${line}"${more}/>`;
}

function text(x: number, y: number, size: number, weight: number, colour: string, content: string): string {
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" font-weight="${weight}" fill="${colour}">${escaped(content)}</text>`;
}

function describe({ network, boxes, arrows }: Picture): string {
  const titles = new Map(boxes.map(({ id, title }) => [id, title]));
  const ways = arrows.map(
    ({ from, to, label }) => `${titles.get(from)} to ${titles.get(to)}: ${label.replaceAll('\n', ', ')}`,
  );
  return `${network.addresses}, ${network.location}. ${ways.join('; ')}.`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(value: string): string {
  return value.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
