/** Sizes in pixels. */
export const TEXT = { heading: 16, title: 13, detail: 12, line: 16 };
export const FONT = "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif";
export type Style = 'title' | 'detail';

/**
 * Text is measured generously for Arial and what stands in for it with the same widths; the fonts that systems show by
 * themselves differ too much, and DejaVu Sans is an eighth wider.
 */
const WIDTH_OF_A_LETTER: Readonly<Record<Style, number>> = { title: 7.4, detail: 7 };

export function widthOf(text: string, style: Style): number {
  return text.length * WIDTH_OF_A_LETTER[style];
}

/** A text in lines of at most a width, broken after spaces and hyphens. What has neither stays whole. */
export function wrapped(text: string, style: Style, width: number): string[] {
  const lines = [''];
  for (const piece of text.split(/(?<=[\s-])/)) {
    const line = `${lines.at(-1)}${piece}`;
    if (line === piece || widthOf(line.trimEnd(), style) <= width) lines.splice(-1, 1, line);
    else lines.push(piece);
  }
  return lines.map((line) => line.trimEnd());
}
