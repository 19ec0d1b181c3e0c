import type { Facts, Motion, MotionAxis, Plane, Stage } from '../../engine/trace/lesson.ts';
import { isLine } from '../layer/cell-name.ts';
import { matrixColumn } from '../layer/matrix-column.ts';
import { positionAt } from '../layer/steps.ts';
import { alongAxes, isVolume } from './indices.ts';
import { row, sub, tensor, type MathNode } from './math-node.ts';

/** im2col and col2im: which cell of a window stands where in its column, and the step's window and column. */
export function columnEquations(
  stage: Stage,
  motion: Extract<Motion, { kind: 'unroll' | 'fold-back' }>,
  step: number,
  facts: Facts | null,
): MathNode[] {
  const { planes } = stage;
  const [source, target] = [planes[motion.source], planes[motion.target]];
  if (!source || !target) return [];
  const isUnrolled = motion.kind === 'unroll';
  const [plane, matrix] = isUnrolled ? [source, target] : [target, source];
  const { row: top, column: left } = positionAt(motion, planes, step);
  const { rows, columns, firstRow } = motion;
  const taps = rows.taps * columns.taps;
  const outermost = isVolume(plane) ? facts?.axes[0] : undefined;
  const slices = outermost?.kernelSize ?? 1;
  const parts = { hasChannels: matrix.rows.kinds.length > slices * taps, hasSlices: slices > 1 };
  // A window is counted from the padding on; so is its slice.
  const along = [
    ...(outermost ? [`${(plane.at[2] ?? 0) + outermost.padding.before}`, ','] : []),
    ...(isLine(plane) ? [] : [taken(top, rows), ',']),
    taken(left, columns),
  ];
  const sign = isUnrolled ? '=' : '+=';
  const says = (window: MathNode, column: MathNode): MathNode =>
    isUnrolled ? row(column, sign, window) : row(window, sign, column);
  return [
    says(
      sub(
        tensor(plane.tensor),
        ...(parts.hasChannels ? ['c', ','] : []),
        ...alongAxes(plane, (cell, tap) => [cell, 'S', '+', tap, 'D']),
      ),
      sub(tensor(matrix.tensor), ...matrixIndex(plane, parts)),
    ),
    says(
      sub(tensor(plane.tensor), ...along),
      sub(tensor(matrix.tensor), run(firstRow, taps), ',', matrixColumn(stage, step)),
    ),
  ];
}

const run = (first: number, length: number): string =>
  length > 1 ? `${first}…${first + length - 1}` : `${first}`;

/** The cells that a window at a position reads along an axis: `3…5`, with holes between them `{3, 5, 7}`. */
function taken(position: number, { stride, taps, dilation }: MotionAxis): string {
  const first = position * stride;
  if (dilation === 1 || taps === 1) return run(first, taps);
  const last = first + (taps - 1) * dilation;
  const between = taps > 3 ? ' … ' : ', ';
  return `{${first}, ${taps > 2 ? `${first + dilation}${between}` : ''}${last}}`;
}

/** Row and column of the matrix in letters: cell below cell, slice below slice, channel below channel. */
function matrixIndex(
  plane: Plane,
  { hasChannels, hasSlices }: Readonly<Record<'hasChannels' | 'hasSlices', boolean>>,
): readonly string[] {
  if (isLine(plane)) return [...(hasChannels ? ['c', 'F', '+'] : []), 'k', ',', 'i'];
  const perChannel = isVolume(plane) ? ['F', 'F', 'F'] : ['F', 'F'];
  const channel = hasChannels ? ['c', ...perChannel, '+'] : [];
  const slice = hasSlices ? ['m', 'F', 'F', '+'] : [];
  return [...channel, ...slice, 'k', 'F', '+', 'l', ',', 'i', 'O', '+', 'j'];
}
