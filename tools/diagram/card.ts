import type { Box } from './picture';
import { TEXT, widthOf, wrapped } from './text';

/** A box, its text broken into lines, and the room that these take. */
export interface Card {
  readonly box: Box;
  readonly title: readonly string[];
  readonly details: readonly string[];
  readonly width: number;
  readonly height: number;
}

export const PADDING = 12;
const NARROWEST = 120;

export function cardOf(box: Box, widest: number): Card {
  const room = widest - 2 * PADDING;
  const title = wrapped(box.title, 'title', room);
  const details = box.details.flatMap((line) => wrapped(line, 'detail', room));
  const widths = [...title.map((line) => widthOf(line, 'title')), ...details.map((line) => widthOf(line, 'detail'))];
  return {
    box,
    title,
    details,
    width: Math.ceil(Math.max(NARROWEST, ...widths.map((width) => width + 2 * PADDING))),
    height: (title.length + details.length) * TEXT.line + 2 * PADDING - 4,
  };
}
