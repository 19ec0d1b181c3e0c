import type { GraphNode } from '../../model/graph/graph.ts';
import type { Custom } from '../../model/rules/custom-layer.ts';
import type { LayerItem } from './layer-item.ts';
import type { NamedLayer } from './layers/catalog.ts';
import type { Place } from '../problem-list.ts';
import type { WrittenLayer } from './written-layer.ts';

/** The names that a layer may refer to: those of its own block, then those of the blocks around it. */
export interface Scope {
  /** Layers and blocks by name; a block's name stands for its last layer. */
  readonly names: Map<string, Reference>;
  readonly parent: Scope | null;
}

/** Where a layer takes an input from. */
export type Reference =
  | { readonly kind: 'draft'; readonly draft: number; readonly output: number }
  | { readonly kind: 'named'; readonly name: string; readonly place: Place; readonly scope: Scope }
  | { readonly kind: 'unknown' };

/** A node before its inputs are resolved. */
export interface Draft {
  readonly id: string;
  readonly inputs: readonly Reference[];
  readonly blocks: readonly string[];
  readonly content: DraftContent;
}

export type DraftContent =
  /** An input: complete but for its inputs, which it has none of. */
  | { readonly kind: 'input'; readonly node: GraphNode; readonly spatialAxes: number | null }
  | {
      readonly kind: 'layer';
      readonly written: WrittenLayer;
      readonly named: NamedLayer;
      readonly item: LayerItem;
      /** Where the part of the text begins that the item's offsets count from. */
      readonly at: number;
    }
  /** A layer that could not be read, for which a problem was reported. */
  | {
      readonly kind: 'unknown';
      readonly type: string;
      readonly place: Place;
      readonly title: Place;
      /** By the user's rule for its type. */
      readonly custom?: Custom;
    };
