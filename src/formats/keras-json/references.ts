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
  /** The keyword argument that it is given as. */
  readonly keyword: string | null;
}

/**
 * The references in a part of a model: `["conv", 0, 0, {…}]` in Keras 2, also among the keyword arguments, and
 * `{"class_name": "__keras_tensor__", "config": {"shape": …, "keras_history": ["conv", 0, 0]}}` in Keras 3.
 */
export function referencesIn(
  tree: Tree | undefined,
  keyword: string | null = null,
): readonly KerasReference[] {
  if (tree?.kind === 'mapping') return inMapping(tree, keyword);
  if (tree?.kind !== 'sequence') return [];
  const own = reference(tree.items, tree, null, keyword);
  const others = (items: readonly Tree[]) => items.flatMap((item) => referencesIn(item, keyword));
  return own === null ? others(tree.items) : [own, ...others(tree.items.slice(3))];
}

function inMapping(tree: MappingTree, keyword: string | null): readonly KerasReference[] {
  if (textOf(valueOf(tree, 'class_name')) === '__keras_tensor__') {
    const config = valueOf(tree, 'config');
    const history = config?.kind === 'mapping' ? valueOf(config, 'keras_history') : undefined;
    const shape = config?.kind === 'mapping' ? readShape(valueOf(config, 'shape')) : null;
    const own = history === undefined ? null : reference(listItems(history) ?? [], history, shape, keyword);
    return own === null ? [] : [own];
  }
  return tree.entries.flatMap(({ key, value }) => {
    const isName = typeof key.value === 'string' && key.value !== 'args' && key.value !== 'kwargs';
    return referencesIn(value, isName ? key.value : keyword);
  });
}

function reference(
  items: readonly Tree[],
  place: Tree,
  shape: Shape,
  keyword: string | null,
): KerasReference | null {
  const layer = textOf(items[0]);
  const call = numberOf(items[1]);
  const output = numberOf(items[2]);
  if (layer === null || call === null || output === null) return null;
  return { layer, call, output, place, shape, keyword };
}

function numberOf(tree: Tree | undefined): number | null {
  return tree?.kind === 'scalar' && typeof tree.value === 'number' ? tree.value : null;
}
