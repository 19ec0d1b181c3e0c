import type { SyntaxNode } from '@lezer/common';
import type { Expression, Pattern } from './ast.ts';
import type { ExpressionLowering } from './lower-expression.ts';
import { childrenOf, splitAt } from './nodes.ts';

/** The pattern of a `case`; several at the top without brackets are a sequence. */
export function patternOf(nodes: readonly SyntaxNode[], expressions: ExpressionLowering): Pattern {
  const groups = splitAt(nodes, ',');
  const start = nodes[0]?.from ?? 0;
  const end = nodes.at(-1)?.to ?? start;
  const [only] = groups;
  if (groups.length === 1 && only?.length === 1 && only[0]) return single(only[0], expressions);
  const items = groups.flatMap(([first]) => (first ? [single(first, expressions)] : []));
  return { kind: 'sequence', items, start, end };
}

function single(node: SyntaxNode, expressions: ExpressionLowering): Pattern {
  const start = node.from;
  const end = node.to;
  const children = childrenOf(node);
  const inside = children.filter(({ name }) => !/^[()[\]{}]$/.test(name));
  const nested = (nodes: readonly SyntaxNode[]): Pattern[] =>
    splitAt(nodes, ',').flatMap(([first]) => (first ? [single(first, expressions)] : []));
  switch (node.name) {
    case 'CapturePattern': {
      const name = expressions.textOf(node);
      return { kind: 'capture', name: name === '_' ? null : name, start, end };
    }
    case 'LiteralPattern': {
      const sign = children[0]?.name === 'ArithOp';
      const value = expressions.expression(sign ? children[1] : children[0]);
      const negated: Expression = sign ? { kind: 'unary', operator: '-', operand: value, start, end } : value;
      return { kind: 'value', value: negated, start, end };
    }
    case 'AttributePattern':
      return { kind: 'value', value: dotted(children, expressions), start, end };
    case 'SequencePattern':
      return { kind: 'sequence', items: nested(inside), start, end };
    case 'StarPattern': {
      const name = children[1] ? expressions.textOf(children[1]) : '_';
      return { kind: 'star', name: name === '_' ? null : name, start, end };
    }
    case 'OrPattern':
      return {
        kind: 'or',
        options: inside.flatMap((child) => (child.name === 'LogicOp' ? [] : [single(child, expressions)])),
        start,
        end,
      };
    case 'AsPattern': {
      const [pattern, , name] = inside;
      if (!pattern || !name) return { kind: 'unreadable', start, end };
      return {
        kind: 'as',
        pattern: single(pattern, expressions),
        name: expressions.textOf(name),
        start,
        end,
      };
    }
    case 'ParenthesizedPattern':
      return patternOf(inside, expressions);
    case 'MappingPattern': {
      const entries: { key: Expression; value: Pattern }[] = [];
      let rest: string | null = null;
      for (const group of splitAt(inside, ',')) {
        const [first, second] = group;
        if (first?.name === '**') rest = second ? expressions.textOf(second) : null;
        else if (first) {
          const value = group.at(-1);
          const key = childrenOf(first)[0];
          if (value) entries.push({ key: expressions.expression(key), value: single(value, expressions) });
        }
      }
      return { kind: 'mapping', entries, rest, start, end };
    }
    case 'ClassPattern': {
      const list = children.find(({ name }) => name === 'PatternArgList');
      const args = splitAt(
        list ? childrenOf(list).filter(({ name }) => name !== '(' && name !== ')') : [],
        ',',
      );
      const items: Pattern[] = [];
      const named: { name: string; value: Pattern }[] = [];
      for (const [first] of args) {
        if (first?.name === 'KeywordPattern') {
          const [name, , ...rest] =
            childrenOf(first).length > 2 ? childrenOf(first) : [first.firstChild, null, first.lastChild];
          const value = rest[0];
          if (name && value)
            named.push({ name: expressions.textOf(name), value: single(value, expressions) });
        } else if (first) items.push(single(first, expressions));
      }
      const type = dotted(
        children.filter(({ name }) => name !== 'PatternArgList'),
        expressions,
      );
      return { kind: 'class', type, items, named, start, end };
    }
    default:
      return { kind: 'unreadable', start, end };
  }
}

function dotted(nodes: readonly SyntaxNode[], expressions: ExpressionLowering): Expression {
  const names = nodes.filter(({ name }) => name === 'VariableName' || name === 'PropertyName');
  const [first, ...rest] = names;
  if (!first) return { kind: 'unreadable', start: 0, end: 0, why: 'the syntax is broken here' };
  return rest.reduce<Expression>(
    (object, name) => ({
      kind: 'attribute',
      object,
      name: expressions.textOf(name),
      start: first.from,
      end: name.to,
    }),
    { kind: 'name', id: expressions.textOf(first), start: first.from, end: first.to },
  );
}
