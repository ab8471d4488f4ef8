import { type Flow, PLACES } from './flow';
import type { Picture, Place } from './picture';
import { bottomOf, type Layout, type PlacedTier, type Point, SHEET, TIER } from './placed';

export const TITLES: Readonly<Record<PlacedTier['kind'], readonly string[]>> = {
  network: [],
  public: ['Public subnets'],
  private: ['Private subnets', 'out through NAT alone'],
  isolated: ['Isolated subnets', 'no way out'],
  regional: ['AWS services', 'in the region'],
};

const LEFT = SHEET.margin + TIER.gap + TIER.gutter;
/** The width that there is for a flow. */
export const ROOM = SHEET.width - SHEET.margin - TIER.gap - TIER.padding - LEFT;

/** The height that the boxes of a place take. */
interface Row {
  readonly place: Place;
  readonly top: number;
  readonly bottom: number;
}
/** Moves down what is below a line. */
interface Space {
  readonly below: number;
  readonly amount: number;
}

/** Makes room for the tiers between the rows of a flow, and draws them around these. */
export function withTiers(flow: Flow, network: Picture['network']): Layout {
  const rows = rowsOf(flow);
  const spaces = [{ below: -Infinity, amount: SHEET.header }, ...spacesFor(rows)];
  const down = (y: number) => spaces.reduce((sum, { below, amount }) => (y > below ? sum + amount : sum), y);
  const aside = LEFT + Math.max(0, (ROOM - flow.width) / 2);
  const moved = <T extends Point>(one: T): T => ({ ...one, x: aside + one.x, y: down(one.y) });
  const tiers = rows.flatMap((row) => tierAround(row, down));
  const all = [...networkAround(tiers, network), ...tiers];
  return {
    width: SHEET.width,
    height: Math.max(SHEET.header, ...all.map(bottomOf), ...rows.map(({ bottom }) => down(bottom))) + SHEET.margin,
    tiers: all,
    boxes: flow.boxes.map(moved),
    arrows: flow.arrows.map(({ arrow, points, label }) => ({
      arrow,
      points: points.map(moved),
      label: label && moved(label),
    })),
  };
}

function rowsOf({ boxes }: Flow): Row[] {
  return PLACES.map((place) => ({ place, inside: boxes.filter(({ box }) => box.place === place) }))
    .filter(({ inside }) => inside.length > 0)
    .map(({ place, inside }) => ({
      place,
      top: Math.min(...inside.map(({ y }) => y)),
      bottom: Math.max(...inside.map(bottomOf)),
    }));
}

function spacesFor(rows: readonly Row[]): Space[] {
  const first = rows.find(isOfNetwork);
  const last = rows.filter(isOfNetwork).at(-1);
  const above = (row: Row) => (row === first ? headerBefore(row, rows) : 0) + TIER.padding;
  const under = (row: Row) => (row === last ? TIER.gap : 0) + TIER.padding;
  return rows
    .filter(({ place }) => place !== 'outside')
    .flatMap((row) => [
      { below: row.top - 1, amount: above(row) },
      { below: row.bottom + 1, amount: under(row) },
    ]);
}

/** What the title of the network needs beside the gap that is there for the arrow from outside. */
function headerBefore(first: Row, rows: readonly Row[]): number {
  const outside = rows.find(({ place }) => place === 'outside');
  const there = outside ? first.top - outside.bottom : 0;
  return Math.max(0, TIER.gap + TIER.header - there);
}

const isOfNetwork = ({ place }: Row): boolean => place !== 'outside' && place !== 'regional';

function tierAround({ place, top, bottom }: Row, down: (y: number) => number): PlacedTier[] {
  if (place === 'outside') return [];
  const indent = place === 'regional' ? 0 : TIER.gap;
  const y = down(top) - TIER.padding;
  return [
    {
      kind: place,
      title: TITLES[place],
      x: SHEET.margin + indent,
      y,
      width: SHEET.width - 2 * (SHEET.margin + indent),
      height: down(bottom) + TIER.padding - y,
    },
  ];
}

function networkAround(tiers: readonly PlacedTier[], { addresses, location }: Picture['network']): PlacedTier[] {
  const inside = tiers.filter(({ kind }) => kind !== 'regional');
  const [first] = inside;
  const last = inside.at(-1);
  if (!first || !last) return [];
  const y = first.y - TIER.header;
  return [
    {
      kind: 'network',
      title: [addresses, location],
      x: SHEET.margin,
      y,
      width: SHEET.width - 2 * SHEET.margin,
      height: bottomOf(last) + TIER.gap - y,
    },
  ];
}
