import type { ConvolutionGeometry } from '../geometry/convolution.ts';
import { outputSizesOf } from '../geometry/window.ts';
import type { Box } from './copy-box.ts';
import { paddedLayout, type PaddedLayout } from './padded-planes.ts';
import type { ChannelCounts } from './plan-cache.ts';
import { filledUp, offsetTable, roundUp, steps } from './tables.ts';

/** Outputs of a tile on each axis, and what they read. */
const tileOutputs = 4;
const tileInputs = 6;
export const positions = 36;

/** A correlation with 3×3 kernels in steps of 1, by F(4×4, 3×3). Z and dX differ only in this. */
export interface WinogradPlan {
  readonly kind: 'winograd';
  readonly layout: PaddedLayout;
  readonly groups: number;
  /** Channels of one group: of the result, and of what is read. */
  readonly rows: number;
  readonly depth: number;
  /** From one kernel to the next, by result's channel and by read channel, in values. */
  readonly rowStep: number;
  readonly depthStep: number;
  readonly rotated: boolean;
  /** Byte offsets of each tile in the planes it reads and in those it writes, filled up to a multiple of eight. */
  readonly sources: Int32Array;
  readonly targets: Int32Array;
  /** Tiles that are worked on together. */
  readonly block: number;
  /** The planes that are written, in whole tiles. */
  readonly planeSize: number;
  readonly rowSize: number;
  /** Cuts them to size; null where they are. */
  readonly crop: Box | null;
  readonly shape: readonly number[];
}

export function winogradForwardPlan(
  { axes, groups }: ConvolutionGeometry,
  { batch, channels, outChannels }: ChannelCounts,
): WinogradPlan {
  const depth = channels / groups;
  return winogradPlan({
    axes: axes.map(({ inputSize, outputSize, padding }) => ({
      sourceSize: inputSize,
      before: padding.before,
      first: 0,
      targetSize: outputSize,
    })),
    ...{ batch, groups, depth, rows: outChannels / groups },
    ...{ rowStep: depth * 9, depthStep: 9, rotated: false },
  });
}

/** dX is the correlation of dZ, with F'−1 zeros around it, with the rotated kernels; P_b cells are cut off. */
export function winogradInputGradientPlan(
  { axes, groups }: ConvolutionGeometry,
  { batch, channels, outChannels }: ChannelCounts,
): WinogradPlan {
  const rows = channels / groups;
  return winogradPlan({
    axes: axes.map(({ inputSize, outputSize, padding }) => ({
      sourceSize: outputSize,
      before: 2,
      first: padding.before,
      targetSize: inputSize,
    })),
    ...{ batch, groups, rows, depth: outChannels / groups },
    ...{ rowStep: 9, depthStep: rows * 9, rotated: true },
  });
}

/**
 * Whether the algorithm applies and pays: the products that it saves per kernel, in steps of eight, outweigh the
 * transformation of the kernel.
 */
export function isForWinograd({ axes, groups }: ConvolutionGeometry, counts: ChannelCounts): boolean {
  const { batch, channels, outChannels } = counts;
  if (axes.length !== 2 || Math.min(channels, outChannels) / groups < 8) return false;
  if (axes.some(({ kernelSize, stride, dilation }) => kernelSize !== 3 || stride !== 1 || dilation !== 1)) {
    return false;
  }
  const sizes = outputSizesOf(axes);
  const outputs = sizes.reduce((product, size) => product * size, batch);
  const tiles = sizes.reduce((product, size) => product * Math.ceil(size / tileOutputs), batch);
  return 9 * roundUp(outputs, 8) - positions * roundUp(tiles, 8) > transformationCost;
}

const transformationCost = 400;

interface Correlation {
  /** `first` of the padded source's cells stand before the first window. */
  readonly axes: readonly {
    readonly sourceSize: number;
    readonly before: number;
    readonly first: number;
    readonly targetSize: number;
  }[];
  readonly batch: number;
  readonly groups: number;
  readonly rows: number;
  readonly depth: number;
  readonly rowStep: number;
  readonly depthStep: number;
  readonly rotated: boolean;
}

function winogradPlan({ axes, ...correlation }: Correlation): WinogradPlan {
  const { batch, groups, rows, depth } = correlation;
  const [vertical, horizontal] = axes.map((axis) => {
    const tiles = Math.ceil(axis.targetSize / tileOutputs);
    return {
      ...axis,
      tiles,
      padded: {
        inputSize: axis.sourceSize,
        size: axis.first + (tiles - 1) * tileOutputs + tileInputs,
        before: axis.before,
      },
    };
  });
  if (!vertical || !horizontal) throw new RangeError('Winograd tiles have two axes.');
  const layout = paddedLayout([{ inputSize: 1, size: 1, before: 0 }, vertical.padded, horizontal.padded]);
  const rowSize = horizontal.tiles * tileOutputs;
  const planeSize = vertical.tiles * tileOutputs * rowSize;
  const [, sourceRow] = layout.strides;
  const sources = offsetTable(
    steps(batch, groups * depth * layout.planeSize),
    steps(vertical.tiles, tileOutputs * sourceRow, vertical.first * sourceRow),
    steps(horizontal.tiles, tileOutputs, horizontal.first),
  );
  const targets = offsetTable(
    steps(batch, groups * rows * planeSize),
    steps(vertical.tiles, tileOutputs * rowSize),
    steps(horizontal.tiles, tileOutputs),
  );
  const plane = vertical.targetSize * horizontal.targetSize;
  const planes = batch * groups * rows;
  return {
    kind: 'winograd',
    ...correlation,
    ...{ layout, planeSize, rowSize },
    sources: filledUp(sources, 8),
    targets: filledUp(targets, 8),
    block: blockOf(rows + depth),
    crop:
      plane === planeSize
        ? null
        : [
            [1, 0, 0],
            [planes, planeSize, plane],
            [vertical.targetSize, rowSize, horizontal.targetSize],
            [horizontal.targetSize, 1, 1],
          ],
    shape: [batch, groups * rows, vertical.targetSize, horizontal.targetSize],
  };
}

/** Their transformed values of so many channels should stay in a second-level cache, without too few tiles a product. */
function blockOf(channels: number): number {
  const fitting = Math.floor(blockValues / (positions * channels));
  return Math.max(32, fitting & ~7);
}

const blockValues = 1 << 18;
