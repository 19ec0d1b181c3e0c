import type { AxisPadding } from '../geometry/axis.ts';
import type { Tensor } from '../tensor.ts';
import { everyCell, gather, perAxisMap, scatterAdd, type IndexMap } from './index-maps.ts';

/** What stands in the added cells: a constant, the mirrored input, its edge, or its other end (torch.nn.functional.pad). */
export type PadMode = 'constant' | 'reflect' | 'replicate' | 'circular';

/** Adds cells around the last dimensions, one pair of sides each; negative sides crop. */
export function pad(x: Tensor, sides: readonly AxisPadding[], mode: PadMode, value = 0): Tensor {
  const { map, shape } = paddedMap(x.shape, sides, mode);
  return gather(x, map, shape, value);
}

export function padGradient(
  dz: Tensor,
  sides: readonly AxisPadding[],
  mode: PadMode,
  inputShape: readonly number[],
): Tensor {
  return scatterAdd(dz, paddedMap(inputShape, sides, mode).map, inputShape);
}

function paddedMap(
  inputShape: readonly number[],
  sides: readonly AxisPadding[],
  mode: PadMode,
): { readonly map: IndexMap; readonly shape: readonly number[] } {
  const firstPadded = inputShape.length - sides.length;
  const cells = inputShape.map((size, axis) => {
    const side = sides[axis - firstPadded];
    if (!side) return everyCell(size);
    const length = Math.max(0, side.before + size + side.after);
    return Int32Array.from({ length }, (_, i) => paddedCell(i - side.before, size, mode));
  });
  return { map: perAxisMap(inputShape, cells), shape: cells.map(({ length }) => length) };
}

/** The input cell whose value stands at place x, which may lie outside 0 … size − 1; −1 for the constant. */
function paddedCell(x: number, size: number, mode: PadMode): number {
  if (x >= 0 && x < size) return x;
  switch (mode) {
    case 'constant':
      return -1;
    case 'replicate':
      return x < 0 ? 0 : size - 1;
    case 'reflect':
      return x < 0 ? -x : 2 * (size - 1) - x;
    case 'circular':
      return ((x % size) + size) % size;
  }
}
