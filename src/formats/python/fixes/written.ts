import type { SyntaxNode } from '@lezer/common';
import type { Span } from '../../../util/span.ts';
import type { Argument, Call, Expression, Located } from '../syntax/ast.ts';
import { ExpressionLowering } from '../syntax/lower-expression.ts';
import type { SourceFile } from '../syntax/parse.ts';

/** An expression of a file, and its node, whose parents are what stands around it. */
export interface Written<E extends Expression = Expression> {
  readonly expression: E;
  readonly node: SyntaxNode;
}

/** The expression that stands exactly there; null where none does, or where it is in another file. */
export function writtenAt(file: SourceFile, { start, end, file: other }: Span): Written | null {
  if (other !== undefined) return null;
  let node: SyntaxNode | null = file.tree.resolveInner(start, 1);
  while (node && (node.from !== start || node.to < end)) node = node.from < start ? null : node.parent;
  if (node?.to !== end) return null;
  return { expression: new ExpressionLowering(file.text).expression(node), node };
}

export function callAt(file: SourceFile, span: Span): Written<Call> | null {
  const written = writtenAt(file, span);
  return written?.expression.kind === 'call' ? { ...written, expression: written.expression } : null;
}

export function textOf({ text }: SourceFile, { start, end }: Located): string {
  return text.slice(start, end);
}

/** `nn.Linear` and `Linear` are called `Linear`, `x.view` is called `view`. */
export function calledName({ callee }: Call): string | null {
  if (callee.kind === 'name') return callee.id;
  return callee.kind === 'attribute' ? callee.name : null;
}

/** Called as a function of torch, whose first argument is the tensor: `torch.flatten(x)`. */
export function isOfTorch({ callee }: Call): boolean {
  return callee.kind === 'attribute' && callee.object.kind === 'name' && callee.object.id === 'torch';
}

/** The arguments by place: none where a star makes their places unknown. */
export function positional({ args }: Call): readonly Argument[] {
  if (args.some(({ star }) => star !== '')) return [];
  return args.filter(({ name }) => name === null);
}

/** Reading it twice does nothing and gives the same: a name, an attribute. */
export function isPlain(expression: Expression): boolean {
  return expression.kind === 'name' || (expression.kind === 'attribute' && isPlain(expression.object));
}

/** As what a method is called on. */
export function asObject(file: SourceFile, expression: Expression): string {
  const text = textOf(file, expression);
  switch (expression.kind) {
    case 'name':
    case 'attribute':
    case 'call':
    case 'subscript':
      return text;
    default:
      return `(${text})`;
  }
}

/** The nearest node around that is one of these. */
export function around(node: SyntaxNode, names: readonly string[]): SyntaxNode | null {
  let each = node.parent;
  while (each && !names.includes(each.name)) each = each.parent;
  return each;
}

/** Where the line begins, and the blanks before its first character. */
export function lineOf(
  { text }: SourceFile,
  offset: number,
): { readonly start: number; readonly indent: string } {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return { start, indent: /^[ \t]*/.exec(text.slice(start))?.[0] ?? '' };
}
