import type { Box, Mark } from '../draw-list.ts';
import type { BlockSize } from './block.ts';
import type { NetworkItem } from './network-item.ts';

/** `across` flows to the right with the backward lane below, `down` flows down with the backward lane at the right. */
export type Orientation = 'across' | 'down';

/** A layer with its place in the picture. Blocks are placed by the left end of their front face's foot. */
export interface PlacedItem {
  readonly item: NetworkItem;
  /** All that belongs to the layer: what a click means. With a lane of their own the gradients are a second area. */
  readonly areas: readonly Box[];
  readonly block: Box;
  readonly blockSize: BlockSize;
  /** Null where the backward lane is left out. */
  readonly gradient: Gradient | null;
  /** Where the verdict's sign and size stand, if there is something to say. */
  readonly badge: Badge | null;
  readonly labels: readonly Mark[];
}

interface Badge {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle';
  /** Without words: the sign stands around (x, y). */
  readonly signOnly?: true;
  /** Each size has a line of its own, this far from the next. */
  readonly stacked?: number;
}

export interface Gradient {
  readonly box: Box;
  readonly size: BlockSize;
}

/** An arrow from block to block: through places along the flow, or around what stands between on one side. */
export interface Arrow {
  readonly lane: 'forward' | 'backward';
  readonly path:
    | { readonly kind: 'through'; readonly points: readonly Point[] }
    | { readonly kind: 'around'; readonly from: Point; readonly to: Point; readonly side: number };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A whole network with its places. */
export interface PlacedNetwork {
  readonly items: readonly PlacedItem[];
  readonly arrows: readonly Arrow[];
  /** By its first part: where a frame's title begins that stands between rows; null: where the frame itself does. */
  readonly titlesLeft: readonly number[] | null;
}
