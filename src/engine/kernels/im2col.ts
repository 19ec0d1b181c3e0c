import type { AxisGeometry } from '../geometry/axis.ts';
import { inputSizesOf, kernelSizesOf, outputSizesOf } from '../geometry/window.ts';
import { elementCount, planesOf, zeros, type Tensor } from '../tensor.ts';
import { tapRows, type TapRow } from './taps.ts';

/**
 * The matrix in which a convolution is a product: one column per output cell, holding the cells of its window.
 * [N, C·K, O]: K kernel cells per channel, channel by channel; cells on padding are 0.
 */
export function im2col(x: Tensor, axes: readonly AxisGeometry[]): Tensor {
  const { batch, channels } = planesOf(x);
  const kernelCells = elementCount(kernelSizesOf(axes));
  const columns = elementCount(outputSizesOf(axes));
  const matrix = zeros([batch, channels * kernelCells, columns], x);
  forEachEntryRow(axes, batch * channels, (input, entry, count, stride) => {
    for (let i = 0; i < count; i++) matrix.data[entry + i] = x.data[input + i * stride] ?? 0;
  });
  return matrix;
}

/** The adjoint of im2col: adds every entry back to the cell that it came from. [N, C, spatial…] */
export function col2im(matrix: Tensor, axes: readonly AxisGeometry[]): Tensor {
  const [batch = 1, rows = 0] = matrix.shape;
  const channels = rows / elementCount(kernelSizesOf(axes));
  const image = zeros([batch, channels, ...inputSizesOf(axes)], matrix);
  forEachEntryRow(axes, batch * channels, (input, entry, count, stride) => {
    for (let i = 0; i < count; i++) {
      const cell = input + i * stride;
      image.data[cell] = (image.data[cell] ?? 0) + (matrix.data[entry + i] ?? 0);
    }
  });
  return image;
}

/** Every row of matrix entries with the input cells that they hold, over all planes. */
function forEachEntryRow(
  axes: readonly AxisGeometry[],
  planes: number,
  visit: (input: number, entry: number, count: number, stride: number) => void,
): void {
  const rows: readonly TapRow[] = tapRows(axes);
  const stride = axes.at(-1)?.stride ?? 1;
  const kernelCells = elementCount(kernelSizesOf(axes));
  const inputPlane = elementCount(inputSizesOf(axes));
  const columns = elementCount(outputSizesOf(axes));
  for (let plane = 0; plane < planes; plane++) {
    for (const { kernelCell, input, output, count } of rows) {
      visit(plane * inputPlane + input, (plane * kernelCells + kernelCell) * columns + output, count, stride);
    }
  }
}
