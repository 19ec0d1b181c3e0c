import { effectiveKernelSize, remainderOf, type AxisGeometry, type AxisPadding } from './axis.ts';

/** One axis of a transposed convolution, as configured. All sizes in cells. */
export interface TransposedAxisConfig {
  readonly inputSize: number;
  readonly kernelSize: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: AxisPadding;
  readonly outputPadding: number;
}

export interface TransposedAxisGeometry extends TransposedAxisConfig {
  readonly outputSize: number;
  /** The convolution whose dX this layer computes: its input is this layer's output, and the other way round. */
  readonly adjoint: AxisGeometry;
}

/** (W−1)·S − P_b − P_e + F' + output padding (pytorch: aten/src/ATen/native/ConvUtils.h); null if that is below 1. */
export function transposedAxisGeometry(config: TransposedAxisConfig): TransposedAxisGeometry | null {
  const { inputSize, kernelSize, stride, dilation, padding, outputPadding } = config;
  const effectiveKernel = effectiveKernelSize(kernelSize, dilation);
  const numerator = (inputSize - 1) * stride + outputPadding;
  const outputSize = numerator - padding.before - padding.after + effectiveKernel;
  if (outputSize < 1) return null;
  const adjoint: AxisGeometry = {
    inputSize: outputSize,
    kernelSize,
    stride,
    dilation,
    padding,
    rounding: 'floor',
    effectiveKernel,
    numerator,
    remainder: remainderOf(numerator, stride),
    tail: outputPadding,
    outputSize: inputSize,
  };
  return { ...config, outputSize, adjoint };
}
