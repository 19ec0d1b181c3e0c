import { withoutOverhang, type AxisGeometry } from '../geometry/axis.ts';
import type { ConvolutionGeometry } from '../geometry/convolution.ts';
import { elementCount, planesOf, zeros, type Tensor } from '../tensor.ts';
import { convolve } from './convolution.ts';
import { embed } from './embed.ts';
import { plainAxis, spreadByStride } from './input-gradient-formula.ts';

/** dW by the formula (DESIGN.md 2), with what each step makes. */
export interface KernelGradientStages {
  /** X with its padding, without the last t cells, which no window reads. */
  readonly trimmedInput: Tensor;
  /** dZ with S−1 zeros between its cells. */
  readonly spread: Tensor;
  /** Batch and channels exchanged, so that the sum over channels is the sum over the batch: [C_in, N, …] */
  readonly inputAsBatch: Tensor;
  /** [C_out, N, …]: every out-channel's dZ is one kernel. */
  readonly gradientAsKernel: Tensor;
  /** dW [C_out, C_in/groups, …] */
  readonly kernelGradient: Tensor;
}

/** Correlates the padded input with the spread dZ in steps of D. Any stride, dilation, padding, groups. */
export function kernelGradientByFormula(
  x: Tensor,
  dz: Tensor,
  { axes, groups }: ConvolutionGeometry,
): KernelGradientStages {
  const trimmedInput = padAndTrim(x, axes);
  const spread = spreadByStride(dz, axes);
  const inputAsBatch = swapBatchAndChannels(trimmedInput);
  const gradientAsKernel = swapBatchAndChannels(spread);
  const steps = axes.map((axis, index) =>
    plainAxis({
      inputSize: trimmedInput.shape[index + 2] ?? 0,
      kernelSize: spread.shape[index + 2] ?? 0,
      stride: axis.dilation,
      dilation: 1,
    }),
  );
  const parts = Array.from({ length: groups }, (_, group) =>
    swapBatchAndChannels(
      convolve(part(inputAsBatch, group, groups), part(gradientAsKernel, group, groups), null, {
        axes: steps,
        groups: 1,
      }),
    ),
  );
  return { trimmedInput, spread, inputAsBatch, gradientAsKernel, kernelGradient: stack(parts) };
}

/** X with its padding but without the tail; an overhanging last window gets the −t cells that it reaches beyond. */
export function padAndTrim(x: Tensor, axes: readonly AxisGeometry[]): Tensor {
  return embed(
    x,
    axes.map((axis) => {
      const { inputSize, padding, tail } = withoutOverhang(axis);
      return { size: inputSize + padding.before + padding.after - tail, step: 1, offset: padding.before };
    }),
  );
}

/** [A, B, spatial…] as [B, A, spatial…]. */
export function swapBatchAndChannels(tensor: Tensor): Tensor {
  const { batch, channels, spatial, planeSize } = planesOf(tensor);
  const swapped = zeros([channels, batch, ...spatial], tensor);
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c++) {
      const from = (n * channels + c) * planeSize;
      swapped.data.set(tensor.data.subarray(from, from + planeSize), (c * batch + n) * planeSize);
    }
  }
  return swapped;
}

/** One of `parts` equal pieces along the first dimension; the data is shared. */
function part(tensor: Tensor, index: number, parts: number): Tensor {
  const [first = 0, ...rest] = tensor.shape;
  const length = tensor.data.length / parts;
  return {
    shape: [first / parts, ...rest],
    data: tensor.data.subarray(index * length, (index + 1) * length),
  };
}

/** Tensors of equal shape one after another along the first dimension. */
function stack(parts: readonly Tensor[]): Tensor {
  const [model] = parts;
  if (!model) throw new RangeError('Nothing to stack.');
  const [first = 0, ...rest] = model.shape;
  const whole = zeros([first * parts.length, ...rest], model);
  parts.forEach(({ data }, index) => whole.data.set(data, index * first * elementCount(rest)));
  return whole;
}
