import { withoutOverhang, type AxisGeometry } from '../geometry/axis.ts';
import type { CellKind, MotionAxis, PlaneAxis } from './lesson.ts';

const run = (kind: CellKind, length: number): CellKind[] =>
  Array.from({ length: Math.max(0, length) }, () => kind);

const axisOf = (kinds: readonly CellKind[], unread: readonly number[] = []): PlaneAxis => ({ kinds, unread });

/** Cells of a tensor as it is. */
export const dataAxis = (size: number): PlaneAxis => axisOf(run('data', size));

/** The padded input, and dX before its padding is cut off: P_b zeros, W cells, P_e zeros (−t more where the last window overhangs), and which are never read. */
export function paddedAxis(axis: AxisGeometry): PlaneAxis {
  const { inputSize, padding, kernelSize, stride, dilation, outputSize } = withoutOverhang(axis);
  const size = padding.before + inputSize + padding.after;
  const read = new Uint8Array(size);
  for (let output = 0; output < outputSize; output++) {
    for (let tap = 0; tap < kernelSize; tap++) read[output * stride + tap * dilation] = 1;
  }
  const unread: number[] = [];
  read.forEach((flag, cell) => {
    if (flag === 0) unread.push(cell);
  });
  return axisOf(
    [...run('padding', padding.before), ...run('data', inputSize), ...run('padding', padding.after)],
    unread,
  );
}

/** The padded input without its last t cells. */
export function trimmedAxis(axis: AxisGeometry): PlaneAxis {
  const { kinds, unread } = paddedAxis(axis);
  const size = kinds.length - Math.max(0, axis.tail);
  return axisOf(
    kinds.slice(0, size),
    unread.filter((cell) => cell < size),
  );
}

/** dZ with S−1 zeros between its cells. */
export function spreadAxis({ outputSize, stride }: AxisGeometry): PlaneAxis {
  const kinds: CellKind[] = [];
  for (let cell = 0; cell < outputSize; cell++)
    kinds.push('data', ...(cell < outputSize - 1 ? run('gap', stride - 1) : []));
  return axisOf(kinds);
}

/** … and t zeros at its end. */
export const tailAxis = (axis: AxisGeometry): PlaneAxis =>
  axisOf([...spreadAxis(axis).kinds, ...run('tail', axis.tail)]);

/** … and F'−1 zeros on both sides. */
export function borderAxis(axis: AxisGeometry): PlaneAxis {
  const border = run('border', axis.effectiveKernel - 1);
  return axisOf([...border, ...tailAxis(axis).kinds, ...border]);
}

/** dX, in which the unread cells of the input are marked. */
export function inputAxis(axis: AxisGeometry): PlaneAxis {
  const { unread } = paddedAxis(axis);
  const { before } = axis.padding;
  return axisOf(
    run('data', axis.inputSize),
    unread.map((cell) => cell - before).filter((cell) => cell >= 0 && cell < axis.inputSize),
  );
}

/** The window's walk over the padded input. */
export const windowMotion = ({ outputSize, stride, kernelSize, dilation }: AxisGeometry): MotionAxis => ({
  positions: outputSize,
  stride,
  taps: kernelSize,
  dilation,
});

/** The rotated kernel's walk over the bordered dZ: one cell at a time. */
export const sweepMotion = (axis: AxisGeometry): MotionAxis => ({
  positions: paddedAxis(axis).kinds.length,
  stride: 1,
  taps: axis.kernelSize,
  dilation: axis.dilation,
});

/** The spread dZ's walk over the padded input, in steps of D. */
export const slideMotion = (axis: AxisGeometry): MotionAxis => ({
  positions: axis.kernelSize,
  stride: axis.dilation,
  taps: spreadAxis(axis).kinds.length,
  dilation: 1,
});
