import type { SyntaxNode } from '@lezer/common';
import type { Clause, Comprehension, Expression } from './ast.ts';
import { splitAt, type Lowering } from './nodes.ts';

export function dictionary(node: SyntaxNode, inside: readonly SyntaxNode[], lowering: Lowering): Expression {
  const items: { key: Expression | null; value: Expression }[] = [];
  for (const group of splitAt(inside, ',')) {
    const [first, second] = group;
    if (!first) continue;
    if (first.name === '**') items.push({ key: null, value: lowering.expression(second) });
    else {
      const [key, value] = splitAt(group, ':');
      items.push({ key: lowering.single(key ?? []), value: lowering.single(value ?? []) });
    }
  }
  return { kind: 'dict', items, start: node.from, end: node.to };
}

export function comprehension(
  node: SyntaxNode,
  inside: readonly SyntaxNode[],
  form: Comprehension['form'],
  lowering: Lowering,
): Expression {
  const parts = inside.filter(({ name }) => name !== 'async');
  const first = parts.findIndex(({ name }) => name === 'for');
  const head = splitAt(parts.slice(0, first), ':');
  const clauses: Clause[] = [];
  for (const group of splitAt(parts.slice(first + 1), 'for')) {
    const at = group.findIndex(({ name }) => name === 'in');
    const [iterable, ...conditions] = splitAt(group.slice(at + 1), 'if');
    clauses.push({
      target: lowering.expressionList(group.slice(0, Math.max(at, 0)), node.from),
      iterable: lowering.single(iterable ?? []),
      conditions: conditions.map((condition) => lowering.single(condition)),
    });
  }
  return {
    kind: 'comprehension',
    form,
    element: lowering.single(head[0] ?? []),
    value: form === 'dict' ? lowering.single(head[1] ?? []) : null,
    clauses,
    start: node.from,
    end: node.to,
  };
}
