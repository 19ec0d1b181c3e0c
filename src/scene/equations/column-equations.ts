import type { Motion, Plane, Stage } from '../../engine/trace/lesson.ts';
import { isLine } from '../layer/cell-name.ts';
import { positionAt, spanOf } from '../layer/steps.ts';
import { alongAxes } from './indices.ts';
import { row, sub, tensor, type MathNode } from './math-node.ts';

/** im2col and col2im: which cell of a window stands where in its column, and the step's window and column. */
export function columnEquations(
  { planes }: Stage,
  motion: Extract<Motion, { kind: 'unroll' | 'fold-back' }>,
  step: number,
): MathNode[] {
  const [source, target] = [planes[motion.source], planes[motion.target]];
  if (!source || !target) return [];
  const isUnrolled = motion.kind === 'unroll';
  const [plane, matrix] = isUnrolled ? [source, target] : [target, source];
  const { row: top, column: left } = positionAt(motion, planes, step);
  const { rows, columns, firstRow } = motion;
  const part = (first: number, span: number): string =>
    span > 1 ? `${first}…${first + span - 1}` : `${first}`;
  const along = [
    ...(isLine(plane) ? [] : [part(top * rows.stride, spanOf(rows)), ',']),
    part(left * columns.stride, spanOf(columns)),
  ];
  const taps = rows.taps * columns.taps;
  const sign = isUnrolled ? '=' : '+=';
  const says = (window: MathNode, column: MathNode): MathNode =>
    isUnrolled ? row(column, sign, window) : row(window, sign, column);
  return [
    says(
      sub(tensor(plane.tensor), ...alongAxes(plane, (cell, tap) => [cell, 'S', '+', tap, 'D'])),
      sub(tensor(matrix.tensor), ...matrixIndex(plane, matrix.rows.kinds.length > taps)),
    ),
    says(sub(tensor(plane.tensor), ...along), sub(tensor(matrix.tensor), part(firstRow, taps), ',', step)),
  ];
}

/** Row and column of the matrix in letters: cell below cell, channel below channel. */
function matrixIndex(plane: Plane, hasChannels: boolean): readonly string[] {
  return isLine(plane)
    ? [...(hasChannels ? ['c', 'F', '+'] : []), 'k', ',', 'i']
    : [...(hasChannels ? ['c', 'F', 'F', '+'] : []), 'k', 'F', '+', 'l', ',', 'i', 'O', '+', 'j'];
}
