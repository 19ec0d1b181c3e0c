import type {
  Padding,
  PaddingSides,
  TransposedConvolution,
  Value,
  WindowParameters,
} from '../../../model/graph/operation.ts';
import type { Shape } from '../../../model/graph/shape.ts';
import type { OperatorCall, OperatorResult, OperatorRule } from '../operator.ts';

/** Convolutions and pools (onnx/onnx: onnx/defs/nn/defs.cc). Kernels are [C_out, C_in/groups, k…]. */
export const windowOperators: Readonly<Record<string, OperatorRule>> = {
  Conv: (call) => convolution(call, call.shapes[1] ?? null, 2),
  ConvInteger: (call) => convolution(call, call.shapes[1] ?? null, -1),
  QLinearConv: (call) => convolution(call, call.shapes[3] ?? null, 8),
  /** Where the windows read is learned; how many there are is not (onnx/onnx: onnx/defs/nn/defs.cc DeformConv). */
  DeformConv: (call) => convolution(call, call.shapes[1] ?? null, 3),
  ConvTranspose: (call) => transposedConvolution(call),
  MaxPool: (call) => pool(call, 'max'),
  AveragePool: (call) => pool(call, 'average'),
  LpPool: (call) => pool(call, 'lp'),
  GlobalMaxPool: () => globalPool('max'),
  GlobalAveragePool: () => globalPool('average'),
  GlobalLpPool: () => globalPool('average'),
};

function spatialRank(call: OperatorCall): number | null {
  const fromKernel = call.attribute('kernel_shape')?.ints?.length;
  return fromKernel ?? (call.rank === null ? null : call.rank - 2);
}

function sizeAt(shape: Shape, axis: number): Value {
  const size = shape?.[axis];
  return typeof size === 'number' ? size : null;
}

/** Kernel sizes: the attribute, else the spatial dimensions of the kernel itself. */
function kernelSizes(call: OperatorCall, rank: number, kernel: Shape): readonly Value[] {
  return (
    call.attribute('kernel_shape')?.ints ??
    Array.from({ length: rank }, (_, axis) => sizeAt(kernel, axis + 2))
  );
}

function perAxis(call: OperatorCall, name: string, rank: number): readonly number[] {
  return call.attribute(name)?.ints ?? Array.from({ length: rank }, () => 1);
}

function padding(call: OperatorCall, rank: number): Padding {
  const automatic = call.attribute('auto_pad')?.text ?? 'NOTSET';
  if (automatic === 'SAME_UPPER') return { kind: 'same-upper' };
  if (automatic === 'SAME_LOWER') return { kind: 'same-lower' };
  const pads = automatic === 'NOTSET' ? (call.attribute('pads')?.ints ?? []) : [];
  const sides = Array.from({ length: rank }, (_, axis): PaddingSides => {
    return { before: pads[axis] ?? 0, after: pads[axis + rank] ?? 0 };
  });
  return { kind: 'explicit', sides };
}

function windowParameters(call: OperatorCall, rank: number, kernel: readonly Value[]): WindowParameters {
  // The last window must begin inside the input or its leading padding: onnx/onnx pull request 5741.
  const rounding = call.int('ceil_mode', 0) === 1 ? 'ceil-inside' : 'floor';
  const stride = perAxis(call, 'strides', rank);
  const dilation = perAxis(call, 'dilations', rank);
  return { kernel, stride, dilation, padding: padding(call, rank), rounding, layout: 'channels-first' };
}

function convolution(call: OperatorCall, kernel: Shape, biasInput: number): OperatorResult | null {
  const rank = spatialRank(call) ?? (kernel === null ? null : kernel.length - 2);
  if (rank === null) return null;
  const groups = call.int('group', 1);
  const channelsPerGroup = sizeAt(kernel, 1);
  return {
    operation: {
      kind: 'convolution',
      ...windowParameters(call, rank, kernelSizes(call, rank, kernel)),
      rounding: 'floor',
      inChannels: channelsPerGroup === null ? null : channelsPerGroup * groups,
      outChannels: sizeAt(kernel, 0),
      groups,
      bias: call.has(biasInput),
    },
  };
}

/** The kernel is [C_in, C_out/groups, k…]; `output_shape` fixes the size and leaves the padding to follow. */
function transposedConvolution(call: OperatorCall): OperatorResult | null {
  const kernel = call.shapes[1] ?? null;
  const rank = spatialRank(call);
  if (rank === null) return null;
  const groups = call.int('group', 1);
  const outChannelsPerGroup = sizeAt(kernel, 1);
  const {
    kernel: sizes,
    stride,
    dilation,
    padding: given,
  } = windowParameters(call, rank, kernelSizes(call, rank, kernel));
  const common = {
    kind: 'transposed-convolution',
    inChannels: sizeAt(kernel, 0),
    outChannels: outChannelsPerGroup === null ? null : outChannelsPerGroup * groups,
    groups,
    bias: call.has(2),
    kernel: sizes,
    stride,
    dilation,
    layout: 'channels-first',
  } as const;
  const outputSize = call.attribute('output_shape')?.ints;
  // SAME_UPPER and SAME_LOWER give W·S, whatever the kernel and the output padding.
  if (!outputSize && given.kind !== 'explicit') {
    return { operation: { ...common, padding: given, outputPadding: 'auto' } };
  }
  const outputPadding = call.attribute('output_padding')?.ints ?? sizes.map(() => 0);
  if (!outputSize) return { operation: { ...common, padding: given, outputPadding } };
  const ends = sizes.map((_, axis) => endsFor(call, common, axis, outputPadding[axis] ?? 0, outputSize));
  return {
    operation: {
      ...common,
      padding: { kind: 'explicit', sides: ends.map(({ sides }) => sides) },
      outputPadding: ends.map((end) => end.outputPadding),
    },
  };
}

/**
 * total = S·(W−1) + output padding + F' − O; the odd cell goes to the end only under SAME_UPPER. Where O is more than all
 * windows give, nothing is padded and the rest is output padding (microsoft/onnxruntime:
 * onnxruntime/core/providers/cpu/nn/conv_transpose_attributes.h).
 */
function endsFor(
  call: OperatorCall,
  { kernel, stride, dilation }: Pick<TransposedConvolution, 'kernel' | 'stride' | 'dilation'>,
  axis: number,
  outputPadding: number,
  outputSize: readonly number[],
): { readonly sides: PaddingSides; readonly outputPadding: Value } {
  const input = sizeAt(call.shapes[0] ?? null, axis + 2);
  const [size = null, step = null, spread = null] = [kernel[axis], stride[axis], dilation[axis]];
  const output = outputSize.at(axis - kernel.length) ?? null;
  if (input === null || size === null || step === null || spread === null || output === null) {
    return { sides: { before: null, after: null }, outputPadding };
  }
  const total = step * (input - 1) + outputPadding + spread * (size - 1) + 1 - output;
  if (total < 0) return { sides: { before: 0, after: 0 }, outputPadding: outputPadding - total };
  const smaller = Math.floor(total / 2);
  const upper = call.attribute('auto_pad')?.text === 'SAME_UPPER';
  const sides = upper
    ? { before: smaller, after: total - smaller }
    : { before: total - smaller, after: smaller };
  return { sides, outputPadding };
}

function pool(call: OperatorCall, mode: 'max' | 'average' | 'lp'): OperatorResult | null {
  const kernel = call.attribute('kernel_shape')?.ints;
  if (!kernel) return null;
  const countIncludePadding = call.int('count_include_pad', 0) === 1;
  return {
    operation: {
      kind: 'pool',
      mode,
      ...windowParameters(call, kernel.length, kernel),
      countIncludePadding,
      // Where each maximum was found: one place for each value.
      ...(mode === 'max' && call.secondary('same')),
    },
  };
}

function globalPool(mode: 'max' | 'average'): OperatorResult {
  return { operation: { kind: 'global-pool', mode, keepAxes: true, layout: 'channels-first' } };
}
