import type { AxisGeometry } from '../../engine/geometry/axis.ts';
import { readersOf } from '../../engine/geometry/readers.ts';
import type { Motion, Stage, TensorName } from '../../engine/trace/lesson.ts';
import type { Cell } from '../layer/steps.ts';
import { ceiling, floor, fraction, node, row, sub, tensor, type MathNode } from './math-node.ts';

/** The tensors that the bounds speak of: their letters and numbers are lit together with the picture. */
interface Named {
  /** Whose cell is read: x, and W where it is bounded by the input's size. */
  readonly input: TensorName;
  /** Whose cells read it: x′ and O. */
  readonly output: TensorName;
  /** What they read it through, where it is shown: F′. */
  readonly kernel: TensorName | null;
}

/** The outputs that read a cell, by the bounds of DESIGN.md 2: in letters, then for its row y and its column x. */
export function boundsEquations(
  { planes }: Stage,
  { source, kernel, target, along, looseBounds }: Extract<Motion, { kind: 'readers' }>,
  at: Cell,
): MathNode[] {
  const [input, output] = [planes[source], planes[target]];
  if (!input || !output) return [];
  const named: Named = {
    input: input.tensor,
    output: output.tensor,
    kernel: (kernel === null ? undefined : planes[kernel]?.tensor) ?? null,
  };
  const { x, reader, size, effectiveKernel } = lettersOf(named, looseBounds);
  return [
    row(
      'max',
      '(',
      0,
      ',',
      ceiling(fraction(row(x('x'), '+', sub('P', 'b'), '−', effectiveKernel('F′'), '+', 1), 'S')),
      ')',
      '≤',
      reader('x′'),
      '≤',
      'min',
      '(',
      size(looseBounds ? 'W' : 'O'),
      '−',
      1,
      ',',
      floor(fraction(row(x('x'), '+', sub('P', 'b')), 'S')),
      ')',
    ),
    ...(along.outer ? [numbersOf(along.outer.axis, along.outer.at, 'z′', named, looseBounds)] : []),
    ...(along.rows.inputSize > 1 ? [numbersOf(along.rows, at.row, 'y′', named, looseBounds)] : []),
    numbersOf(along.columns, at.column, 'x′', named, looseBounds),
  ];
}

type Letter = (text: string | number) => MathNode;

function lettersOf({ input, output, kernel }: Named, looseBounds: boolean) {
  const of =
    (name: TensorName): Letter =>
    (text) =>
      tensor(name, String(text));
  return {
    x: of(input),
    reader: of(output),
    size: of(looseBounds ? input : output),
    effectiveKernel: kernel === null ? node : of(kernel),
  };
}

function numbersOf(
  axis: AxisGeometry,
  at: number,
  letter: 'x′' | 'y′' | 'z′',
  named: Named,
  looseBounds: boolean,
): MathNode {
  const { padding, stride, inputSize, outputSize, dilation } = axis;
  const { x, reader, size, effectiveKernel } = lettersOf(named, looseBounds);
  const readers = readersOf(axis, at);
  return row(
    'max',
    '(',
    0,
    ',',
    ceiling(
      fraction(
        row(x(at), '+', padding.before, '−', effectiveKernel(axis.effectiveKernel), '+', 1),
        node(stride),
      ),
    ),
    ')',
    '≤',
    reader(letter),
    '≤',
    'min',
    '(',
    size(looseBounds ? inputSize : outputSize),
    '−',
    1,
    ',',
    floor(fraction(row(x(at), '+', padding.before), node(stride))),
    ')',
    '→',
    ...(readers.length === 0
      ? ['∅']
      : [
          reader(letter),
          '=',
          ...readers.flatMap((each, place) => (place > 0 ? [',', reader(each)] : [reader(each)])),
        ]),
    ...(dilation > 1 ? [node(`\u2002(D = ${dilation})`)] : []),
  );
}
