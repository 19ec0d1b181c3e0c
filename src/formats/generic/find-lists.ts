import { keyText, type SequenceTree, type Tree } from '../tree/tree.ts';
import { isLayer } from './read-layer.ts';

/** A list of layers, named by the keys that lead to it. */
export interface LayerList {
  readonly name: string;
  readonly tree: SequenceTree;
}

const deepest = 20;

/** The list at a path, whatever it holds; for `*` every list of which most items are layers. */
export function findLists(root: Tree, path: string): readonly LayerList[] {
  if (path === '*') return [...searched(root, [], 0)];
  const found = path.split('.').reduce<Tree | undefined>(inside, root);
  return found?.kind === 'sequence' ? [{ name: path, tree: found }] : [];
}

/** The value of a key, or an item by its number from 0. */
function inside(tree: Tree | undefined, key: string): Tree | undefined {
  if (tree?.kind === 'mapping') return tree.entries.findLast((entry) => keyText(entry) === key)?.value;
  return tree?.kind === 'sequence' ? tree.items[Number(key)] : undefined;
}

function* searched(tree: Tree, keys: readonly string[], depth: number): Generator<LayerList> {
  if (depth > deepest) return;
  if (tree.kind === 'mapping') {
    for (const entry of tree.entries) yield* searched(entry.value, [...keys, keyText(entry)], depth + 1);
  }
  if (tree.kind !== 'sequence') return;
  if (tree.items.filter(isLayer).length * 2 > tree.items.length) {
    yield { name: keys.join('.') || 'layers', tree };
    return;
  }
  for (const [index, item] of tree.items.entries())
    yield* searched(item, [...keys, String(index)], depth + 1);
}
