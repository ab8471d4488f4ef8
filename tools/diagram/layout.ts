import { cardOf } from './card';
import { type Flow, flowOf } from './flow';
import type { Arrow, Box, Picture } from './picture';
import { bottomOf, type Layout, type PlacedBox, SHEET, TIER } from './placed';
import { ROOM, TITLES, withTiers } from './tiers';

/** How wide a box may be where arrows are, the first first: the next ones where that makes too wide a picture. */
const WIDEST_IN_FLOW = [320, 260, 200, 160];
const STRIP_COLUMNS = 3;

/**
 * Finds a place for everything, from top to bottom: what is outside, the tiers of the network, the services of the
 * region. Of these services, those that no arrow touches stand in rows of their own.
 */
export async function layOut(picture: Picture): Promise<Layout> {
  const linked = new Set(picture.arrows.flatMap(({ from, to }) => [from, to]));
  const standsAside = ({ id, place }: Box) => place === 'regional' && !linked.has(id);
  const boxes = picture.boxes.filter((box) => !standsAside(box));
  const layout = withTiers(await widestFlow(boxes, picture.arrows), picture.network);
  return withStrip(layout, picture.boxes.filter(standsAside));
}

async function widestFlow(boxes: readonly Box[], arrows: readonly Arrow[], widths = WIDEST_IN_FLOW): Promise<Flow> {
  const [widest = 0, ...narrower] = widths;
  const cards = boxes.map((box) => cardOf(box, widest));
  const flow = await flowOf(cards, arrows);
  return flow.width <= ROOM || narrower.length === 0 ? flow : widestFlow(boxes, arrows, narrower);
}

/** Puts boxes in rows at the bottom of the region's tier, which is made where there is none. */
function withStrip(layout: Layout, boxes: readonly Box[]): Layout {
  if (boxes.length === 0) return layout;
  const tiers = layout.tiers.filter(({ kind }) => kind !== 'regional');
  const there = layout.tiers.find(({ kind }) => kind === 'regional');
  const x = SHEET.margin;
  const y = there?.y ?? layout.height - SHEET.margin + TIER.gap;
  const width = SHEET.width - 2 * SHEET.margin;
  const rows = strip(boxes, {
    x: x + TIER.padding,
    y: there ? bottomOf(there) : y + TIER.header,
    width: width - 2 * TIER.padding,
  });
  const height = Math.max(...rows.map(bottomOf)) + TIER.padding - y;
  return {
    ...layout,
    height: y + height + SHEET.margin,
    tiers: [...tiers, { kind: 'regional', title: TITLES.regional, x, y, width, height }],
    boxes: [...layout.boxes, ...rows],
  };
}

/** Boxes in columns of one width, and rows each as high as the highest box in it. */
function strip(boxes: readonly Box[], { x, y, width }: { x: number; y: number; width: number }): PlacedBox[] {
  const column = (width + TIER.gap) / STRIP_COLUMNS;
  const cards = boxes.map((box) => cardOf(box, column - TIER.gap));
  let top = y;
  return Array.from({ length: Math.ceil(cards.length / STRIP_COLUMNS) }, (_, row) =>
    cards.slice(row * STRIP_COLUMNS, (row + 1) * STRIP_COLUMNS),
  ).flatMap((row) => {
    const height = Math.max(...row.map((card) => card.height));
    const placed = row.map((card, index) => ({
      ...card,
      x: x + index * column,
      y: top,
      width: column - TIER.gap,
      height,
    }));
    top += height + TIER.gap;
    return placed;
  });
}
