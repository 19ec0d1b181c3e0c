import type { Box, Mark } from '../draw-list.ts';
import type { BlockSize } from './block.ts';
import type { NetworkItem } from './network-item.ts';

/** `across` flows to the right with the backward lane below, `down` flows down with the backward lane at the right. */
export type Orientation = 'across' | 'down';

/** A layer with its place in the picture. Blocks are placed by the left end of their front face's foot. */
export interface PlacedItem {
  readonly item: NetworkItem;
  /** Everything that belongs to the layer: what a click means. */
  readonly bounds: Box;
  readonly block: Box;
  readonly blockSize: BlockSize;
  /** Null where the backward lane is left out. */
  readonly gradient: Gradient | null;
  /** Where the verdict's sign and size stand, if there is something to say. */
  readonly badge: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' } | null;
  readonly labels: readonly Mark[];
}

export interface Gradient {
  readonly box: Box;
  readonly size: BlockSize;
  /** Height of the words below the block. */
  readonly words: number;
}
