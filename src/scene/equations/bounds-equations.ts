import type { AxisGeometry } from '../../engine/geometry/axis.ts';
import { readersOf } from '../../engine/geometry/readers.ts';
import type { Motion } from '../../engine/trace/lesson.ts';
import type { Cell } from '../layer/steps.ts';
import { fraction, node, row, type MathNode } from './math-node.ts';

/** The outputs that read a cell, by the bounds of DESIGN.md 2: in letters, then for its row and its column. */
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
      ceiling(row('x', '+', 'P', '−', 'F′', '+', 1), node('S')),
      ')',
      '≤',
      'x′',
      '≤',
      'min',
      '(',
      looseBounds ? 'n' : 'O',
      '−',
      1,
      ',',
      floor(row('x', '+', 'P'), node('S')),
      ')',
    ),
    ...(along.rows.inputSize > 1 ? [numbersOf(along.rows, at.row, looseBounds)] : []),
    numbersOf(along.columns, at.column, looseBounds),
  ];
}

const ceiling = (over: MathNode, under: MathNode): MathNode => row('⌈', fraction(over, under), '⌉');
const floor = (over: MathNode, under: MathNode): MathNode => row('⌊', fraction(over, under), '⌋');

function numbersOf(axis: AxisGeometry, x: number, looseBounds: boolean): MathNode {
  const { padding, effectiveKernel, stride, inputSize, outputSize, dilation } = axis;
  const readers = readersOf(axis, x);
  return row(
    'max',
    '(',
    0,
    ',',
    ceiling(row(x, '+', padding.before, '−', effectiveKernel, '+', 1), node(stride)),
    ')',
    '≤',
    'x′',
    '≤',
    'min',
    '(',
    looseBounds ? inputSize : outputSize,
    '−',
    1,
    ',',
    floor(row(x, '+', padding.before), node(stride)),
    ')',
    '→',
    ...(readers.length === 0
      ? ['∅']
      : readers.flatMap((reader, place) => (place > 0 ? [',', reader] : ['x′', '=', reader]))),
    ...(dilation > 1 ? [node(`(D = ${dilation})`)] : []),
  );
}
