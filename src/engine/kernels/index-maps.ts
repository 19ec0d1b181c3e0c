import { elementCount, zeros, type Tensor } from '../tensor.ts';

/**
 * Operations that only move values are index maps: output i takes the value at `source[i]` of the input, or the fill
 * value where that is −1. Their gradient adds every dZ[i] back to `source[i]`.
 */
export type IndexMap = Int32Array;

/** Values taken where the map points to. */
export function gather(x: Tensor, source: IndexMap, shape: readonly number[], fill = 0): Tensor {
  const z = zeros(shape, x);
  for (let i = 0; i < source.length; i++) {
    const from = source[i] ?? -1;
    z.data[i] = from < 0 ? fill : (x.data[from] ?? 0);
  }
  return z;
}

/** The adjoint of `gather`: every value added to the place that it was taken from. */
export function scatterAdd(dz: Tensor, source: IndexMap, shape: readonly number[]): Tensor {
  const dx = zeros(shape, dz);
  for (let i = 0; i < source.length; i++) {
    const to = source[i] ?? -1;
    if (to >= 0) dx.data[to] = (dx.data[to] ?? 0) + (dz.data[i] ?? 0);
  }
  return dx;
}

/** How far apart neighbours along each dimension stand in C order. */
export function rowMajorStrides(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
}

/** The map of a view: output (i, j, …) takes start + i·strides[0] + j·strides[1] + … */
export function stridedMap(shape: readonly number[], strides: readonly number[], start = 0): IndexMap {
  return mapFromAxes(
    shape.map((size, axis) => Int32Array.from({ length: size }, (_, i) => i * (strides[axis] ?? 0))),
    start,
  );
}

/** The map of an operation that treats each axis by itself: `cells[axis][i]` is the input cell of output cell i, or −1. */
export function perAxisMap(inputShape: readonly number[], cells: readonly Int32Array[]): IndexMap {
  const strides = rowMajorStrides(inputShape);
  return mapFromAxes(
    cells.map((axisCells, axis) => axisCells.map((cell) => (cell < 0 ? -1 : cell * (strides[axis] ?? 1)))),
    0,
  );
}

/** All cells of an axis in their order. */
export function everyCell(size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, i) => i);
}

/** Sums one offset of every axis; −1 on any axis gives −1. */
function mapFromAxes(offsets: readonly Int32Array[], start: number): IndexMap {
  let map = Int32Array.of(start);
  for (const axis of offsets) {
    const next = new Int32Array(map.length * axis.length);
    let at = 0;
    for (const base of map) {
      for (const offset of axis) next[at++] = base < 0 || offset < 0 ? -1 : base + offset;
    }
    map = next;
  }
  return map;
}
