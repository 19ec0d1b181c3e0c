import { logical } from './lower-logical.ts';
import type { SyntaxNode } from '@lezer/common';
import type { Argument, BinaryOperator, CompareOperator, Expression, Parameter } from './ast.ts';
import { numberValue, stringValue } from './literals.ts';
import { comprehension, dictionary } from './lower-display.ts';
import { parametersOf } from './lower-parameters.ts';
import { continuedString, formatString } from './lower-string.ts';
import { childrenOf, isError, readOr, splitAt, unreadable, type Lowering } from './nodes.ts';
import { said } from '../../../model/text/text.ts';

/** Expressions nested deeper than this are not read: no hand-written model comes near. */
const deepest = 200;

const binaryOperators: ReadonlySet<string> = new Set<BinaryOperator>([
  '+', '-', '*', '/', '//', '%', '**', '@', '&', '|', '^', '<<', '>>',
]); // prettier-ignore

const compareOperators: ReadonlySet<string> = new Set<CompareOperator>([
  '<', '<=', '>', '>=', '==', '!=', 'is', 'is not', 'in', 'not in',
]); // prettier-ignore

export function isBinaryOperator(text: string): text is BinaryOperator {
  return binaryOperators.has(text);
}

function isCompareOperator(text: string): text is CompareOperator {
  return compareOperators.has(text);
}

/** Turns expression nodes of one text into trees; whatever it cannot read becomes `unreadable` in its place. */
export class ExpressionLowering implements Lowering {
  readonly text: string;
  #depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  textOf(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  expression(node: SyntaxNode | undefined): Expression {
    if (!node) return { kind: 'unreadable', start: 0, end: 0, why: 'an expression is missing' };
    if (this.#depth > deepest) return unreadable(node, 'an expression nested too deeply');
    this.#depth++;
    try {
      return readOr<Expression>(
        node,
        () => this.#lower(node),
        (unread) => unread,
      );
    } finally {
      this.#depth--;
    }
  }

  /** `a, b, *c` without parentheses is a tuple; a single node is itself. */
  expressionList(nodes: readonly SyntaxNode[], start = 0): Expression {
    const items = this.items(nodes);
    const first = items[0];
    const comma = nodes.some((node) => node.name === ',');
    if (!comma && first && items.length === 1) return first;
    if (!comma && !first) return { kind: 'unreadable', start, end: start, why: 'an expression is missing' };
    return { kind: 'tuple', items, start: first?.start ?? start, end: items.at(-1)?.end ?? start };
  }

  /** Expressions between commas, with stars. */
  items(nodes: readonly SyntaxNode[]): Expression[] {
    const groups = splitAt(nodes, ',').filter((group) => group.length > 0);
    return groups.map((group) => {
      const [first, second] = group;
      if (first?.name !== '*') return this.single(group);
      return {
        kind: 'starred',
        value: this.expression(second),
        start: first.from,
        end: (second ?? first).to,
      };
    });
  }

  /** One expression, which broken syntax around it makes unreadable. */
  single(group: readonly SyntaxNode[]): Expression {
    const broken = group.find(isError);
    const readable = group.find((node) => !isError(node));
    if (broken) return unreadable(broken, 'the syntax is broken here');
    const [target, sign, ...value] = group;
    // Among arguments the parser makes no node of `x := 1`.
    if (target && sign?.name === 'AssignOp' && this.textOf(sign) === ':=') return this.#walrus(target, value);
    return this.expression(readable);
  }

  parameters(node: SyntaxNode | null): Parameter[] {
    return parametersOf(node, this);
  }

  args(node: SyntaxNode): Argument[] {
    const inside = childrenOf(node).filter(({ name }) => name !== '(' && name !== ')');
    const generator = inside.findIndex(({ name }) => name === 'for' || name === 'async');
    if (generator > 0 && !inside.slice(0, generator).some(({ name }) => name === ',')) {
      const value = comprehension(node, inside, 'generator', this);
      return [{ name: null, star: '', value, start: value.start, end: value.end }];
    }
    const args: Argument[] = [];
    for (const group of splitAt(inside, ',')) {
      const [first, second] = group;
      if (!first) continue;
      const end = (group.at(-1) ?? first).to;
      if (first.name === '*' || first.name === '**') {
        args.push({ name: null, star: first.name, value: this.expression(second), start: first.from, end });
      } else if (second?.name === 'AssignOp' && this.textOf(second) === '=') {
        const value = this.single(group.slice(2));
        args.push({ name: this.textOf(first), star: '', value, start: first.from, end });
      } else {
        args.push({ name: null, star: '', value: this.single(group), start: first.from, end });
      }
    }
    return args;
  }

  #lower(node: SyntaxNode): Expression {
    const start = node.from;
    const end = node.to;
    switch (node.name) {
      case 'VariableName':
        return { kind: 'name', id: this.textOf(node), start, end };
      case 'Number': {
        const number = numberValue(this.textOf(node));
        if (number.kind === 'unreadable') return unreadable(node, 'a number that is not read');
        if (number.kind === 'float') return { kind: 'float', value: number.value, start, end };
        return { kind: 'constant', value: number.value, start, end };
      }
      case 'String':
        return { kind: 'constant', value: stringValue(this.textOf(node)), start, end };
      case 'Boolean':
        return { kind: 'constant', value: this.textOf(node) === 'True', start, end };
      case 'None':
        return { kind: 'constant', value: null, start, end };
      case 'Ellipsis':
        return { kind: 'ellipsis', start, end };
      case 'ContinuedString':
        return continuedString(node, this);
      case 'FormatString':
        return formatString(node, this);
      case 'MemberExpression':
        return this.#member(node);
      case 'CallExpression': {
        const callee = this.expression(node.firstChild ?? undefined);
        const list = node.getChild('ArgList');
        const args = list ? this.args(list) : [];
        return { kind: 'call', callee, args, argumentsEnd: args.at(-1)?.end ?? end - 1, start, end };
      }
      case 'BinaryExpression':
        return this.#logical(node) ?? this.#binary(node);
      case 'UnaryExpression':
        return this.#logical(node) ?? this.#unary(node);
      case 'ConditionalExpression': {
        const [then, test, otherwise] = childrenOf(node).filter(
          ({ name }) => name !== 'if' && name !== 'else',
        );
        return {
          kind: 'conditional',
          test: this.expression(test),
          then: this.expression(then),
          otherwise: this.expression(otherwise),
          start,
          end,
        };
      }
      case 'LambdaExpression': {
        const body = node.lastChild;
        return {
          kind: 'lambda',
          parameters: this.parameters(node.getChild('ParamList')),
          body: this.expression(body && body.name !== ':' ? body : undefined),
          start,
          end,
        };
      }
      case 'ParenthesizedExpression': {
        const inside = childrenOf(node).filter(({ name }) => name !== '(' && name !== ')');
        return this.single(inside);
      }
      case 'TupleExpression':
      case 'ArrayExpression':
      case 'SetExpression': {
        const kind =
          node.name === 'TupleExpression' ? 'tuple' : node.name === 'ArrayExpression' ? 'list' : 'set';
        return { kind, items: this.items(this.#inside(node)), start, end };
      }
      case 'DictionaryExpression':
        return dictionary(node, this.#inside(node), this);
      case 'ArrayComprehensionExpression':
        return comprehension(node, this.#inside(node), 'list', this);
      case 'SetComprehensionExpression':
        return comprehension(node, this.#inside(node), 'set', this);
      case 'DictionaryComprehensionExpression':
        return comprehension(node, this.#inside(node), 'dict', this);
      case 'ComprehensionExpression':
        return comprehension(node, this.#inside(node), 'generator', this);
      case 'NamedExpression': {
        const [target, , ...value] = childrenOf(node);
        return target ? this.#walrus(target, value) : unreadable(node, 'the syntax is broken here');
      }
      case 'YieldExpression':
      case 'YieldStatement': {
        const rest = childrenOf(node).slice(1);
        const from = rest[0]?.name === 'from';
        const values = from ? rest.slice(1) : rest;
        return {
          kind: 'yield',
          from,
          value: values.length > 0 ? this.expressionList(values, start) : null,
          start,
          end,
        };
      }
      case 'AwaitExpression':
        return this.expression(node.lastChild ?? undefined);
      default:
        return unreadable(node, isError(node) ? 'the syntax is broken here' : 'syntax that is not read');
    }
  }

  /** What stands between a node's brackets. */
  #inside(node: SyntaxNode): SyntaxNode[] {
    return childrenOf(node).filter(({ name }) => !/^[()[\]{}]$/.test(name));
  }

  #member(node: SyntaxNode): Expression {
    const children = childrenOf(node);
    const [first, mark] = children;
    const object = this.expression(first);
    const start = node.from;
    const end = node.to;
    if (mark?.name === '.') {
      const property = children.find(({ name }) => name === 'PropertyName');
      if (!property) return unreadable(node, 'the syntax is broken here');
      return { kind: 'attribute', object, name: this.textOf(property), start, end };
    }
    const inside = children.slice(2).filter(({ name }) => name !== ']');
    const groups = splitAt(inside, ',');
    const items = groups.filter((group) => group.length > 0).map((group) => this.#index(group));
    const only = items[0];
    if (groups.length === 1 && only) return { kind: 'subscript', object, index: only, start, end };
    if (items.length === 0) return unreadable(node, 'the syntax is broken here');
    const index: Expression = {
      kind: 'tuple',
      items,
      start: items[0]?.start ?? start,
      end: items.at(-1)?.end ?? end,
    };
    return { kind: 'subscript', object, index, start, end };
  }

  #index(group: readonly SyntaxNode[]): Expression {
    const first = group[0];
    const last = group.at(-1);
    if (!first || !last) return { kind: 'unreadable', start: 0, end: 0, why: 'an index is missing' };
    if (!group.some(({ name }) => name === ':')) {
      if (first.name === '*')
        return { kind: 'starred', value: this.expression(group[1]), start: first.from, end: last.to };
      return this.single(group);
    }
    const [from, to, step] = splitAt(group, ':').map((part) => (part.length > 0 ? this.single(part) : null));
    return {
      kind: 'slice',
      from: from ?? null,
      to: to ?? null,
      step: step ?? null,
      start: first.from,
      end: last.to,
    };
  }

  /** `name := value`. */
  #walrus(target: SyntaxNode, group: readonly SyntaxNode[]): Expression {
    if (target.name !== 'VariableName') return unreadable(target, 'the syntax is broken here');
    const { from: start, to } = target;
    const value = this.single(group);
    return {
      kind: 'walrus',
      target: { kind: 'name', id: this.textOf(target), start, end: to },
      value,
      start,
      end: value.end,
    };
  }

  #logical(node: SyntaxNode): Expression | null {
    return logical(node, this.text, (operand) => this.expression(operand));
  }

  #binary(node: SyntaxNode): Expression {
    const start = node.from;
    const end = node.to;
    const { left, operator, right } = this.#binaryParts(node);
    if (!left || !right) return unreadable(node, 'the syntax is broken here');
    if (isBinaryOperator(operator)) {
      return {
        kind: 'binary',
        operator,
        left: this.expression(left),
        right: this.expression(right),
        start,
        end,
      };
    }
    if (!isCompareOperator(operator)) return unreadable(node, said('the operator {0} is not read', operator));
    const before = left.name === 'BinaryExpression' ? this.expression(left) : null;
    if (before?.kind === 'compare') {
      const operands = [...before.operands, this.expression(right)];
      return { kind: 'compare', operands, operators: [...before.operators, operator], start, end };
    }
    const operands = [before ?? this.expression(left), this.expression(right)];
    return { kind: 'compare', operands, operators: [operator], start, end };
  }

  #binaryParts(node: SyntaxNode): {
    left: SyntaxNode | undefined;
    operator: string;
    right: SyntaxNode | undefined;
  } {
    const children = childrenOf(node).filter((child) => !isError(child));
    const left = children[0];
    const right = children.length > 2 ? children.at(-1) : undefined;
    const operator = children
      .slice(1, -1)
      .map((child) => this.textOf(child))
      .join(' ');
    return { left, operator, right };
  }

  #unary(node: SyntaxNode): Expression {
    const [sign, value] = childrenOf(node);
    const operator = sign ? this.textOf(sign) : '';
    const operand = this.expression(value);
    const start = node.from;
    const end = node.to;
    if (operator === '-' && operand.kind === 'constant' && typeof operand.value === 'number') {
      return { kind: 'constant', value: -operand.value, start, end };
    }
    if (operator === '-' && operand.kind === 'float')
      return { kind: 'float', value: -operand.value, start, end };
    if (operator === '-' || operator === '+' || operator === '~' || operator === 'not') {
      return { kind: 'unary', operator, operand, start, end };
    }
    return unreadable(node, 'the syntax is broken here');
  }
}
