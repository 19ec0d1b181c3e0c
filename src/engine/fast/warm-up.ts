import type { AxisGeometry } from '../geometry/axis.ts';
import { axisGeometry } from '../geometry/axis.ts';
import { elementCount, type Tensor } from '../tensor.ts';
import type { FastKernels } from './fast-kernels.ts';

/** [C_in, C_out, W, F, S, P, groups] of one convolution for each way that a pass can be done. */
const shapes = [
  // Winograd's algorithm
  [16, 16, 24, 3, 1, 1, 1],
  // the packed product, and dX by phases
  [16, 24, 24, 3, 2, 1, 1],
  // dX of three channels, read in place
  [3, 16, 32, 5, 2, 2, 1],
  // depthwise: in place, and dot products for dW
  [8, 8, 40, 3, 1, 1, 8],
] as const;

/** After so many rounds V8 has compiled the kernels for speed. */
const rounds = 8;

/**
 * Small convolutions by every kernel, so that the first one asked for does not wait for the compiler. One step a round:
 * whoever runs them can let other work pass between two.
 */
export function warmUpRounds(kernels: FastKernels): readonly (() => void)[] {
  return Array.from({ length: rounds }, () => () => {
    for (const shape of shapes) runAll(kernels, shape);
  });
}

function runAll(
  kernels: FastKernels,
  [inChannels, outChannels, size, kernel, stride, padding, groups]: (typeof shapes)[number],
): void {
  const axis = axisOf(size, kernel, stride, padding);
  const geometry = { axes: [axis, axis], groups };
  const x = zeros([1, inChannels, size, size]);
  const w = zeros([outChannels, inChannels / groups, kernel, kernel]);
  const dz = zeros([1, outChannels, axis.outputSize, axis.outputSize]);
  kernels.convolve(x, w, null, geometry);
  kernels.convolutionInputGradient(dz, w, geometry);
  kernels.convolutionKernelGradient(x, dz, geometry);
}

function axisOf(inputSize: number, kernelSize: number, stride: number, cells: number): AxisGeometry {
  const result = axisGeometry({
    ...{ inputSize, kernelSize, stride, dilation: 1, rounding: 'floor' },
    padding: { before: cells, after: cells },
  });
  if (!result.ok) throw new RangeError('The warm-up has no impossible layers.');
  return result.axis;
}

const zeros = (shape: readonly number[]): Tensor => ({ shape, data: new Float32Array(elementCount(shape)) });
