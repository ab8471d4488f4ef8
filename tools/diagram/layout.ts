import ELK, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js';
import type { Arrow, Box, Picture, Place } from './picture';

/**
 * Sizes in pixels. Text is measured generously for Arial and what stands in for it with the same widths; the fonts that
 * systems show by themselves differ too much, and DejaVu Sans is an eighth wider.
 */
export const TEXT = { title: 13, detail: 11, line: 16, padding: 12 };
export const FONT = "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif";
const WIDTH_OF_A_LETTER = { title: 7.4, detail: 6.2, tier: 6.4 };

export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface PlacedBox extends Frame {
  readonly box: Box;
}
export interface PlacedTier extends Frame {
  readonly title: string;
  readonly kind: 'network' | Place;
}
export interface PlacedArrow {
  readonly arrow: Arrow;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly label?: Frame;
}
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly tiers: readonly PlacedTier[];
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
}

const TIERS: Readonly<Record<'entry' | 'exit' | 'private' | 'isolated', string>> = {
  entry: 'Public subnets',
  exit: 'Public subnets',
  private: 'Private subnets, out through NAT alone',
  isolated: 'Isolated subnets, no way out',
};

const SPACING = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.spacing.nodeNode': '20',
  'elk.spacing.edgeNode': '18',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.edgeLabel': '4',
  'elk.layered.spacing.nodeNodeBetweenLayers': '24',
  'elk.layered.spacing.edgeNodeBetweenLayers': '18',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.padding': '[top=16,left=16,bottom=16,right=16]',
};
const STRIP = { margin: 16, header: 34 };
export const TIER_TITLE_LEFT = 14;
const TIER_PADDING = { 'elk.padding': '[top=36,left=18,bottom=18,right=18]' };

/** Finds a place for everything: network tiers as frames, boxes in them, arrows around them. */
export async function layOut(picture: Picture): Promise<Layout> {
  const linked = new Set(picture.arrows.flatMap(({ from, to }) => [from, to]));
  const standsAside = (box: Box) => box.place === 'regional' && !linked.has(box.id);
  const flow: Picture = { ...picture, boxes: picture.boxes.filter((box) => !standsAside(box)) };
  const layout = await layOutFlow(flow);
  return withStrip(layout, picture.boxes.filter(standsAside));
}

/** What requests and messages pass, from left to right. */
async function layOutFlow(picture: Picture): Promise<Layout> {
  const root = await new ELK().layout({
    id: 'root',
    layoutOptions: SPACING,
    children: [
      ...leaves(picture, 'outside'),
      {
        id: 'network',
        layoutOptions: TIER_PADDING,
        children: (['entry', 'private', 'isolated', 'exit'] as const)
          .map((tier) => ({ id: tier, layoutOptions: tierOptions(TIERS[tier]), children: leaves(picture, tier) }))
          .filter(({ children }) => children.length > 0),
      },
      ...leaves(picture, 'regional'),
    ],
    edges: picture.arrows.map((arrow, index) => edgeOf(arrow, index)),
  });
  return collect(root, picture);
}

/** A tier is wide enough for its title. */
function tierOptions(title: string): Record<string, string> {
  const width = Math.ceil(title.length * WIDTH_OF_A_LETTER.tier + 2 * TIER_TITLE_LEFT);
  return { ...TIER_PADDING, 'elk.nodeSize.constraints': '[MINIMUM_SIZE]', 'elk.nodeSize.minimum': `(${width}, 0)` };
}

function leaves({ boxes }: Picture, place: Place): ElkNode[] {
  const here = boxes.filter((box) => box.place === place);
  const sizes = here.map(sizeOf);
  // Equal widths line up.
  const width = Math.max(...sizes.map((size) => size.width));
  return here.map((box, index) => ({ id: box.id, width, height: sizes[index]?.height }));
}

function sizeOf({ title, details }: Box): { width: number; height: number } {
  const widths = [
    title.length * WIDTH_OF_A_LETTER.title,
    ...details.map((line) => line.length * WIDTH_OF_A_LETTER.detail),
  ];
  return {
    width: Math.ceil(Math.max(110, ...widths) + 2 * TEXT.padding),
    height: (1 + details.length) * TEXT.line + 2 * TEXT.padding - 4,
  };
}

function edgeOf({ from, to, label }: Arrow, index: number): ElkExtendedEdge {
  const lines = label.split('\n');
  const width = Math.max(...lines.map((line) => line.length)) * WIDTH_OF_A_LETTER.detail;
  return {
    id: `arrow${index}`,
    sources: [from],
    targets: [to],
    labels: label === '' ? [] : [{ text: label, width: Math.ceil(width), height: lines.length * 14 }],
  };
}

function collect(root: ElkNode, picture: Picture): Layout {
  const frames = new Map<string, Frame>();
  const visit = (node: ElkNode, left: number, top: number): void => {
    const { x = 0, y = 0, width = 0, height = 0 } = node;
    frames.set(node.id, { x: left + x, y: top + y, width, height });
    for (const child of node.children ?? []) visit(child, left + x, top + y);
  };
  visit(root, 0, 0);
  const frame = (id: string) => frames.get(id) as Frame;
  const tier = (id: string, title: string): PlacedTier[] =>
    frames.has(id) ? [{ ...frame(id), title, kind: id as PlacedTier['kind'] }] : [];
  return {
    width: Math.ceil(root.width ?? 0),
    height: Math.ceil(root.height ?? 0),
    tiers: [...tier('network', picture.network), ...Object.entries(TIERS).flatMap(([id, title]) => tier(id, title))],
    boxes: picture.boxes.map((box) => ({ box, ...frame(box.id) })),
    arrows: (root.edges ?? []).map((edge, index) => placedArrow(edge, picture.arrows[index] as Arrow, frame)),
  };
}

/** Puts the boxes that no arrow touches below the rest, in rows of one frame. */
function withStrip(layout: Layout, boxes: readonly Box[]): Layout {
  if (boxes.length === 0) return layout;
  const sizes = boxes.map(sizeOf);
  const width = Math.max(...sizes.map((size) => size.width));
  const height = Math.max(...sizes.map((size) => size.height));
  const frame = { x: STRIP.margin, y: layout.height, width: layout.width - 2 * STRIP.margin };
  const perRow = Math.max(1, Math.floor((frame.width - STRIP.margin) / (width + STRIP.margin)));
  const rows = Math.ceil(boxes.length / perRow);
  const stripHeight = STRIP.header + rows * (height + STRIP.margin);
  const placed = boxes.map((box, index) => ({
    box,
    x: frame.x + STRIP.margin + (index % perRow) * (width + STRIP.margin),
    y: frame.y + STRIP.header + Math.floor(index / perRow) * (height + STRIP.margin),
    width,
    height,
  }));
  return {
    ...layout,
    height: layout.height + stripHeight + STRIP.margin,
    tiers: [...layout.tiers, { ...frame, height: stripHeight, title: 'AWS services in the region', kind: 'regional' }],
    boxes: [...layout.boxes, ...placed],
  };
}

/** ELK counts an edge's coordinates from the frame that holds both its ends. */
function placedArrow(edge: ElkExtendedEdge, arrow: Arrow, frame: (id: string) => Frame): PlacedArrow {
  const { x: left, y: top } = frame((edge as { container?: string }).container ?? 'root');
  const points = (edge.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
  const [label] = edge.labels ?? [];
  return {
    arrow,
    points: points.map(({ x, y }) => ({ x: left + x, y: top + y })),
    label: label && {
      x: left + (label.x ?? 0),
      y: top + (label.y ?? 0),
      width: label.width ?? 0,
      height: label.height ?? 0,
    },
  };
}
