import type { SyntaxNode } from '@lezer/common';
import type { Expression, Unreadable } from './ast.ts';
import type { Text } from '../../../model/text/text.ts';

/** A node's children without comments. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(child);
  }
  return children;
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
