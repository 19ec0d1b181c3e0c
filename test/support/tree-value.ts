import type { Tree } from '../../src/formats/tree/tree.ts';

/** The plain value of a tree, for comparison; mappings as lists of pairs, so that order and duplicates show. */
export function treeValue(tree: Tree): unknown {
  switch (tree.kind) {
    case 'scalar':
      return tree.value;
    case 'broken':
      return { broken: true };
    case 'sequence':
      return tree.items.map(treeValue);
    case 'mapping':
      return Object.fromEntries(tree.entries.map(({ key, value }) => [String(key.value), treeValue(value)]));
  }
}

/** The source text of every scalar, for comparison of positions. */
export function scalarTexts(tree: Tree, text: string): readonly string[] {
  switch (tree.kind) {
    case 'scalar':
    case 'broken':
      return [text.slice(tree.start, tree.end)];
    case 'sequence':
      return tree.items.flatMap((item) => scalarTexts(item, text));
    case 'mapping':
      return tree.entries.flatMap(({ key, value }) => [
        ...scalarTexts(key, text),
        ...scalarTexts(value, text),
      ]);
  }
}
