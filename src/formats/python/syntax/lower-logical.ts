import type { SyntaxNode } from '@lezer/common';
import type { Expression } from './ast.ts';
import { childrenOf } from './nodes.ts';

type Token = 'and' | 'or' | { readonly not: SyntaxNode } | { readonly operand: SyntaxNode };

function keywordOf(node: SyntaxNode, text: string): 'and' | 'or' | 'not' | null {
  const children = childrenOf(node);
  const word = (child: SyntaxNode | undefined): string => (child ? text.slice(child.from, child.to) : '');
  if (node.name === 'UnaryExpression')
    return word(children[0]) === 'not' && children.length === 2 ? 'not' : null;
  if (node.name !== 'BinaryExpression' || children.length !== 3) return null;
  const operator = word(children[1]);
  return operator === 'and' || operator === 'or' ? operator : null;
}

/** The words of a chain of `and`, `or` and `not` in their order, however the parser has nested them. */
function tokensOf(node: SyntaxNode, text: string): Token[] {
  const keyword = keywordOf(node, text);
  const [first, , last] = childrenOf(node);
  if (keyword === 'not') {
    const operand = childrenOf(node)[1];
    return operand ? [{ not: node }, ...tokensOf(operand, text)] : [{ operand: node }];
  }
  if (keyword === null || !first || !last) return [{ operand: node }];
  return [...tokensOf(first, text), keyword, ...tokensOf(last, text)];
}

/**
 * `not a and b or c` as Python groups it: the parser takes everything behind `not` for its operand. Null where the node
 * is no such chain.
 */
export function logical(
  node: SyntaxNode,
  text: string,
  expression: (operand: SyntaxNode) => Expression,
): Expression | null {
  if (keywordOf(node, text) === null) return null;
  const tokens = tokensOf(node, text);
  let place = 0;
  const inverted = (): Expression | null => {
    const token = tokens[place++];
    if (token === undefined || token === 'and' || token === 'or') return null;
    if ('operand' in token) return expression(token.operand);
    const operand = inverted();
    return operand && { kind: 'unary', operator: 'not', operand, start: token.not.from, end: operand.end };
  };
  const chain = (operator: 'and' | 'or', next: () => Expression | null): Expression | null => {
    let left = next();
    while (left && tokens[place] === operator) {
      place++;
      const right = next();
      left = right && { kind: 'logical', operator, left, right, start: left.start, end: right.end };
    }
    return left;
  };
  return chain('or', () => chain('and', inverted));
}
