import type { SyntaxNode } from '@lezer/common';
import type { Expression, Unreadable } from './ast.ts';
import type { Text } from '../../../model/text/text.ts';

/** A display with more parts (values, and the commas between them) is data, and takes long to read. */
const mostParts = 40_000;

/** As many statements side by side no program has. */
const mostStatements = 10_000;

/** Thrown for a node with more parts than are read. */
class TooManyParts extends Error {}

/** A node's children without comments. Throws where they are too many: `readOr` says what is there then. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children = firstChildren(node, mostParts);
  if (children.length > mostParts) throw new TooManyParts();
  return children;
}

/** The same for what stands side by side in a text or a block: as many as are read, and whether these are all. */
export function readableChildrenOf(node: SyntaxNode): {
  readonly nodes: readonly SyntaxNode[];
  readonly isWhole: boolean;
} {
  const nodes = firstChildren(node, mostStatements);
  return { nodes: nodes.slice(0, mostStatements), isWhole: nodes.length <= mostStatements };
}

/** Children without comments, up to one more than `most`. */
function firstChildren(node: SyntaxNode, most: number): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child && children.length <= most; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(child);
  }
  return children;
}

/** What `read` makes of a node; where that has too many parts, it is not read. */
export function readOr<T>(node: SyntaxNode, read: () => T, otherwise: (unread: Unreadable) => T): T {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof TooManyParts)) throw thrown;
    return otherwise(unreadable(node, 'more parts than are read'));
  }
}

/** Cuts a list at each child of the given name, which is left out. */
export function splitAt(nodes: readonly SyntaxNode[], separator: string): SyntaxNode[][] {
  const groups: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === separator) groups.push([]);
    else groups.at(-1)?.push(node);
  }
  return groups;
}

/** The parser's mark for what it could not read. */
export function isError(node: SyntaxNode): boolean {
  return node.type.isError;
}

/** What the parts of the lowering of expressions ask of it. */
export interface Lowering {
  readonly text: string;
  textOf(node: SyntaxNode): string;
  expression(node: SyntaxNode | undefined): Expression;
  expressionList(nodes: readonly SyntaxNode[], start?: number): Expression;
  single(group: readonly SyntaxNode[]): Expression;
}

export function unreadable(node: SyntaxNode, why: Text): Unreadable {
  return { kind: 'unreadable', start: node.from, end: node.to, why };
}

/** Computes something when it is first asked for. */
export function once<T>(compute: () => T): () => T {
  let result: { readonly value: T } | null = null;
  return () => {
    result ??= { value: compute() };
    return result.value;
  };
}
