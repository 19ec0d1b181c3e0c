import type { ConvolutionGeometry } from '../geometry/convolution.ts';
import { inputSizesOf, kernelSizesOf, outputSizesOf } from '../geometry/window.ts';
import { addBias } from '../kernels/bias.ts';
import { forEachTapRow } from '../kernels/convolution.ts';
import { elementCount, type Tensor } from '../tensor.ts';
import type { ChannelCounts } from './plan-cache.ts';

/** A small convolution written out, for work that is done before WebAssembly has been given its operands. */
export interface TinyPlan {
  readonly kind: 'tiny';
  /** Every meeting of an input cell with a kernel cell and the output cell that it adds to: three flat places each. */
  readonly meetings: Int32Array;
  readonly inputShape: readonly number[];
  readonly kernelShape: readonly number[];
  readonly outputShape: readonly number[];
}

export function tinyPlan(
  geometry: ConvolutionGeometry,
  { batch, channels, outChannels }: ChannelCounts,
): TinyPlan {
  const { axes, groups } = geometry;
  const places: number[] = [];
  forEachTapRow(geometry, batch, channels, outChannels, (input, kernel, output, count, stride) => {
    for (let i = 0; i < count; i++) places.push(input + i * stride, kernel, output + i);
  });
  return {
    kind: 'tiny',
    meetings: Int32Array.from(places),
    inputShape: [batch, channels, ...inputSizesOf(axes)],
    kernelShape: [outChannels, channels / groups, ...kernelSizesOf(axes)],
    outputShape: [batch, outChannels, ...outputSizesOf(axes)],
  };
}

export function tinyForward(
  { meetings, outputShape }: TinyPlan,
  { data: x }: Tensor,
  { data: w }: Tensor,
  b: Tensor | null,
): Tensor {
  const z = new Float32Array(elementCount(outputShape));
  const result = { shape: outputShape, data: z };
  if (b) addBias(result, b);
  for (let i = 0; i < meetings.length; i += 3) {
    const output = meetings[i + 2] ?? 0;
    z[output] = (z[output] ?? 0) + (x[meetings[i] ?? 0] ?? 0) * (w[meetings[i + 1] ?? 0] ?? 0);
  }
  return result;
}

export function tinyInputGradient(
  { meetings, inputShape }: TinyPlan,
  { data: dz }: Tensor,
  { data: w }: Tensor,
): Tensor {
  const dx = new Float32Array(elementCount(inputShape));
  for (let i = 0; i < meetings.length; i += 3) {
    const input = meetings[i] ?? 0;
    dx[input] = (dx[input] ?? 0) + (w[meetings[i + 1] ?? 0] ?? 0) * (dz[meetings[i + 2] ?? 0] ?? 0);
  }
  return { shape: inputShape, data: dx };
}

export function tinyKernelGradient(
  { meetings, kernelShape }: TinyPlan,
  { data: x }: Tensor,
  { data: dz }: Tensor,
): Tensor {
  const dw = new Float32Array(elementCount(kernelShape));
  for (let i = 0; i < meetings.length; i += 3) {
    const kernel = meetings[i + 1] ?? 0;
    dw[kernel] = (dw[kernel] ?? 0) + (x[meetings[i] ?? 0] ?? 0) * (dz[meetings[i + 2] ?? 0] ?? 0);
  }
  return { shape: kernelShape, data: dw };
}
