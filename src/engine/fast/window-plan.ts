import type { AxisGeometry } from '../geometry/axis.ts';
import type { ConvolutionGeometry } from '../geometry/convolution.ts';
import { kernelSizesOf, outputSizesOf, threeAxes } from '../geometry/window.ts';
import { elementCount } from '../tensor.ts';
import type { KernelMatrix, WindowMatrix } from './contraction.ts';
import { columnOf, paddedLayout, type PaddedAxis, type PaddedLayout } from './padded-planes.ts';
import type { ChannelCounts } from './plan-cache.ts';
import { filledUp, offsetTable, steps } from './tables.ts';

/** How Z and dW read the input: its padded copy, and the matrices of one group. */
export interface WindowPlan {
  readonly kind: 'windows';
  readonly layout: PaddedLayout;
  /** Z = W · windows */
  readonly kernel: KernelMatrix;
  readonly windows: WindowMatrix;
  /** dW = dZ · taps, the windows transposed. */
  readonly gradient: KernelMatrix;
  readonly taps: WindowMatrix;
  /** Where the runs of `windows` stand in dZ. */
  readonly gradientRuns: Int32Array;
  readonly inPerGroup: number;
  readonly outPerGroup: number;
  /** Values of the kernel for one out-channel: C_in/groups · K. */
  readonly kernelRow: number;
  readonly outputPlane: number;
  readonly outputShape: readonly number[];
  readonly kernelShape: readonly number[];
}

export function windowPlan(
  { axes, groups }: ConvolutionGeometry,
  { batch, channels, outChannels }: ChannelCounts,
): WindowPlan {
  const [outer, middle, inner] = threeAxes(axes);
  const residues = steps(inner.kernelSize, inner.dilation).map((cell) => cell % inner.stride);
  const layout = paddedLayout(
    [readCells(outer), readCells(middle), readCells(inner)],
    inner.stride,
    Math.max(...residues) + 1,
  );
  const { strides, planeSize } = layout;
  const [inPerGroup, outPerGroup] = [channels / groups, outChannels / groups];
  const kernelRow = inPerGroup * elementCount(kernelSizesOf(axes));
  const rowStarts = [
    steps(batch, channels * planeSize),
    steps(outer.outputSize, outer.stride * strides[0]),
    steps(middle.outputSize, middle.stride * strides[1]),
  ];
  const columns = offsetTable(...rowStarts, steps(inner.outputSize, 1));
  const taps = offsetTable(
    steps(inPerGroup, planeSize),
    steps(outer.kernelSize, outer.dilation * strides[0]),
    steps(middle.kernelSize, middle.dilation * strides[1]),
    steps(inner.kernelSize, inner.dilation).map((cell) => columnOf(layout, cell)),
  );
  const outputPlane = elementCount(outputSizesOf(axes));
  const gradientPlanes = steps(batch, outChannels * outputPlane);
  return {
    kind: 'windows',
    layout,
    kernel: {
      rowCount: outPerGroup,
      rows: filledUp(offsetTable(steps(outPerGroup, kernelRow)), 4),
      depth: offsetTable(steps(kernelRow, 1)),
    },
    windows: {
      depth: taps,
      columnCount: columns.length,
      columns: filledUp(columns, 8),
      runs: offsetTable(...rowStarts),
      runWidth: inner.outputSize,
    },
    gradient: {
      rowCount: outPerGroup,
      rows: filledUp(offsetTable(steps(outPerGroup, outputPlane)), 4),
      depth: offsetTable(gradientPlanes, steps(outputPlane, 1)),
    },
    taps: {
      depth: columns,
      columnCount: taps.length,
      columns: filledUp(taps, 8),
      runs: taps,
      runWidth: 1,
    },
    gradientRuns: offsetTable(gradientPlanes, steps(outputPlane / inner.outputSize, inner.outputSize)),
    ...{ inPerGroup, outPerGroup, kernelRow, outputPlane },
    outputShape: [batch, outChannels, ...outputSizesOf(axes)],
    kernelShape: [outChannels, inPerGroup, ...kernelSizesOf(axes)],
  };
}

/** Exactly the cells that windows read, (O−1)·S + F' of them, zeros where the input has none. */
function readCells({ inputSize, outputSize, stride, effectiveKernel, padding }: AxisGeometry): PaddedAxis {
  return { inputSize, size: (outputSize - 1) * stride + effectiveKernel, before: padding.before };
}
