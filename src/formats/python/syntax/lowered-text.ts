import type { Tree } from '@lezer/common';
import type { Statement } from './ast.ts';
import { StatementLowering } from './lower-statement.ts';
import { readableChildrenOf } from './nodes.ts';

/** The statements of a text, and which of them each large part of its tree gave. */
export interface LoweredText {
  readonly body: readonly Statement[];
  readonly parts: ReadonlyMap<Tree, Part>;
}

interface Part {
  readonly from: number;
  readonly statements: readonly Statement[];
}

/**
 * Statements that the parser took over from the version before, at the place where they were, are what they were. Of a
 * tree that is cut the last one is left out: it goes on behind the cut, and what it means is not known.
 */
export function loweredText(
  text: string,
  tree: Tree,
  isCut: boolean,
  before: LoweredText | null,
): LoweredText {
  const lowering = new StatementLowering(text);
  const parts = new Map<Tree, Part>();
  const { nodes, isWhole } = readableChildrenOf(tree.topNode);
  const body = (isCut && isWhole ? nodes.slice(0, -1) : nodes).flatMap((node) => {
    const own = node.tree;
    const known = own && before?.parts.get(own);
    const statements = known?.from === node.from ? known.statements : lowering.topLevel(node);
    if (own) parts.set(own, { from: node.from, statements });
    return statements;
  });
  return { body, parts };
}
