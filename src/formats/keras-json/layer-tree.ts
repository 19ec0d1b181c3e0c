import { keyText, valueOf, type MappingTree, type Tree } from '../tree/tree.ts';
import { listItems, textOf } from './config.ts';

/** One layer, or one model, as it stands in the file. */
export interface LayerTree {
  readonly className: string;
  readonly name: string;
  readonly tree: MappingTree;
  /** Where its class stands. */
  readonly title: Tree;
  readonly config: Tree | undefined;
  readonly inboundNodes: readonly Tree[];
  /** The layers of a model that is used as a layer; null for a layer. */
  readonly layers: readonly Tree[] | null;
  /** A function of keras.ops rather than a layer. */
  readonly isFunction: boolean;
}

const models = new Set(['Sequential', 'Functional', 'Model']);

/** Reads the frame of a layer; null where the tree is none. */
export function layerTree(tree: Tree, place: number): LayerTree | null {
  if (tree.kind !== 'mapping') return null;
  const title = tree.entries.findLast((entry) => keyText(entry) === 'class_name')?.value;
  const className = textOf(title);
  if (title === undefined || className === null) return null;
  const config = valueOf(tree, 'config');
  const inConfig = (key: string): Tree | undefined =>
    config?.kind === 'mapping' ? valueOf(config, key) : undefined;
  const layers = listItems(inConfig('layers')) ?? (config?.kind === 'sequence' ? config.items : null);
  return {
    className,
    name: textOf(valueOf(tree, 'name')) ?? textOf(inConfig('name')) ?? `${className.toLowerCase()}_${place}`,
    tree,
    title,
    config,
    inboundNodes: listItems(valueOf(tree, 'inbound_nodes')) ?? [],
    layers: models.has(className) ? (layers ?? []) : null,
    isFunction: textOf(valueOf(tree, 'module'))?.includes('.ops.') ?? false,
  };
}
