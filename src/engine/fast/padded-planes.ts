import type { TensorData } from '../tensor.ts';
import type { KernelSession } from './session.ts';
import { steps } from './tables.ts';

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
  const [outer, middle, inner] = layout.axes;
  const planeBytes = outer.inputSize * middle.inputSize * inner.inputSize * 4;
  run.padPlanes(source, planeBytes, planes, workspace.table(copyTable(layout)), address);
  return address;
}

function isUnchanged({ axes, step }: PaddedLayout): boolean {
  return step === 1 && axes.every(({ inputSize, size, before }) => before === 0 && size === inputSize);
}

/** What assembly/pad.ts reads. */
function copyTable({ axes, step, remainders, runSize }: PaddedLayout): Int32Array {
  const [outer, middle, inner] = axes;
  const inputRow = inner.inputSize * 4;
  const rowCells = keptCells(inner);
  const runs = steps(remainders, 1).flatMap((remainder) => {
    const first = (((remainder - inner.before) % step) + step) % step;
    const before = Math.min(runSize, Math.floor((inner.before + first) / step));
    const cells = Math.max(0, Math.ceil((rowCells - first) / step));
    return [first * 4, before, cells, runSize - before - cells];
  });
  return Int32Array.of(
    ...[...sliceCounts(outer), middle.inputSize * inputRow],
    ...[...sliceCounts(middle), inputRow],
    ...[remainders * runSize * 4, step * 4, remainders],
    ...runs,
  );
}

/** Zeros before, copied, zeros after. */
function sliceCounts(axis: PaddedAxis): ThreeAxes<number> {
  const before = Math.min(axis.before, axis.size);
  const kept = keptCells(axis);
  return [before, kept, axis.size - before - kept];
}

const keptCells = ({ inputSize, size, before }: PaddedAxis): number =>
  Math.max(0, Math.min(inputSize, size - before));
