import { shiftTree } from './shift-tree.ts';
import type { PlacedTree, SequenceTree } from './tree.ts';

/** A list whose items were read by themselves. They are moved to their places when they are asked for. */
export function placedSequence(start: number, placed: readonly PlacedTree[]): SequenceTree {
  const last = placed.at(-1);
  let items: SequenceTree['items'] | null = null;
  return {
    kind: 'sequence',
    start,
    end: last ? last.tree.end + last.at : start,
    syntax: 'block',
    get items() {
      return (items ??= placed.map(({ tree, at }) => shiftTree(tree, at)));
    },
    placed,
  };
}

/** The items of a list with their parts: those of `text` itself where they were read in one. */
export function placedItems(list: SequenceTree, text: string): readonly PlacedTree[] {
  return list.placed ?? list.items.map((tree) => ({ tree, at: 0, text }));
}
