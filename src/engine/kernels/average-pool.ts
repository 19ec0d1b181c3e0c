import type { AxisGeometry } from '../geometry/axis.ts';
import { inputCell } from '../geometry/readers.ts';
import { inputSizesOf, outputSizesOf, threeAxes } from '../geometry/window.ts';
import { elementCount, planesOf, zeros, type Tensor } from '../tensor.ts';
import { addScaled } from './rows.ts';
import { tapRows } from './taps.ts';

export interface AveragePoolOptions {
  /** Padding cells count in the divisor; cells that an overhanging window reaches beyond them never do. */
  readonly countIncludePadding: boolean;
  /** Divides every sum by this number instead. */
  readonly divisorOverride?: number | undefined;
}

/** The mean of each window (pytorch: aten/src/ATen/native/cpu/AvgPoolKernel.cpp); 0 where a window has no cell. */
export function averagePool(x: Tensor, axes: readonly AxisGeometry[], options: AveragePoolOptions): Tensor {
  const { batch, channels, planeSize } = planesOf(x);
  const z = zeros([batch, channels, ...outputSizesOf(axes)], x);
  const outputPlane = elementCount(outputSizesOf(axes));
  const rows = tapRows(axes);
  const stride = axes.at(-1)?.stride ?? 1;
  for (let plane = 0; plane < batch * channels; plane++) {
    for (const { input, output, count } of rows) {
      addScaled(z.data, plane * outputPlane + output, 1, x.data, plane * planeSize + input, stride, 1, count);
    }
  }
  divide(z, divisors(axes, options));
  return z;
}

/** dX of an average pool: each window shares its gradient out equally. */
export function averagePoolGradient(
  dz: Tensor,
  axes: readonly AxisGeometry[],
  options: AveragePoolOptions,
): Tensor {
  const { batch, channels, planeSize: outputPlane } = planesOf(dz);
  const shares: Tensor = { shape: dz.shape, data: dz.data.slice() };
  divide(shares, divisors(axes, options));
  const dx = zeros([batch, channels, ...inputSizesOf(axes)], dz);
  const inputPlane = elementCount(inputSizesOf(axes));
  // Kernel cells backwards, so that every input cell gets its windows' shares in the order of the outputs.
  const rows = tapRows(axes).toReversed();
  const stride = axes.at(-1)?.stride ?? 1;
  for (let plane = 0; plane < batch * channels; plane++) {
    for (const { input, output, count } of rows) {
      addScaled(
        dx.data,
        plane * inputPlane + input,
        stride,
        shares.data,
        plane * outputPlane + output,
        1,
        1,
        count,
      );
    }
  }
  return dx;
}

/** How many cells each output cell of a plane divides by. */
export function divisors(axes: readonly AxisGeometry[], options: AveragePoolOptions): Float64Array {
  const counts = threeAxes(axes).map((axis) => countedCells(axis, options.countIncludePadding));
  const [outer = [], middle = [], inner = []] = counts;
  const products = outer.flatMap((a) => middle.flatMap((b) => inner.map((c) => a * b * c)));
  return Float64Array.from(products, (product) => options.divisorOverride ?? product);
}

/** Per output cell of one axis: its window's cells on the input, or on the padded input. */
function countedCells(axis: AxisGeometry, includePadding: boolean): readonly number[] {
  const { first: begin, end } = countedSpan(axis, includePadding);
  return Array.from({ length: axis.outputSize }, (_, output) => {
    let count = 0;
    for (let k = 0; k < axis.kernelSize; k++) {
      const cell = inputCell(axis, output, k);
      if (cell >= begin && cell < end) count++;
    }
    return count;
  });
}

/** The cells along an axis that count in a divisor, first … end − 1, as places in the input: −P_b is the first of the padding. */
export const countedSpan = (axis: AxisGeometry, includePadding: boolean): Span =>
  includePadding
    ? { first: -axis.padding.before, end: axis.inputSize + axis.padding.after }
    : { first: 0, end: axis.inputSize };

export interface Span {
  readonly first: number;
  readonly end: number;
}

/** Each value by the divisor of its window. */
export function divide(planes: Tensor, by: Float64Array): void {
  for (let i = 0; i < planes.data.length; i++) {
    const divisor = by[i % by.length] ?? 1;
    planes.data[i] = divisor === 0 ? 0 : (planes.data[i] ?? 0) / divisor;
  }
}
