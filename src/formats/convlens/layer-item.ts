import type { Problem } from '../../model/problems/problem.ts';
import { ProblemList } from '../problem-list.ts';
import type { PlacedTree, Tree } from '../tree/tree.ts';
import type { Assembled } from './assemble-layer.ts';
import { layerNamed, type NamedLayer } from './layers/catalog.ts';
import { writtenLayer, type WrittenLayer } from './written-layer.ts';

/** What was read, and the problems found while it was; offsets count as those of the item. */
export interface Recorded<T> {
  readonly value: T;
  readonly problems: readonly Problem[];
}

/** One item of `layers`: what follows from it alone, wherever it stands. */
export class LayerItem {
  readonly text: string;
  /** Null where it is no layer. */
  readonly written: Recorded<WrittenLayer | null>;
  readonly named: NamedLayer | null;
  /** Names that are written in it. */
  readonly names: readonly string[];
  /** By what the rest of the model decides about it. */
  readonly #assembled = new Map<string, Recorded<Assembled>>();

  constructor(tree: Tree, text: string) {
    this.text = text;
    this.written = recorded((problems) => writtenLayer(tree, problems));
    this.named = this.written.value && layerNamed(this.written.value.type);
    this.names = namesIn(tree);
  }

  assembled(key: string, read: (problems: ProblemList) => Assembled): Recorded<Assembled> {
    const known = this.#assembled.get(key);
    if (known) return known;
    const found = recorded(read);
    this.#assembled.set(key, found);
    return found;
  }
}

function namesIn(tree: Tree): readonly string[] {
  if (tree.kind !== 'mapping') return [];
  return tree.entries.flatMap((entry) => {
    const { value } = entry;
    return [entry, ...(value.kind === 'mapping' ? value.entries : [])].flatMap((field) =>
      field.key.value === 'name' && field.value.kind === 'scalar' ? [String(field.value.value)] : [],
    );
  });
}

function recorded<T>(read: (problems: ProblemList) => T): Recorded<T> {
  const problems = new ProblemList();
  const value = read(problems);
  return { value, problems: problems.all };
}

/** The items of the files that were read lately. A tree that was kept from an earlier reading has its item. */
export class LayerItems {
  readonly #items = new WeakMap<Tree, LayerItem>();

  of({ tree, text }: PlacedTree): LayerItem {
    let item = this.#items.get(tree);
    if (!item) this.#items.set(tree, (item = new LayerItem(tree, text)));
    return item;
  }
}
