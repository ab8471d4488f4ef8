import type { Card } from './card';
import type { Arrow, Place } from './picture';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Frame extends Point {
  readonly width: number;
  readonly height: number;
}
export interface PlacedBox extends Card, Frame {}
export interface PlacedTier extends Frame {
  /** A name, and what there is to say of it. */
  readonly title: readonly string[];
  readonly kind: 'network' | Exclude<Place, 'outside'>;
}
export interface PlacedArrow {
  readonly arrow: Arrow;
  readonly points: readonly Point[];
  readonly label?: Frame;
}
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly tiers: readonly PlacedTier[];
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
}

/** The width is that of the column in which GitHub shows a README: text is seen in its own size. */
export const SHEET = { width: 880, highest: 1400, margin: 16, header: 44 };
/** A title stands in a gutter at the left of its tier, which no arrow comes into. */
export const TIER = { padding: 12, gap: 12, gutter: 160, header: 50, title: { left: 12, top: 12 } };

export const bottomOf = ({ y, height }: Frame): number => y + height;
