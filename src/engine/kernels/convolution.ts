import type { ConvolutionGeometry } from '../geometry/convolution.ts';
import { inputSizesOf, kernelSizesOf, outputSizesOf } from '../geometry/window.ts';
import { elementCount, planesOf, zeros, type Tensor } from '../tensor.ts';
import { addBias } from './bias.ts';
import { addScaled, dotProduct } from './rows.ts';
import { tapRows } from './taps.ts';

/** Z = X ⋆ W + b, the cross-correlation that frameworks call convolution. X [N, C_in, …], W [C_out, C_in/groups, …]. */
export function convolve(x: Tensor, w: Tensor, b: Tensor | null, geometry: ConvolutionGeometry): Tensor {
  const { batch, channels } = planesOf(x);
  const [outChannels = 0] = w.shape;
  const z = zeros([batch, outChannels, ...outputSizesOf(geometry.axes)], x);
  if (b) addBias(z, b);
  forEachTapRow(geometry, batch, channels, outChannels, (input, kernel, output, count, stride) =>
    addScaled(z.data, output, 1, x.data, input, stride, w.data[kernel] ?? 0, count),
  );
  return z;
}

/** dX by scattering: every output cell adds W·dZ into the window that it read. */
export function inputGradientByScattering(dz: Tensor, w: Tensor, geometry: ConvolutionGeometry): Tensor {
  const { batch, channels: outChannels } = planesOf(dz);
  const channels = (w.shape[1] ?? 0) * geometry.groups;
  const dx = zeros([batch, channels, ...inputSizesOf(geometry.axes)], dz);
  forEachTapRow(geometry, batch, channels, outChannels, (input, kernel, output, count, stride) =>
    addScaled(dx.data, input, stride, dz.data, output, 1, w.data[kernel] ?? 0, count),
  );
  return dx;
}

/** dW: each kernel cell sums x·dZ over batch and outputs. [C_out, C_in/groups, …] */
export function kernelGradient(x: Tensor, dz: Tensor, geometry: ConvolutionGeometry): Tensor {
  const { batch, channels } = planesOf(x);
  const { channels: outChannels } = planesOf(dz);
  const dw = zeros([outChannels, channels / geometry.groups, ...kernelSizesOf(geometry.axes)], dz);
  forEachTapRow(geometry, batch, channels, outChannels, (input, kernel, output, count, stride) => {
    dw.data[kernel] = (dw.data[kernel] ?? 0) + dotProduct(x.data, input, stride, dz.data, output, 1, count);
  });
  return dw;
}

/**
 * Every meeting of a kernel cell with a row of outputs, over batch and channels: `output + i` of Z reads
 * `input + i·stride` of X through `kernel` of W, for i = 0 … count − 1. The three passes differ only in what they add.
 */
export function forEachTapRow(
  { axes, groups }: ConvolutionGeometry,
  batch: number,
  channels: number,
  outChannels: number,
  visit: (input: number, kernel: number, output: number, count: number, stride: number) => void,
): void {
  const rows = tapRows(axes);
  const stride = axes.at(-1)?.stride ?? 1;
  const inputPlane = elementCount(inputSizesOf(axes));
  const kernelPlane = elementCount(kernelSizesOf(axes));
  const outputPlane = elementCount(outputSizesOf(axes));
  const channelsPerGroup = channels / groups;
  const outPerGroup = outChannels / groups;
  for (let n = 0; n < batch; n++) {
    for (let out = 0; out < outChannels; out++) {
      const firstChannel = Math.floor(out / outPerGroup) * channelsPerGroup;
      for (let c = 0; c < channelsPerGroup; c++) {
        const input = (n * channels + firstChannel + c) * inputPlane;
        const kernel = (out * channelsPerGroup + c) * kernelPlane;
        const output = (n * outChannels + out) * outputPlane;
        for (const row of rows) {
          visit(input + row.input, kernel + row.kernelCell, output + row.output, row.count, stride);
        }
      }
    }
  }
}
