import type { JoinMismatch } from '../../../model/problems/finding.ts';
import { fieldEdits } from '../../../model/problems/field-edit.ts';
import type { FixCandidate } from '../../../model/problems/fix-candidate.ts';
import type { LayerReport, ModelReport } from '../../../model/report.ts';
import { sameDim } from '../../../model/shapes/dims.ts';
import type { TextEdit } from '../../../util/span.ts';
import type { Call, Expression } from '../syntax/ast.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { roundedUp } from './rounded-up.ts';
import { strideRewrites } from './stride-rewrites.ts';
import {
  around,
  asObject,
  calledName,
  isPlain,
  lineOf,
  positional,
  textOf,
  writtenAt,
  type Written,
} from './written.ts';
import { said, type Text } from '../../../model/text/text.ts';

/** What makes two tensors of different size go together: another dimension, a pool that rounds up, a resize, a crop. */
export function joinRewrites(
  file: SourceFile,
  finding: JoinMismatch,
  layer: LayerReport,
  report: ModelReport,
): readonly FixCandidate[] {
  const { reason, join, culprit } = finding;
  if (reason !== 'sizes') return [];
  const written = writtenAt(file, layer.source.span);
  const operands = written ? operandsOf(written.expression) : [];
  return [
    ...(join === 'concat' && written?.expression.kind === 'call'
      ? alongOther(finding, written.expression, layer)
      : []),
    ...(culprit
      ? roundedUp(file, report.layers[culprit.node], 2)
      : strideRewrites(file, finding, layer, report)),
    ...(written ? resized(file, finding, written, operands) : []),
  ];
}

/** Joined along the one dimension in which the inputs differ. */
function alongOther(
  { shapes: [first, second] }: JoinMismatch,
  { args, argumentsEnd }: Call,
  layer: LayerReport,
): readonly FixCandidate[] {
  const differing = first.flatMap((dim, place) =>
    sameDim(dim, second[place] ?? null) === 'yes' ? [] : [place],
  );
  const [dimension, ...others] = differing;
  if (dimension === undefined || others.length > 0) return [];
  const span = { start: argumentsEnd, end: argumentsEnd };
  const added: readonly TextEdit[] = [{ span, newText: `, dim=${dimension}` }];
  const isWritten = layer.source.fields.axis !== undefined;
  const edits = isWritten
    ? fieldEdits(layer.source, 'axis', [dimension], [])
    : args.length === 1
      ? added
      : null;
  return edits ? [{ title: said('Dimension {0}', dimension), edits, cost: 0 }] : [];
}

/** `[a, b]` of `torch.cat([a, b], 1)`, a and b of `a + b`. */
function operandsOf(expression: Expression): readonly Expression[] {
  if (expression.kind === 'binary') return [expression.left, expression.right];
  if (expression.kind !== 'call' || !/^(cat|concat|concatenate|stack)$/.test(calledName(expression) ?? ''))
    return [];
  const list = positional(expression)[0]?.value;
  if (list?.kind !== 'list' && list?.kind !== 'tuple') return [];
  return list.items.some(({ kind }) => kind === 'starred') ? [] : list.items;
}

/** The branch that was rounded resized to the other's height and width, or the larger one cut to the smaller one's. */
function resized(
  file: SourceFile,
  { inputs, shapes, dimension, culprit }: JoinMismatch,
  written: Written,
  operands: readonly Expression[],
): readonly FixCandidate[] {
  const [one, other] = [operands[inputs[0]], operands[inputs[1]]];
  const [first, second] = shapes;
  if (!one || !other || first.length < 3 || first.length !== second.length || dimension < 2) return [];
  const isFirstRounded = culprit
    ? culprit.input === inputs[0]
    : sizeAt(first, dimension) < sizeAt(second, dimension);
  const [rounded, whole] = isFirstRounded ? [one, other] : [other, one];
  const isFirstLarger = sizeAt(first, dimension) > sizeAt(second, dimension);
  const [larger, smaller] = isFirstLarger ? [one, other] : [other, one];
  const place = textOf(file, rounded);
  const cut = first.slice(2).map((_, axis) => axis + 2);
  return [
    ...withReference(file, written, whole, (name) => ({
      title: said('Resize {0} to the size of {1}', shortText(place), shortText(textOf(file, whole))),
      edit: {
        span: spanOf(rounded),
        newText: `${functional(file)}interpolate(${place}, size=${name}.shape[2:])`,
      },
      cost: 4,
    })),
    ...withReference(file, written, smaller, (name) => ({
      title: said(
        'Cut {0} to the size of {1}',
        shortText(textOf(file, larger)),
        shortText(textOf(file, smaller)),
      ),
      edit: {
        span: spanOf(larger),
        newText: `${asObject(file, larger)}[:, :, ${cut.map((axis) => `:${name}.size(${axis})`).join(', ')}]`,
      },
      cost: 5,
    })),
  ];
}

interface Referring {
  readonly title: Text;
  readonly edit: TextEdit;
  readonly cost: number;
}

/** A change that reads an expression once more: where that may do something, it gets a name in the line before. */
function withReference(
  file: SourceFile,
  { node }: Written,
  expression: Expression,
  change: (name: string) => Referring,
): readonly FixCandidate[] {
  if (isPlain(expression)) {
    const { title, edit, cost } = change(textOf(file, expression));
    return [{ title, edits: [edit], cost }];
  }
  const name = ['skip', 'shortcut', 'reference'].find((each) => !new RegExp(`\\b${each}\\b`).test(file.text));
  const statement = around(node, [
    'AssignStatement',
    'ReturnStatement',
    'ExpressionStatement',
    'UpdateStatement',
  ]);
  const inner = around(node, [
    'LambdaExpression',
    'ComprehensionExpression',
    'ArrayComprehensionExpression',
    'ConditionalExpression',
  ]);
  if (name === undefined || !statement || (inner && inner.from >= statement.from)) return [];
  const { start, indent } = lineOf(file, statement.from);
  if (start + indent.length !== statement.from) return [];
  const { title, edit, cost } = change(name);
  const named = {
    span: { start: statement.from, end: statement.from },
    newText: `${name} = ${textOf(file, expression)}\n${indent}`,
  };
  return [{ title, edits: [named, { span: spanOf(expression), newText: name }, edit], cost }];
}

function spanOf({ start, end }: Expression): { readonly start: number; readonly end: number } {
  return { start, end };
}

function sizeAt(shape: JoinMismatch['shapes'][number], dimension: number): number {
  const dim = shape[dimension];
  return typeof dim === 'number' ? dim : 0;
}

/** How the file names `torch.nn.functional`. */
function functional({ text }: SourceFile): string {
  const alias =
    /^[ \t]*import torch\.nn\.functional as (\w+)/m.exec(text)?.[1] ??
    /^[ \t]*from torch\.nn import .*\bfunctional as (\w+)/m.exec(text)?.[1];
  if (alias !== undefined) return `${alias}.`;
  return /^[ \t]*(from torch import .*\bnn\b|import torch\.nn as nn)/m.test(text)
    ? 'nn.functional.'
    : 'torch.nn.functional.';
}

function shortText(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 30 ? `${line.slice(0, 29)}…` : line;
}
