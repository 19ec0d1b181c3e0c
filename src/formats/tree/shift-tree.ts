import type { ScalarTree, Tree } from './tree.ts';

/** The same tree, `by` characters further on. */
export function shiftTree(tree: Tree, by: number): Tree {
  if (by === 0) return tree;
  switch (tree.kind) {
    case 'scalar':
      return shiftScalar(tree, by);
    case 'broken':
      return { kind: 'broken', start: tree.start + by, end: tree.end + by };
    case 'sequence': {
      const items = tree.items.map((item) => shiftTree(item, by));
      return { kind: 'sequence', start: tree.start + by, end: tree.end + by, syntax: tree.syntax, items };
    }
    case 'mapping': {
      const entries = tree.entries.map(({ key, value }) => ({
        key: shiftScalar(key, by),
        value: shiftTree(value, by),
      }));
      return { kind: 'mapping', start: tree.start + by, end: tree.end + by, syntax: tree.syntax, entries };
    }
  }
}

function shiftScalar(tree: ScalarTree, by: number): ScalarTree {
  const { value, plain } = tree;
  return { kind: 'scalar', start: tree.start + by, end: tree.end + by, value, plain };
}
