import type { Shape } from '../../model/graph/shape.ts';
import { valueOf, type MappingTree, type Tree } from '../tree/tree.ts';
import { listItems, readShape, textOf } from './config.ts';

/** An input of a layer: which layer, which of its calls, which of its outputs. */
export interface KerasReference {
  readonly layer: string;
  readonly call: number;
  readonly output: number;
  readonly place: Tree;
  /** The tensor's shape where the file says it (Keras 3). */
  readonly shape: Shape;
}

/**
 * The references in a part of a model: `["conv", 0, 0, {…}]` in Keras 2, also among the keyword arguments, and
 * `{"class_name": "__keras_tensor__", "config": {"shape": …, "keras_history": ["conv", 0, 0]}}` in Keras 3.
 */
export function referencesIn(tree: Tree | undefined): readonly KerasReference[] {
  if (tree?.kind === 'mapping') return inMapping(tree);
  if (tree?.kind !== 'sequence') return [];
  const own = reference(tree.items, tree, null);
  if (own === null) return tree.items.flatMap(referencesIn);
  return [own, ...tree.items.slice(3).flatMap(referencesIn)];
}

function inMapping(tree: MappingTree): readonly KerasReference[] {
  if (textOf(valueOf(tree, 'class_name')) === '__keras_tensor__') {
    const config = valueOf(tree, 'config');
    const history = config?.kind === 'mapping' ? valueOf(config, 'keras_history') : undefined;
    const shape = config?.kind === 'mapping' ? readShape(valueOf(config, 'shape')) : null;
    const own = history === undefined ? null : reference(listItems(history) ?? [], history, shape);
    return own === null ? [] : [own];
  }
  return tree.entries.flatMap(({ value }) => referencesIn(value));
}

function reference(items: readonly Tree[], place: Tree, shape: Shape): KerasReference | null {
  const layer = textOf(items[0]);
  const call = numberOf(items[1]);
  const output = numberOf(items[2]);
  return layer === null || call === null || output === null ? null : { layer, call, output, place, shape };
}

function numberOf(tree: Tree | undefined): number | null {
  return tree?.kind === 'scalar' && typeof tree.value === 'number' ? tree.value : null;
}
