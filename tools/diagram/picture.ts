/** Where a box stands. Public subnets are drawn twice, where requests come in and where they leave. */
export type Place = 'outside' | 'entry' | 'exit' | 'private' | 'isolated' | 'regional';

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
  readonly network: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}
