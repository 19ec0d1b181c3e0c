/** Cells added before and after the input along one axis. */
export interface AxisPadding {
  readonly before: number;
  readonly after: number;
}

/**
 * How n/S becomes a whole number, and which n are refused.
 * - `exact`: refuses a remainder, and n < 0 (DL4J's Strict, ConvLens' default).
 * - `floor`: refuses n < 0 (PyTorch's and Keras' convolutions).
 * - `truncate`: C's division towards zero; −S < n < 0 gives one output cell (Caffe, Darknet).
 * - `ceil`: rounds up; −S < n < 0 gives one output cell (Caffe's pools without padding).
 * - `ceil-inside`: rounds up, then drops the last window if it starts beyond the input and its leading
 *   padding (PyTorch's pools, aten/src/ATen/native/Pool.h; Caffe's pools with padding, pooling_layer.cpp).
 */
export type Rounding = 'exact' | 'floor' | 'truncate' | 'ceil' | 'ceil-inside';

/** One axis of a window operation, as configured. All sizes in cells. */
export interface AxisConfig {
  readonly inputSize: number;
  readonly kernelSize: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: AxisPadding;
  readonly rounding: Rounding;
}

/** The geometry record of one axis (DESIGN.md 2): everything that follows from its configuration. */
export interface AxisGeometry extends AxisConfig {
  /** F' = D·(F−1)+1 */
  readonly effectiveKernel: number;
  /** n = W + P_b + P_e − F' */
  readonly numerator: number;
  /** r = n mod S, in 0 … S−1 */
  readonly remainder: number;
  /** t = n − (O−1)·S: unread cells at the end of the padded input; negative where the last window overhangs. */
  readonly tail: number;
  /** O */
  readonly outputSize: number;
}

/** Why an axis has no output size. */
export type AxisRefusal = 'kernel-larger-than-input' | 'remainder-under-exact-rounding';

export type AxisResult =
  | { readonly ok: true; readonly axis: AxisGeometry }
  | {
      readonly ok: false;
      readonly refusal: AxisRefusal;
      readonly config: AxisConfig;
      readonly numerator: number;
    };

/** F', the cells that a dilated kernel spans. */
export function effectiveKernelSize(kernelSize: number, dilation: number): number {
  return dilation * (kernelSize - 1) + 1;
}

/** The remainder of n by S in 0 … S−1, also for negative n. */
export function remainderOf(numerator: number, stride: number): number {
  return ((numerator % stride) + stride) % stride;
}

/** The geometry of one axis of a convolution or pool; sizes are whole, kernel, stride and dilation at least 1. */
export function axisGeometry(config: AxisConfig): AxisResult {
  const { inputSize, kernelSize, stride, dilation, padding, rounding } = config;
  const effectiveKernel = effectiveKernelSize(kernelSize, dilation);
  const numerator = inputSize + padding.before + padding.after - effectiveKernel;
  const remainder = remainderOf(numerator, stride);
  if (rounding === 'exact' && numerator >= 0 && remainder !== 0) {
    return { ok: false, refusal: 'remainder-under-exact-rounding', config, numerator };
  }
  const outputSize = roundedOutputSize(config, numerator);
  if (outputSize < 1) return { ok: false, refusal: 'kernel-larger-than-input', config, numerator };
  const tail = numerator - (outputSize - 1) * stride;
  // Written out: a spread takes several times as long, and a model has thousands of axes.
  const axis: AxisGeometry = {
    inputSize,
    kernelSize,
    stride,
    dilation,
    padding,
    rounding,
    effectiveKernel,
    numerator,
    remainder,
    tail,
    outputSize,
  };
  return { ok: true, axis };
}

/** The same windows over an input with −t more cells of end padding where the last one overhangs, so that t = 0. */
export function withoutOverhang(axis: AxisGeometry): AxisGeometry {
  if (axis.tail >= 0) return axis;
  const padding = { before: axis.padding.before, after: axis.padding.after - axis.tail };
  return { ...axis, padding, numerator: axis.numerator - axis.tail, remainder: 0, tail: 0 };
}

function roundedOutputSize(config: AxisConfig, numerator: number): number {
  const { inputSize, stride, padding, rounding } = config;
  switch (rounding) {
    case 'exact':
    case 'floor':
      return Math.floor(numerator / stride) + 1;
    case 'truncate':
      return Math.trunc(numerator / stride) + 1;
    case 'ceil':
      return Math.ceil(numerator / stride) + 1;
    case 'ceil-inside': {
      const outputSize = Math.ceil(numerator / stride) + 1;
      const lastWindowStart = (outputSize - 1) * stride;
      return lastWindowStart >= inputSize + padding.before ? outputSize - 1 : outputSize;
    }
  }
}
