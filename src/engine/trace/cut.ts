import { elementCount, zeros, type Tensor } from '../tensor.ts';
import type { AxisGeometry } from '../geometry/axis.ts';
import { threeAxes } from '../geometry/window.ts';
import type { Selection, TensorName } from './lesson.ts';

/** The whole tensors that a lesson's planes are cut from, and the place that is shown of each. */
export type Labels = Readonly<
  Partial<Record<TensorName, { readonly shape: readonly number[]; readonly at: readonly number[] }>>
>;

export const labelOf = (
  labels: Labels,
  name: TensorName,
): { shape: readonly number[]; at: readonly number[] } => labels[name] ?? { shape: [], at: [] };

/** Slices along the outermost of three spatial axes; all 0 for 1-D and 2-D layers. */
export interface Slices {
  /** Of Z and dZ. */
  readonly output: number;
  /** Of the kernel. */
  readonly tap: number;
  /** Of the padded input: the one that this output slice reads through this tap. */
  readonly padded: number;
  /** Of the input itself; may lie outside it, in the padding. */
  readonly input: number;
  readonly rotatedTap: number;
  readonly spread: number;
  readonly bordered: number;
}

export function slicesOf(
  axes: readonly AxisGeometry[],
  { outSlice, kernelSlice }: Pick<Selection, 'outSlice' | 'kernelSlice'>,
): Slices {
  const [outer] = threeAxes(axes);
  const output = Math.min(outSlice, outer.outputSize - 1);
  const tap = Math.min(kernelSlice, outer.kernelSize - 1);
  const padded = output * outer.stride + tap * outer.dilation;
  return {
    output,
    tap,
    padded,
    input: padded - outer.padding.before,
    rotatedTap: outer.kernelSize - 1 - tap,
    spread: output * outer.stride,
    bordered: output * outer.stride + outer.effectiveKernel - 1,
  };
}

/** Whether the shown slice of the input is one of its padding. */
export const isPaddingSlice = ({ input }: Slices, axes: readonly AxisGeometry[]): boolean =>
  input < 0 || input >= threeAxes(axes)[0].inputSize;

/** The slices of the input that the shown output slice reads, the outermost tap first; some may be padding. */
export function readSlices(axes: readonly AxisGeometry[], { output }: Slices): readonly number[] {
  const [{ kernelSize, stride, dilation, padding }] = threeAxes(axes);
  return Array.from({ length: kernelSize }, (_, tap) => output * stride + tap * dilation - padding.before);
}

/** The axes that a plane shows: the last two, rows of one cell in 1-D. */
export function planeAxesOf(axes: readonly AxisGeometry[]): {
  readonly rows: AxisGeometry;
  readonly columns: AxisGeometry;
} {
  const [, rows, columns] = threeAxes(axes);
  return { rows, columns };
}

/** The kernel with all slices but one set to 0: what one plane of a 3-D kernel does. */
export function keepTap(kernel: Tensor, tap: number): Tensor {
  const [first = 1, second = 1, ...spatial] = kernel.shape;
  const slices = elementCount(spatial.slice(0, -2));
  if (slices === 1) return kernel;
  const size = elementCount(spatial.slice(-2));
  const kept = zeros(kernel.shape, kernel);
  for (let i = 0; i < first * second; i++) {
    const start = (i * slices + tap) * size;
    kept.data.set(kernel.data.subarray(start, start + size), start);
  }
  return kept;
}

/** The same windows over the padded input, as if the padding were part of it. */
export function overPadding(axis: AxisGeometry): AxisGeometry {
  const inputSize = axis.inputSize + axis.padding.before + axis.padding.after + Math.max(0, -axis.tail);
  return {
    ...axis,
    inputSize,
    padding: { before: 0, after: 0 },
    numerator: inputSize - axis.effectiveKernel,
    remainder: axis.tail < 0 ? 0 : axis.remainder,
    tail: Math.max(0, axis.tail),
  };
}

/** dZ with all slices but one set to 0. */
export function onlySlice(dz: Tensor, slice: number): Tensor {
  const [depth = 1, height = 1, width = 1] = dz.shape.slice(2);
  if (dz.shape.length < 5 || depth === 1) return dz;
  const size = height * width;
  const data = dz.data.map((value, i) => (Math.floor(i / size) % depth === slice ? value : 0));
  return { shape: dz.shape, data };
}
