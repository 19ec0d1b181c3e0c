import type { Lesson, Plane, Stage } from '../../../src/engine/trace/lesson.ts';
import { matrixLimits } from '../../../src/engine/trace/sharing-stages.ts';
import { cornerOf } from '../../../src/engine/trace/corner.ts';
import { cellPlace } from '../../../src/scene/layer/cell-place.ts';
import { kindAt } from '../../../src/scene/layer/cell-style.ts';
import { columnCount } from '../../../src/scene/layer/steps.ts';
import { inputShapeOf, type ConvolutionCase } from '../conv-oracle.ts';
import { formulaTensor } from '../oracle.ts';
import { expectedMatrices } from './expected-matrices.ts';
import { joined, oracleAxes, padded, volume, type Triple } from './oracle-axes.ts';
import { isTransposed } from './oracle-lessons.ts';

/** What a cell of a plane must hold: null a zero that is not drawn; undefined where nothing is known of it. */
export type ExpectedCell = (
  stage: Stage,
  plane: Plane,
  row: number,
  column: number,
) => number | null | undefined;

/** Cells of a turned kernel are those of the kernel, from its end. */
export const placeOf = (plane: Plane, row: number, column: number) =>
  plane.variant === 'rotated'
    ? cellPlace(
        { ...plane, variant: 'plain' },
        plane.rows.kinds.length - 1 - row,
        columnCount(plane) - 1 - column,
      )
    : cellPlace(plane, row, column);

/** Every cell of a convolution's lesson, from the oracle's tensors and the definitions: the first sample, the first group. */
export function expectedCells(item: ConvolutionCase, lesson: Lesson): ExpectedCell {
  const turned = isTransposed(item);
  const tensors: Partial<Record<Plane['tensor'], ArrayLike<number>>> = {
    X: formulaTensor(inputShapeOf(item), item.salts.x).data,
    W: formulaTensor(item.wshape, item.salts.w).data,
    dZ: formulaTensor(item.outshape, item.salts.dz).data,
    Z: item.z.map((value) => value / item.scale.z),
    dX: item.dx.map((value) => value / item.scale.dx),
    dW: item.dw.map((value) => value / item.scale.dw),
  };
  const axes = oracleAxes(item);
  const w = volume(item.wshape, tensors.W ?? []);
  // What scatters into the padded plane: dZ into dX, a transposed convolution's X into Z.
  const scattered = turned
    ? volume(inputShapeOf(item), tensors.X ?? [])
    : volume(item.outshape, tensors.dZ ?? []);
  const sources = (turned ? item.Cin : item.Cout) / item.groups;
  const bias = turned && item.bias ? formulaTensor([item.Cout], item.salts.b).data : null;

  /** A cell of the padded plane before it is cropped: what all windows over it give. */
  const uncropped = ({ at: [sample = 0, channel = 0, slice = 0] }: Plane, row: number, column: number) => {
    const place: Triple = [slice + axes.padding[0], row, column];
    const along = (axis: 0 | 1 | 2) =>
      joined(axes, axis).filter(({ output, tap }) => padded(axes, axis, output, tap) === place[axis]);
    let sum = bias?.[channel] ?? 0;
    for (const z of along(0))
      for (const y of along(1))
        for (const x of along(2))
          for (let source = 0; source < sources; source++)
            sum +=
              w.at(source, channel, [z.tap, y.tap, x.tap]) *
              scattered.at(sample, source, [z.output, y.output, x.output]);
    return sum;
  };

  /** The oracle's, and of a layer without a bias what the code sums all the same. */
  const biasGradient = (channel: number): number => {
    if (item.db) return (item.db[channel] ?? NaN) / item.scale.db;
    const cells = item.outshape.slice(2).reduce((product, size) => product * size, 1);
    let sum = 0;
    for (let place = 0; place < (tensors.dZ?.length ?? 0); place++)
      if (Math.floor(place / cells) % item.Cout === channel) sum += tensors.dZ?.[place] ?? NaN;
    return sum;
  };

  /** The sparse matrix: an output's row has the kernel cell that it reads an input's column through. */
  const sharing = sharingEntries(item, lesson);
  const unroll = lesson.passes.find(({ id }) => id === 'im2col')?.stages[0];
  const matrices = unroll && expectedMatrices(item, lesson, unroll);
  const inSharing = new Set<Stage>(lesson.passes.find(({ id }) => id === 'sharing')?.stages);

  return (stage, plane, row, column) => {
    if (plane.variant === 'difference') return 0;
    if (plane.tensor === 'db') return biasGradient(plane.at[0] ?? 0);
    if (plane.tensor === 'count' || plane.tensor === 'writes')
      return countAt(axes, stage, plane, row, column);
    if (plane.at.length === 0) {
      const [r, c] = plane.variant === 'transposed' ? [column, row] : [row, column];
      return inSharing.has(stage) ? sharing(stage, plane, r, c) : matrices?.[plane.tensor]?.(r, c);
    }
    const place = placeOf(plane, row, column);
    if (place) return tensors[place.tensor]?.[place.index];
    if (plane.variant === 'uncropped') return uncropped(plane, row, column);
    // Zeros that were put in, and slices of padding.
    return kindAt(plane, row, column) !== 'data' || isBeyond(plane) ? 0 : undefined;
  };
}

const isBeyond = ({ shape, at: [, , slice = 0] }: Plane): boolean =>
  shape.length === 5 && (slice < 0 || slice >= (shape[2] ?? 1));

/** How often a cell is read, or how many cells of the input a kernel cell meets: the product of all axes. */
function countAt(
  axes: ReturnType<typeof oracleAxes>,
  { id }: Stage,
  { at: [, , slice = 0] }: Plane,
  row: number,
  column: number,
): number {
  const along = (axis: 0 | 1 | 2, cell: number): number =>
    joined(axes, axis).filter(({ tap, input }) =>
      id === 'uses'
        ? tap === cell && input >= 0 && input < axes.input[axis]
        : input === cell && cell >= 0 && cell < axes.input[axis],
    ).length;
  return along(0, slice) * along(1, row) * along(2, column);
}

/** Entries of the sharing pass: T, and the columns that it takes and makes, of the planes that are shown. */
function sharingEntries(item: ConvolutionCase, { facts, passes, selection }: Lesson) {
  const axes = oracleAxes(item);
  const kernel = passes.find(({ id }) => id === 'sharing')?.stages[0]?.planes[0];
  const [outer = 0, inner = 0] = kernel?.at ?? [];
  const w = volume(item.wshape, formulaTensor(item.wshape, item.salts.w).data);
  const corner = facts && cornerOf(facts.rows, facts.columns, matrixLimits);
  const [wide, narrow] = [corner?.columns.inputSize ?? 1, corner?.columns.outputSize ?? 1];
  const cell = (place: number, width: number) => [Math.floor(place / width), place % width] as const;
  const weight = (output: number, input: number): number | null => {
    const [[outRow, outColumn], [inRow, inColumn]] = [cell(output, narrow), cell(input, wide)];
    const tap = (axis: 1 | 2, out: number, into: number) =>
      joined(axes, axis).find(({ output: o, input: i }) => o === out && i === into)?.tap;
    const [row, column] = [tap(1, outRow, inRow), tap(2, outColumn, inColumn)];
    return row === undefined || column === undefined
      ? null
      : w.at(outer, inner, [selection.kernelSlice, row, column]);
  };
  const count = (of: 'inputSize' | 'outputSize'): number =>
    (corner?.rows[of] ?? 1) * (corner?.columns[of] ?? 1);
  const sum = (length: number, term: (i: number) => number): number =>
    Array.from({ length }, (_, i) => term(i)).reduce((total, value) => total + value, 0);
  const x = volume(inputShapeOf(item), formulaTensor(inputShapeOf(item), item.salts.x).data);
  const dz = volume(item.outshape, formulaTensor(item.outshape, item.salts.dz).data);
  // Of a volume: the output's slice, and the one of the input that it reads through the shown kernel slice.
  const outSlice = selection.outSlice;
  const inSlice = padded(axes, 0, outSlice, selection.kernelSlice) - axes.padding[0];
  const turned = isTransposed(item);
  const wideValue = (input: number): number => {
    const [row, column] = cell(input, wide);
    const place: Triple = [inSlice, row, column];
    return turned ? dz.at(0, selection.outChannel, place) : x.at(0, selection.inChannel, place);
  };
  const narrowValue = (output: number): number => {
    const [row, column] = cell(output, narrow);
    const place: Triple = [outSlice, row, column];
    return turned ? x.at(0, selection.inChannel, place) : dz.at(0, selection.outChannel, place);
  };
  return ({ planes }: Stage, plane: Plane, row: number, column: number): number | null | undefined => {
    if (plane.tensor === 'T') return weight(row, column);
    const isResult = planes.indexOf(plane) === 2;
    const straight = planes[0]?.variant === 'plain';
    if (!isResult) return straight ? wideValue(row) : narrowValue(row);
    return straight
      ? sum(count('inputSize'), (input) => (weight(row, input) ?? 0) * wideValue(input))
      : sum(count('outputSize'), (output) => (weight(output, row) ?? 0) * narrowValue(output));
  };
}
