import type { TextProblem } from '../../model/problems/problem.ts';
import { detached } from '../parts/detached.ts';
import { RecentMap } from '../../util/recent-map.ts';
import { ProblemList } from '../problem-list.ts';
import { shiftTree } from '../tree/shift-tree.ts';
import type { PlacedTree, Tree } from '../tree/tree.ts';
import type { Assembled } from './assemble-layer.ts';
import { layerNamed, type NamedLayer } from './layers/catalog.ts';
import { writtenLayer, type WrittenLayer } from './written-layer.ts';

/** What was read, and the problems found while it was; offsets count as those of the item. */
export interface Recorded<T> {
  readonly value: T;
  readonly problems: readonly TextProblem[];
}

/** One item of `layers`: what follows from it alone, wherever it stands. */
export class LayerItem {
  readonly tree: Tree;
  /** From whose beginning offsets count. */
  readonly text: string;
  /** Null where it is no layer. */
  readonly written: Recorded<WrittenLayer | null>;
  readonly named: NamedLayer | null;
  /** Names that are written in it. */
  readonly names: readonly string[];
  /** By what the rest of the model decides about it. */
  readonly #assembled = new Map<string, Recorded<Assembled>>();

  constructor(tree: Tree, text: string) {
    this.tree = tree;
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

/** An item at its place in the text. */
export interface PlacedItem {
  readonly item: LayerItem;
  /** Where the text begins that the item's offsets count from. */
  readonly at: number;
}

/** Items that are kept at least. */
const leastKept = 1000;

/**
 * The items of the files that were read lately. A tree that was kept from an earlier reading has its item, and all lines
 * that are written alike have one.
 */
export class LayerItems {
  readonly #ofTrees = new RecentMap<Tree, PlacedItem>();
  readonly #ofLines = new RecentMap<string, LayerItem>();

  /** Before the items of a list of so many are asked for. */
  begin(count: number): void {
    this.#ofTrees.begin(Math.max(leastKept, count));
    this.#ofLines.begin(Math.max(leastKept, count));
  }

  of({ tree, at, text }: PlacedTree): PlacedItem {
    let placed = this.#ofTrees.get(tree);
    if (!placed) this.#ofTrees.set(tree, (placed = this.#read(tree, text)));
    return at === 0 ? placed : { item: placed.item, at: at + placed.at };
  }

  #read(tree: Tree, text: string): PlacedItem {
    const line = ownLine(tree, text);
    if (line === null) return { item: new LayerItem(tree, text), at: 0 };
    let item = this.#ofLines.get(line.text);
    if (!item) {
      const own = detached(line.text);
      item = new LayerItem(shiftTree(tree, -line.start), own);
      this.#ofLines.set(own, item);
    }
    return { item, at: line.start };
  }
}

/** The line of an item of a block list that stands on one alone; null where what it says may depend on other lines. */
function ownLine(tree: Tree, text: string): { readonly text: string; readonly start: number } | null {
  const start = text.lastIndexOf('\n', tree.start) + 1;
  const next = text.indexOf('\n', tree.start);
  const end = next < 0 ? text.length : next;
  if (tree.kind === 'broken' || tree.end > end) return null;
  const line = text.slice(start, end);
  // Anchors, aliases and tags mean what other places say.
  const isAlone = /^ *- +[^-\s&*!][^&*!]*$/.test(line) && /^ *- +$/.test(line.slice(0, tree.start - start));
  return isAlone ? { text: line, start } : null;
}
