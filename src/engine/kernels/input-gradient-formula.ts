import { axisGeometry, withoutOverhang, type AxisConfig, type AxisGeometry } from '../geometry/axis.ts';
import type { ConvolutionGeometry } from '../geometry/convolution.ts';
import type { Tensor } from '../tensor.ts';
import { convolve } from './convolution.ts';
import { embed } from './embed.ts';
import { rotateKernel, swapKernelChannels } from './kernel-rotation.ts';

/** The implementation of cross-correlation that the formula runs on. */
interface Correlation {
  readonly convolve: typeof convolve;
}

/** dX by the formula (DESIGN.md 2), with what each step makes of the one before. */
export interface InputGradientStages {
  /** S−1 zeros between the cells of dZ: (O−1)·S + 1 */
  readonly spread: Tensor;
  /** t zeros at the end, for the cells that no window read: (O−1)·S + 1 + t */
  readonly tailFilled: Tensor;
  /** F'−1 zeros on every side. */
  readonly bordered: Tensor;
  /** Rotated by 180°, in- and out-channels exchanged: [C_in, C_out/groups, …] */
  readonly rotatedKernel: Tensor;
  /** The gradient of the padded input: W + P_b + P_e, with −t more where the last window overhangs. */
  readonly uncropped: Tensor;
  /** dX */
  readonly cropped: Tensor;
}

/** Spread, fill the tail, border, correlate with the rotated kernel, crop. Any stride, dilation, padding, groups. */
export function inputGradientByFormula(
  dz: Tensor,
  w: Tensor,
  { axes, groups }: ConvolutionGeometry,
  kernels: Correlation = { convolve },
): InputGradientStages {
  const spread = spreadByStride(dz, axes);
  const tailFilled = fillTail(spread, axes);
  const bordered = addBorder(tailFilled, axes);
  const rotatedKernel = rotateKernel(swapKernelChannels(w, groups));
  const uncropped = correlateDilated(bordered, rotatedKernel, axes, groups, kernels);
  const cropped = cropPadding(uncropped, axes);
  return { spread, tailFilled, bordered, rotatedKernel, uncropped, cropped };
}

/** Puts S−1 zeros between the cells of dZ: neighbours in dZ are windows that stood S cells apart. */
export function spreadByStride(dz: Tensor, axes: readonly AxisGeometry[]): Tensor {
  return embed(
    dz,
    axes.map(({ outputSize, stride }) => ({ size: (outputSize - 1) * stride + 1, step: stride, offset: 0 })),
  );
}

/** Appends t zeros for the cells that no window read; without them dX comes out t cells too short. */
export function fillTail(spread: Tensor, axes: readonly AxisGeometry[]): Tensor {
  return embed(
    spread,
    axes.map((axis) => {
      const { outputSize, stride, tail } = withoutOverhang(axis);
      return { size: (outputSize - 1) * stride + 1 + tail, step: 1, offset: 0 };
    }),
  );
}

/** F'−1 zeros on every side, so that the rotated kernel reaches every cell that its first or last cell met. */
export function addBorder(tailFilled: Tensor, axes: readonly AxisGeometry[]): Tensor {
  return embed(
    tailFilled,
    axes.map(({ effectiveKernel }, index) => ({
      size: (tailFilled.shape[index + 2] ?? 0) + 2 * (effectiveKernel - 1),
      step: 1,
      offset: effectiveKernel - 1,
    })),
  );
}

/** Cross-correlation in steps of 1 with a kernel dilated by D, no padding: the step that sums the gradients. */
export function correlateDilated(
  bordered: Tensor,
  rotatedKernel: Tensor,
  axes: readonly AxisGeometry[],
  groups: number,
  kernels: Correlation = { convolve },
): Tensor {
  const steps = axes.map(({ kernelSize, dilation }, index) =>
    plainAxis({ inputSize: bordered.shape[index + 2] ?? 0, kernelSize, dilation, stride: 1 }),
  );
  return kernels.convolve(bordered, rotatedKernel, null, { axes: steps, groups });
}

/** Drops the padding's gradient: P_b cells at the beginning, P_e (or P_e − t, overhanging) at the end. */
export function cropPadding(uncropped: Tensor, axes: readonly AxisGeometry[]): Tensor {
  return embed(
    uncropped,
    axes.map(({ inputSize, padding }) => ({ size: inputSize, step: 1, offset: -padding.before })),
  );
}

/** An axis without padding that is known to have an output. */
export function plainAxis(
  config: Pick<AxisConfig, 'inputSize' | 'kernelSize' | 'stride' | 'dilation'>,
): AxisGeometry {
  const result = axisGeometry({ ...config, padding: { before: 0, after: 0 }, rounding: 'floor' });
  if (!result.ok) throw new RangeError(`A kernel of ${config.kernelSize} on ${config.inputSize} cells.`);
  return result.axis;
}
