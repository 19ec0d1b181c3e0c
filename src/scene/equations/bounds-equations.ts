import type { AxisGeometry } from '../../engine/geometry/axis.ts';
import { readersOf } from '../../engine/geometry/readers.ts';
import type { Motion } from '../../engine/trace/lesson.ts';
import type { Cell } from '../layer/steps.ts';
import { ceiling, floor, fraction, node, row, sub, type MathNode } from './math-node.ts';

/** The outputs that read a cell, by the bounds of DESIGN.md 2: in letters, then for its row y and its column x. */
export function boundsEquations(
  { along, looseBounds }: Extract<Motion, { kind: 'readers' }>,
  at: Cell,
): MathNode[] {
  return [
    row(
      'max',
      '(',
      0,
      ',',
      ceiling(fraction(row('x', '+', sub('P', 'b'), '−', 'F′', '+', 1), 'S')),
      ')',
      '≤',
      'x′',
      '≤',
      'min',
      '(',
      looseBounds ? 'W' : 'O',
      '−',
      1,
      ',',
      floor(fraction(row('x', '+', sub('P', 'b')), 'S')),
      ')',
    ),
    ...(along.rows.inputSize > 1 ? [numbersOf(along.rows, at.row, 'y′', looseBounds)] : []),
    numbersOf(along.columns, at.column, 'x′', looseBounds),
  ];
}

function numbersOf(axis: AxisGeometry, at: number, reader: 'x′' | 'y′', looseBounds: boolean): MathNode {
  const { padding, effectiveKernel, stride, inputSize, outputSize, dilation } = axis;
  const readers = readersOf(axis, at);
  return row(
    'max',
    '(',
    0,
    ',',
    ceiling(fraction(row(at, '+', padding.before, '−', effectiveKernel, '+', 1), node(stride))),
    ')',
    '≤',
    reader,
    '≤',
    'min',
    '(',
    looseBounds ? inputSize : outputSize,
    '−',
    1,
    ',',
    floor(fraction(row(at, '+', padding.before), node(stride))),
    ')',
    '→',
    ...(readers.length === 0
      ? ['∅']
      : readers.flatMap((each, place) => (place > 0 ? [',', each] : [reader, '=', each]))),
    ...(dilation > 1 ? [node(`(D = ${dilation})`)] : []),
  );
}
