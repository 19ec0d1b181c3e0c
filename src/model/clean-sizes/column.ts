import type { Dim, Shape } from '../graph/shape.ts';
import type { Curve } from './curve.ts';

/** The shape of one tensor for every candidate size. */
export type Column = FramedColumn | ListedColumn;

/** Only the spatial sizes differ: what stands around them, where they stand, and a curve for each. */
export interface FramedColumn {
  readonly kind: 'framed';
  readonly around: readonly Dim[];
  readonly start: number;
  readonly curves: readonly Curve[];
}

/** One shape for each candidate; candidates that were refused before have any. */
export interface ListedColumn {
  readonly kind: 'listed';
  readonly shapes: readonly Shape[];
}

export const constantColumn = (shape: readonly Dim[]): FramedColumn => ({
  kind: 'framed',
  around: shape,
  start: 0,
  curves: [],
});

export const unknownColumn: ListedColumn = { kind: 'listed', shapes: [] };

export function shapeAt(column: Column, candidate: number): Shape {
  if (column.kind === 'listed') return column.shapes[candidate] ?? null;
  const { around, start, curves } = column;
  const sizes = curves.map((curve) => curve.sizes[candidate] ?? null);
  return [...around.slice(0, start), ...sizes, ...around.slice(start)];
}

/** Equal for two candidates whose shapes in this column are. */
export function keyAt(column: Column, candidate: number): string {
  if (column.kind === 'listed') return JSON.stringify(column.shapes[candidate] ?? null);
  let key = '';
  for (const { sizes } of column.curves) key += `${sizes[candidate]},`;
  return key;
}
