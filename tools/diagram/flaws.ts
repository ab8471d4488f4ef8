import { type Frame, type Layout, type PlacedArrow, type PlacedBox, type PlacedTier, SHEET, TIER } from './placed';
import { TEXT, widthOf } from './text';

interface Thing extends Frame {
  readonly what: string;
}

/** What would keep a person from reading a picture, each in words; none where it can be shown. */
export function flawsOf({ width, height, tiers, boxes, arrows }: Layout): string[] {
  const solid = [...tiers.map(titleOf), ...boxes.map(cardOf), ...arrows.flatMap(labelOf)];
  const lines = arrows.flatMap(linesOf);
  const sheet = { x: 0, y: 0, width, height };
  return [
    ...(width > SHEET.width ? [`it is ${width} pixels wide, and a README shows ${SHEET.width}`] : []),
    ...(height > SHEET.highest ? [`it is ${height} pixels high, and may be ${SHEET.highest}`] : []),
    ...solid.filter((one) => !isWithin(one, sheet)).map(({ what }) => `${what} leaves the sheet`),
    ...pairsIn(solid, overlap).map(([one, other]) => `${one.what} covers ${other.what}`),
    ...pairs(lines, solid, overlap).map(([line, one]) => `${line.what} crosses ${one.what}`),
    ...pairsIn(tiers, cut).map(([one, other]) => `${nameOf(one)} covers ${nameOf(other)}`),
    ...pairs(tiers, tiers, speaksIn).map(([one, other]) => `${titleOf(one).what} stands in ${nameOf(other)}`),
    ...pairs(boxes, tiers, isMisplaced).map(([box, tier]) => `${cardOf(box).what} is not where ${nameOf(tier)} says`),
  ];
}

/** The pairs of two lists that a test holds for. */
function pairs<A, B>(ones: readonly A[], others: readonly B[], test: (one: A, other: B) => boolean): [A, B][] {
  return ones.flatMap((one) => others.filter((other) => test(one, other)).map((other): [A, B] => [one, other]));
}

/** The same within one list, where it does not matter which of two is the first. */
function pairsIn<T>(all: readonly T[], test: (one: T, other: T) => boolean): [T, T][] {
  return all.flatMap((one, index) => pairs([one], all.slice(index + 1), test));
}

/** Whether tiers overlap, but for those in the network. */
function cut(one: PlacedTier, other: PlacedTier): boolean {
  return overlap(one, other) && !isWithin(one, other) && !isWithin(other, one);
}

/** Whether the title of a tier stands in one beside or below it. */
function speaksIn(one: PlacedTier, other: PlacedTier): boolean {
  return !isWithin(one, other) && overlap(titleOf(one), other);
}

/** Whether a box is out of its tier, or in that of others. */
function isMisplaced(one: PlacedBox, tier: PlacedTier): boolean {
  const { place } = one.box;
  const isAround = tier.kind === place || (tier.kind === 'network' && place !== 'outside' && place !== 'regional');
  return isAround ? !isWithin(one, tier) : overlap(one, tier);
}

function nameOf({ title }: PlacedTier): string {
  return `the tier "${title.join(', ')}"`;
}

function titleOf({ x, y, title }: PlacedTier): Thing {
  return {
    what: `the title "${title.join(', ')}"`,
    x: x + TIER.title.left,
    y: y + TIER.title.top,
    width: Math.max(...title.map((line, index) => widthOf(line, index === 0 ? 'title' : 'detail'))),
    height: title.length * TEXT.line,
  };
}

function cardOf({ box, x, y, width, height }: PlacedBox): Thing {
  return { what: `the box "${box.title}"`, x, y, width, height };
}

function labelOf({ arrow, label }: PlacedArrow): Thing[] {
  return label ? [{ ...label, what: `the label "${arrow.label.replaceAll('\n', ', ')}"` }] : [];
}

/** An arrow's lines, each as a frame without width or without height. */
function linesOf({ arrow, points }: PlacedArrow): Thing[] {
  return points.slice(1).map((end, index) => {
    const start = points[index] ?? end;
    return {
      what: `the arrow "${arrow.label.replaceAll('\n', ', ')}"`,
      x: Math.min(start.x, end.x),
      y: Math.min(start.y, end.y),
      width: Math.abs(start.x - end.x),
      height: Math.abs(start.y - end.y),
    };
  });
}

/** An arrow that ends at a box touches it; half a pixel is what layouts round away. */
function overlap(a: Frame, b: Frame): boolean {
  return (
    a.x + a.width > b.x + 0.5 && b.x + b.width > a.x + 0.5 && a.y + a.height > b.y + 0.5 && b.y + b.height > a.y + 0.5
  );
}

function isWithin({ x, y, width, height }: Frame, frame: Frame): boolean {
  return x >= frame.x && y >= frame.y && x + width <= frame.x + frame.width && y + height <= frame.y + frame.height;
}
