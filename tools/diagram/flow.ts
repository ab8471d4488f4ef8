import ELK, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js';
import type { Card } from './card';
import type { Arrow, Place } from './picture';
import type { PlacedArrow, PlacedBox, Point } from './placed';
import { TEXT, widthOf } from './text';

export interface Flow {
  readonly width: number;
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
}

/** From the top of the picture to its bottom. */
export const PLACES: readonly Place[] = ['outside', 'public', 'private', 'isolated', 'regional'];

/** Boxes are laid out that much narrower on either side, so that no arrow ends at a corner. */
const CORNER = 28;

/** A partition is a band of the picture, so no box stands higher than one of a place before its own. */
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.partitioning.activate': 'true',
  'elk.separateConnectedComponents': 'false',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
  'elk.spacing.nodeNode': String(24 + 2 * CORNER),
  'elk.spacing.edgeNode': String(16 + CORNER),
  'elk.spacing.edgeEdge': '14',
  'elk.spacing.edgeLabel': '6',
  'elk.layered.spacing.nodeNodeBetweenLayers': '18',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.networkSimplex.nodeFlexibility.default': 'PORT_POSITION',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.edgeLabels.sideSelection': 'ALWAYS_UP',
};

/** Finds a place for the boxes along the ways of requests and messages, and for the arrows around them. */
export async function flowOf(cards: readonly Card[], arrows: readonly Arrow[]): Promise<Flow> {
  const graph: ElkNode = {
    id: 'root',
    layoutOptions: OPTIONS,
    children: cards.map(({ box, width, height }) => ({
      id: box.id,
      width: width - 2 * CORNER,
      height,
      layoutOptions: { 'elk.partitioning.partition': String(PLACES.indexOf(box.place)) },
    })),
    edges: [...arrows.map(edgeOf), ...ties(cards, arrows)],
  };
  const { width = 0, children = [], edges = [] } = await new ELK().layout(graph);
  return {
    width: width + 2 * CORNER,
    boxes: cards.map((card, index) => ({ ...card, x: children[index]?.x ?? 0, y: children[index]?.y ?? 0 })),
    arrows: arrows.map((arrow, index) => placed(arrow, edges[index] as ElkExtendedEdge)),
  };
}

function edgeOf({ from, to, label }: Arrow, index: number): ElkExtendedEdge {
  const lines = label.split('\n');
  const width = Math.max(...lines.map((line) => widthOf(line, 'detail')));
  return {
    id: `arrow${index}`,
    sources: [from],
    targets: [to],
    labels: label === '' ? [] : [{ text: label, width: Math.ceil(width), height: lines.length * TEXT.line }],
  };
}

/**
 * A box that no arrow touches stands beside the last one of its place, as if it had the last arrow to that one as well.
 * That arrow is not drawn; its label is there because each label takes a row, and is too small to need room in it.
 */
function ties(cards: readonly Card[], arrows: readonly Arrow[]): ElkExtendedEdge[] {
  const alone = ({ box }: Card) => arrows.every(({ from, to }) => box.id !== from && box.id !== to);
  return cards.filter(alone).flatMap(({ box: { id, place } }) => {
    const beside = cards.filter((card) => card.box.place === place && !alone(card)).at(-1);
    const way = arrows.filter(({ to }) => to === beside?.box.id).at(-1);
    if (!way) return [];
    const labels = way.label === '' ? [] : [{ text: ' ', width: 1, height: 1 }];
    const layoutOptions = { 'elk.layered.priority.shortness': '10' };
    return [{ id: `tie-${id}`, sources: [way.from], targets: [id], labels, layoutOptions }];
  });
}

function placed(arrow: Arrow, { sections = [], labels: [label] = [] }: ElkExtendedEdge): PlacedArrow {
  const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]);
  const aside = ({ x = 0, y = 0 }: Partial<Point>): Point => ({ x: x + CORNER, y });
  const { width = 0, height = 0 } = label ?? {};
  return { arrow, points: points.map(aside), label: label && { ...aside(label), width, height } };
}
