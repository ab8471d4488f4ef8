/** Where a box stands, from the internet inwards. */
export type Place = 'outside' | 'public' | 'private' | 'isolated' | 'regional';

export interface Box {
  readonly id: string;
  readonly place: Place;
  readonly title: string;
  readonly details: readonly string[];
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** An architecture as a person draws it: a box for what matters, an arrow for each way that requests and messages take. */
export interface Picture {
  readonly title: string;
  /** Of the VPC. */
  readonly network: { readonly addresses: string; readonly location: string };
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}
