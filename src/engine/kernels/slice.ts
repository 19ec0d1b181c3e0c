import type { Tensor } from '../tensor.ts';
import { everyCell, gather, perAxisMap, scatterAdd } from './index-maps.ts';

/** Cells start, start + step, … below `end` along one dimension; all are in range, step is at least 1. */
export interface SliceRange {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

export function slice(x: Tensor, ranges: readonly SliceRange[]): Tensor {
  const cells = slicedCells(x.shape, ranges);
  return gather(
    x,
    perAxisMap(x.shape, cells),
    cells.map(({ length }) => length),
  );
}

export function sliceGradient(
  dz: Tensor,
  ranges: readonly SliceRange[],
  inputShape: readonly number[],
): Tensor {
  return scatterAdd(dz, perAxisMap(inputShape, slicedCells(inputShape, ranges)), inputShape);
}

function slicedCells(shape: readonly number[], ranges: readonly SliceRange[]): readonly Int32Array[] {
  return shape.map((size, axis) => {
    const range = ranges.find((candidate) => candidate.axis === axis);
    if (!range) return everyCell(size);
    const { start, end, step } = range;
    return Int32Array.from(
      { length: Math.max(0, Math.ceil((end - start) / step)) },
      (_, i) => start + i * step,
    );
  });
}
