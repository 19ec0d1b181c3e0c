import type { TensorData } from '../tensor.ts';
import { copyBox, type Box } from './copy-box.ts';
import type { KernelSession } from './session.ts';

/** Where one axis of a plane goes in its padded copy: cell i to `before` + i, in `size` cells; the rest is cut off. */
export interface PaddedAxis {
  readonly inputSize: number;
  readonly size: number;
  readonly before: number;
}

export type ThreeAxes<T> = readonly [outer: T, middle: T, inner: T];

/**
 * Planes with zeros around them. A row's cells stand sorted by their remainder by `step`, remainder by remainder, so
 * that windows in steps of that stand next to each other; remainders that nobody reads are left out.
 */
export interface PaddedLayout {
  readonly axes: ThreeAxes<PaddedAxis>;
  readonly step: number;
  readonly remainders: number;
  /** Cells of one remainder in a row. */
  readonly runSize: number;
  /** In values. */
  readonly strides: readonly [outer: number, middle: number];
  readonly planeSize: number;
}

export function paddedLayout(axes: ThreeAxes<PaddedAxis>, step = 1, remainders = 1): PaddedLayout {
  const [outer, middle, inner] = axes;
  const runSize = Math.ceil(inner.size / step);
  const row = remainders * runSize;
  return {
    ...{ axes, step, remainders, runSize },
    strides: [middle.size * row, row],
    planeSize: outer.size * middle.size * row,
  };
}

/** Where cell `index` of a padded row stands in it. */
export function columnOf({ step, runSize }: PaddedLayout, index: number): number {
  return (index % step) * runSize + Math.floor(index / step);
}

/** The address of such a copy of a tensor's planes; of the tensor itself in the kernels' memory where nothing changes. */
export function padPlanes(
  { run, workspace }: KernelSession,
  data: TensorData,
  planes: number,
  layout: PaddedLayout,
): number {
  const source = workspace.floats(data);
  if (isUnchanged(layout)) return source;
  const address = workspace.allocate(planes * layout.planeSize);
  run.clear(address, planes * layout.planeSize * 4);
  for (let remainder = 0; remainder < layout.remainders; remainder++) {
    const { from, to, box } = boxOf(layout, planes, remainder);
    copyBox(run, source + from * 4, address + to * 4, box);
  }
  return address;
}

function isUnchanged({ axes, step }: PaddedLayout): boolean {
  return step === 1 && axes.every(({ inputSize, size, before }) => before === 0 && size === inputSize);
}

/** The cells of one remainder: where they begin in source and target, and how they follow one another. */
function boxOf(
  layout: PaddedLayout,
  planes: number,
  remainder: number,
): { readonly from: number; readonly to: number; readonly box: Box } {
  const { axes, step, strides, planeSize } = layout;
  const [outer, middle, inner] = axes;
  const row = inner.inputSize;
  const plane = middle.inputSize * row;
  const first = (((remainder - inner.before) % step) + step) % step;
  return {
    from: first,
    to: outer.before * strides[0] + middle.before * strides[1] + columnOf(layout, inner.before + first),
    box: [
      [planes, outer.inputSize * plane, planeSize],
      [keptCells(outer), plane, strides[0]],
      [keptCells(middle), row, strides[1]],
      [Math.max(0, Math.ceil((keptCells(inner) - first) / step)), step, 1],
    ],
  };
}

const keptCells = ({ inputSize, size, before }: PaddedAxis): number =>
  Math.max(0, Math.min(inputSize, size - before));
