import type { AxisGeometry } from '../geometry/axis.ts';
import { readerCounts } from '../geometry/coverage.ts';
import { outputsOnInput } from '../geometry/readers.ts';
import type { Plane, Stage } from './lesson.ts';
import { dataAxis, inputAxis } from './plane-axes.ts';

/** How often each cell of the input is read, with the outputs that do; 0 marks the lost pixels. */
export function coverageStage(output: Plane, rows: AxisGeometry, columns: AxisGeometry): Stage {
  const counts = countPlane(countOf(output), readerCounts(rows), readerCounts(columns), output);
  return {
    id: 'coverage',
    planes: [{ ...counts, rows: inputAxis(rows), columns: inputAxis(columns) }, output],
    motion: {
      kind: 'readers',
      source: 0,
      kernel: null,
      target: 1,
      along: { rows, columns },
      looseBounds: false,
      reduce: null,
      others: null,
    },
  };
}

/** How many input cells each kernel cell meets; what falls on padding does not count. */
export function usesStage(output: Plane, kernel: Plane, rows: AxisGeometry, columns: AxisGeometry): Stage {
  const counts = countPlane(countOf(output), usesOf(rows), usesOf(columns), kernel);
  return { id: 'uses', planes: [counts, kernel], motion: null };
}

/** A transposed convolution's X stands where outputs stand that read: it writes. */
const countOf = ({ tensor }: Plane): 'count' | 'writes' => (tensor === 'X' ? 'writes' : 'count');

const usesOf = (axis: AxisGeometry): number[] =>
  Array.from({ length: axis.kernelSize }, (_, cell) => {
    const { first, last } = outputsOnInput(axis, cell);
    return Math.max(0, last - first + 1);
  });

function countPlane(
  tensor: 'count' | 'writes',
  rows: ArrayLike<number>,
  columns: ArrayLike<number>,
  { shape }: Plane,
): Plane {
  const values = Float64Array.from(
    { length: rows.length * columns.length },
    (_, i) => (rows[Math.floor(i / columns.length)] ?? 0) * (columns[i % columns.length] ?? 0),
  );
  return {
    tensor,
    shape: countShape(shape, rows.length, columns.length),
    at: [],
    variant: 'plain',
    rows: dataAxis(rows.length),
    columns: dataAxis(columns.length),
    values,
  };
}

/** Of counts: one channel of a tensor of the layer, along one axis where it has one. */
export const countShape = (shape: readonly number[], rows: number, columns: number): readonly number[] =>
  shape.length === 3 ? [1, 1, columns] : [rows, columns];
