import type { AxisGeometry } from '../geometry/axis.ts';
import { readerCounts } from '../geometry/coverage.ts';
import { outputsOnInput } from '../geometry/readers.ts';
import { threeAxes } from '../geometry/window.ts';
import { planeAxesOf, type Slices } from './cut.ts';
import type { Motion, Plane, Stage } from './lesson.ts';
import { dataAxis, inputAxis } from './plane-axes.ts';

/** A plane of the input or of the kernel that is counted: its axes, of a volume the outermost first, and the slice that is shown. */
interface Counted {
  readonly axes: readonly AxisGeometry[];
  readonly slice: number;
}

/** How often each cell of the input is read, with the outputs that do; 0 marks the lost pixels. Of a volume all slices count. */
export function coverageStage(output: Plane, axes: readonly AxisGeometry[], { input }: Slices): Stage {
  const { rows, columns } = planeAxesOf(axes);
  const counts = countPlane(countOf(output), readerCounts, { axes, slice: input });
  return {
    id: 'coverage',
    planes: [{ ...counts, rows: inputAxis(rows), columns: inputAxis(columns) }, output],
    motion: {
      kind: 'readers',
      source: 0,
      kernel: null,
      target: 1,
      along: alongOf(axes, input),
      looseBounds: false,
      reduce: null,
      others: null,
    },
  };
}

/** How many input cells each kernel cell meets, in all slices of a volume; what falls on padding does not count. */
export function usesStage(
  output: Plane,
  kernel: Plane,
  axes: readonly AxisGeometry[],
  { tap }: Slices,
): Stage {
  const counts = countPlane(countOf(output), usesOf, { axes, slice: tap });
  return { id: 'uses', planes: [counts, kernel], motion: null };
}

/** The axes that outputs are counted along: of a volume with its outermost one, and the shown slice of the input. */
export const alongOf = (
  axes: readonly AxisGeometry[],
  slice: number,
): Extract<Motion, { kind: 'readers' }>['along'] => ({
  ...planeAxesOf(axes),
  outer: axes.length === 3 && axes[0] ? { axis: axes[0], at: slice } : null,
});

/** A transposed convolution's X stands where outputs stand that read: it writes. */
const countOf = ({ tensor }: Plane): 'count' | 'writes' => (tensor === 'X' ? 'writes' : 'count');

const usesOf = (axis: AxisGeometry): readonly number[] =>
  Array.from({ length: axis.kernelSize }, (_, cell) => {
    const { first, last } = outputsOnInput(axis, cell);
    return Math.max(0, last - first + 1);
  });

function countPlane(
  tensor: 'count' | 'writes',
  counts: (axis: AxisGeometry) => ArrayLike<number>,
  { axes, slice }: Counted,
): Plane {
  const [outer, rows, columns] = threeAxes(axes).map(counts);
  const [height, width] = [rows?.length ?? 1, columns?.length ?? 1];
  // A slice of padding is no part of the input.
  const along = outer?.[slice] ?? 0;
  return {
    tensor,
    ...countLabel([outer?.length ?? 1, height, width], axes.length, slice),
    variant: 'plain',
    rows: dataAxis(height),
    columns: dataAxis(width),
    values: Float64Array.from(
      { length: height * width },
      (_, i) => along * (rows?.[Math.floor(i / width)] ?? 0) * (columns?.[i % width] ?? 0),
    ),
  };
}

/** What counts say of their place: one channel along the axes of the layer, of a volume with the slice that is shown. */
export const countLabel = (
  spatial: readonly number[],
  axes: number,
  slice: number,
): Pick<Plane, 'shape' | 'at'> => {
  const shape = spatial.slice(-axes);
  return axes === 2 ? { shape, at: [] } : { shape: [1, 1, ...shape], at: axes === 3 ? [0, 0, slice] : [] };
};
