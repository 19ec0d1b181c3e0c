import type { Plane, PlaneAxis } from '../../engine/trace/lesson.ts';
import { cellIndices } from './cell-name.ts';
import { kindAt } from './cell-style.ts';

/** A value of one of the layer's tensors: X, W, Z, or its gradient. */
export interface CellPlace {
  readonly tensor: Plane['tensor'];
  /** Flat, in C order. */
  readonly index: number;
  /** Of the tensor's own cells, zeros that were put in not counted. */
  readonly row: number;
  readonly column: number;
  /** The same as one reads it: without the row of a layer that has one axis. */
  readonly indices: readonly number[];
}

const placed = new Set<Plane['tensor']>(['X', 'W', 'Z', 'A', 'dX', 'dW', 'dZ', 'dA', 'dP']);

/** Which value of its tensor a cell shows; null for zeros that were put in, and for planes that show something made of it. */
export function cellPlace(plane: Plane, row: number, column: number): CellPlace | null {
  const { tensor, shape, at, variant } = plane;
  if (!placed.has(tensor) || kindAt(plane, row, column) !== 'data' || at.length < 2) return null;
  // A vector as a row has the places that it has as a column.
  const isRow = variant === 'transposed' && tensor === 'X';
  if (variant !== 'plain' && variant !== 'uncropped' && !isRow) return null;
  const [r, c] = [dataIndex(plane.rows, row), dataIndex(plane.columns, column)];
  const [first = 0, second = 0] = at;
  const indices = cellIndices(plane, { row: r, column: c });
  // Features: the plane is a part of one matrix.
  if (shape.length === 2) {
    const index = (first + r) * (shape[1] ?? 1) + second + c;
    return { tensor, index, row: first + r, column: second + c, indices };
  }
  if (shape.length > 5) return null;
  // Of a volume the plane is one slice; beyond its ends there is padding.
  const [depth, slice] = shape.length === 5 ? [shape[2] ?? 1, at[2] ?? -1] : [1, 0];
  if (slice < 0 || slice >= depth) return null;
  const height = shape.length > 3 ? (shape.at(-2) ?? 1) : 1;
  const width = shape.at(-1) ?? 1;
  // Planes that show a part of a tensor show its first rows and columns.
  if (r >= height || c >= width) return null;
  const index = (((first * (shape[1] ?? 1) + second) * depth + slice) * height + r) * width + c;
  return { tensor, index, row: r, column: c, indices };
}

const dataIndex = ({ kinds }: PlaneAxis, index: number): number =>
  kinds.slice(0, index).filter((kind) => kind === 'data').length;
