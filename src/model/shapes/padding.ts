import type { AxisPadding } from '../../engine/geometry/axis.ts';
import { effectiveKernelSize } from '../../engine/geometry/axis.ts';
import type { Padding } from '../graph/operation.ts';

/** Cells before and after one axis, with the lower half of `total` before it. */
function halves(total: number): AxisPadding {
  const before = Math.floor(total / 2);
  return { before, after: total - before };
}

/**
 * The padding of one axis in cells; null where the file leaves it unknown.
 * `same` by tensorflow: core/framework/kernel_shape_util.cc and onnx/onnx: onnx/defs/nn/defs.cc;
 * `same-unit-stride` by pytorch: torch/nn/modules/conv.py (_reversed_padding_repeated_twice).
 */
export function paddingOfAxis(
  padding: Padding,
  axis: number,
  inputSize: number,
  kernelSize: number,
  stride: number,
  dilation: number,
): AxisPadding | null {
  const reach = effectiveKernelSize(kernelSize, dilation) - 1;
  switch (padding.kind) {
    case 'explicit': {
      const sides = padding.sides[axis];
      if (sides === undefined || sides.before === null || sides.after === null) return null;
      return { before: sides.before, after: sides.after };
    }
    case 'same-unit-stride':
      return halves(reach);
    case 'causal':
      return { before: reach, after: 0 };
    case 'same-upper':
    case 'same-lower': {
      const outputSize = Math.ceil(inputSize / stride);
      const { before, after } = halves(Math.max(0, (outputSize - 1) * stride + reach + 1 - inputSize));
      return padding.kind === 'same-upper' ? { before, after } : { before: after, after: before };
    }
  }
}
