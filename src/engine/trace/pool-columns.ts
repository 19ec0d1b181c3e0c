import type { AxisGeometry } from '../geometry/axis.ts';
import { threeAxes } from '../geometry/window.ts';
import { averagePool, divisors } from '../kernels/average-pool.ts';
import { col2im, im2col } from '../kernels/im2col.ts';
import { maxPool } from '../kernels/max-pool.ts';
import { zeros, type Tensor } from '../tensor.ts';
import { croppedPlane, foldBackStages, matrixPlane, paddedPlane, unrollStage } from './column-stages.ts';
import { cornerOf, firstCells, type Corner } from './corner.ts';
import { padInput } from './correlate-stages.ts';
import { isPaddingSlice, labelOf, overPadding, planeAxesOf, readSlices } from './cut.ts';
import { columnLimits, firstOf } from './im2col-part.ts';
import type { Motion, Pass, Plane, PoolReduction, Stage } from './lesson.ts';
import { dataAxis } from './plane-axes.ts';
import { planeValues, remaining, slicesAt } from './plane.ts';
import { paddedGradient, poolGradient, sharedCells, withoutPadding, type PoolRequest } from './pool-parts.ts';

/** What is drawn of a pool's columns: the first windows, each with all its cells. */
interface ColumnPart {
  readonly corner: Corner;
  /** Slices of the input that the windows read. */
  readonly read: readonly number[];
  /** [1, slices, rows, columns] of the corner */
  readonly input: Tensor;
  /** [slices·K, O]: the windows, and 1 where a cell of the input is, 0 on padding. */
  readonly columns: Tensor;
  readonly inside: Tensor;
  /** First row of the shown slice. */
  readonly firstRow: number;
  readonly reduce: PoolReduction;
}

/** Windows become columns, and each column's greatest value or mean an output; back, dZ goes into the columns, and col2im. */
export function poolColumnPasses(request: PoolRequest): Pass[] {
  const part = partOf(request);
  return [
    { id: 'im2col', stages: forwardStages(request, part) },
    { id: 'im2col-data', stages: backwardStages(request, part) },
  ];
}

function partOf(request: PoolRequest): ColumnPart {
  const { x, axes, slices } = request;
  const { rows, columns } = planeAxesOf(axes);
  const corner = cornerOf(rows, columns, columnLimits);
  const read = readSlices(axes, slices);
  const sizes = [corner.rows.inputSize, corner.columns.inputSize];
  const cells = (tensor: Tensor): Tensor => firstOf(slicesAt(tensor, read), sizes);
  const windows = (tensor: Tensor): Tensor => {
    const { shape, data } = im2col(tensor, [corner.rows, corner.columns]);
    return { shape: shape.slice(1), data };
  };
  const input = cells(x);
  const inside = windows(cells({ shape: x.shape, data: x.data.map(() => 1) }));
  const kernelCells = corner.rows.kernelSize * corner.columns.kernelSize;
  return {
    corner,
    read,
    input,
    columns: windows(input),
    inside,
    firstRow: slices.tap * kernelCells,
    reduce: reductionOf(request, corner, read),
  };
}

/** The first values of the shown output slice. */
const ofCorner = (values: ArrayLike<number>, { slices, axes }: PoolRequest, corner: Corner): Float64Array => {
  const { rows, columns } = planeAxesOf(axes);
  const start = slices.output * rows.outputSize * columns.outputSize;
  const slice = Float64Array.from(
    { length: rows.outputSize * columns.outputSize },
    (_, i) => values[start + i] ?? 0,
  );
  return firstCells(slice, columns.outputSize, corner.rows.outputSize, corner.columns.outputSize);
};

/** Winners as places in the matrix: the row is where in its window a winner stands. */
function reductionOf(request: PoolRequest, corner: Corner, read: readonly number[]): PoolReduction {
  const { x, axes, pool } = request;
  if (pool.kind === 'average')
    return { kind: 'average', divisors: ofCorner(divisors(axes, pool), request, corner) };
  const { rows, columns } = corner;
  const [, whole, wide] = threeAxes(axes);
  const plane = whole.inputSize * wide.inputSize;
  const outputs = corner.shown;
  const winners = ofCorner(maxPool(x, axes).winners, request, corner);
  return {
    kind: 'max',
    winners: Int32Array.from(winners, (winner, output) => {
      if (winner < 0) return -1;
      const [outputRow, outputColumn] = [
        Math.floor(output / columns.outputSize),
        output % columns.outputSize,
      ];
      const tap = (place: number, from: number, { stride, dilation, padding }: typeof rows): number =>
        (place + padding.before - from * stride) / dilation;
      const row = tap(Math.floor((winner % plane) / wide.inputSize), outputRow, rows);
      const column = tap(winner % wide.inputSize, outputColumn, columns);
      const slice = read.indexOf(Math.floor(winner / plane));
      return ((slice * rows.kernelSize + row) * columns.kernelSize + column) * outputs + output;
    }),
  };
}

/** One window a column, from left to right. */
const columnWalk = ({ shape: [rows = 1, columns = 1] }: Tensor) => ({
  rows: { positions: 1, stride: 1, taps: rows, dilation: 1 },
  columns: { positions: columns, stride: 1, taps: 1, dilation: 1 },
});

const rowPlane = (tensor: 'Z' | 'dZ', values: Float64Array): Plane =>
  matrixPlane(tensor, { shape: [1, values.length], data: values });

function forwardStages(request: PoolRequest, part: ColumnPart): Stage[] {
  const { names, x, axes, pool, slices, labels } = request;
  const { corner, input, columns, inside, reduce } = part;
  const isMax = pool.kind === 'max';
  const padded = paddedPlane({
    name: names.input,
    tensor: padInput(input, [corner.rows, corner.columns]),
    cut: [0, slices.tap, 0],
    labels,
    corner,
  });
  const source = isMax ? withoutPadding(padded, isPaddingSlice(slices, axes)) : padded;
  const matrix = matrixPlane('M', {
    shape: columns.shape,
    data: isMax ? columns.data.map((value, i) => (inside.data[i] === 0 ? -Infinity : value)) : columns.data,
  });
  const z = isMax ? maxPool(x, axes).z : averagePool(x, axes, pool);
  const values = ofCorner(z.data, request, corner);
  const grid: Plane = {
    tensor: names.output,
    ...labelOf(labels, names.output),
    variant: 'plain',
    rows: dataAxis(corner.rows.outputSize),
    columns: dataAxis(corner.columns.outputSize),
    values,
  };
  const reduced: Motion = {
    kind: 'pool',
    source: 0,
    target: 1,
    ...columnWalk(columns),
    reduce,
    others: null,
  };
  return [
    unrollStage(source, matrix, part),
    { id: 'reduce', planes: [matrix, rowPlane('Z', values)], motion: reduced, cornerOf: corner },
    { id: 'fold', planes: [grid], motion: null, foldedFrom: { row: 0, column: 0 }, cornerOf: corner },
  ];
}

function backwardStages(request: PoolRequest, part: ColumnPart): Stage[] {
  const { names, dz, axes, slices, labels } = request;
  const { corner, columns, reduce } = part;
  const small = [corner.rows, corner.columns];
  const gradient = ofCorner(dz.data, request, corner);
  const matrix = handedBack(request, gradient, part);
  const dx: Tensor = {
    shape: [1, 1, ...small.map(({ inputSize }) => inputSize)],
    data: firstCells(
      planeValues(poolGradient(request, dz), [0, 0, slices.input]),
      planeAxesOf(axes).columns.inputSize,
      corner.rows.inputSize,
      corner.columns.inputSize,
    ),
  };
  const around = small.map(overPadding);
  const folded = planeValues(col2im({ shape: [1, ...matrix.shape], data: matrix.data }, around), [
    0,
    slices.tap,
    0,
  ]);
  const [height = 1, width = 1] = around.map(({ inputSize }) => inputSize);
  const whole: Tensor = {
    shape: [1, 1, height, width],
    data: firstCells(
      planeValues(paddedGradient(request, dz), [0, 0, slices.padded]),
      overPadding(planeAxesOf(axes).columns).inputSize,
      height,
      width,
    ),
  };
  const ofInput = { name: names.dInput, cut: [0, 0, 0], labels, corner } as const;
  const target = paddedPlane({ ...ofInput, tensor: whole }, 'uncropped');
  const others = remaining(whole.data, folded, 0);
  const handed: Motion = {
    kind: 'route',
    source: 0,
    target: 1,
    ...columnWalk(columns),
    reduce,
    shared: null,
    others: null,
  };
  const given = matrixPlane('dM', matrix);
  const cropped = croppedPlane({ ...ofInput, tensor: dx });
  return [
    { id: 'hand-back', planes: [rowPlane('dZ', gradient), given], motion: handed, cornerOf: corner },
    ...foldBackStages({ matrix: given, target, cropped }, others, part),
  ];
}

/** Every gradient in the row of its column's winner, or shared out over the cells of the column that count. */
function handedBack(
  { axes, pool, slices }: PoolRequest,
  gradient: Float64Array,
  { columns, reduce, corner }: ColumnPart,
): Tensor {
  const matrix = zeros(columns.shape, { shape: [], data: gradient });
  const outputs = gradient.length;
  if (reduce.kind === 'max') {
    reduce.winners.forEach((winner, output) => {
      if (winner >= 0) matrix.data[winner] = gradient[output] ?? 0;
    });
    return matrix;
  }
  if (pool.kind === 'max') return matrix;
  const [outer] = threeAxes(axes);
  const kernelCells = corner.rows.kernelSize * corner.columns.kernelSize;
  const along = (axis: AxisGeometry, output: number, tap: number): number =>
    output * axis.stride + tap * axis.dilation;
  const isShared = sharedCells(axes, pool);
  for (let i = 0; i < matrix.data.length; i++) {
    const [tap, output] = [Math.floor(i / outputs), i % outputs];
    const cell = tap % kernelCells;
    const counts = isShared(
      along(outer, slices.output, Math.floor(tap / kernelCells)),
      along(
        corner.rows,
        Math.floor(output / corner.columns.outputSize),
        Math.floor(cell / corner.columns.kernelSize),
      ),
      along(corner.columns, output % corner.columns.outputSize, cell % corner.columns.kernelSize),
    );
    matrix.data[i] = counts ? (gradient[output] ?? 0) / (reduce.divisors[output] ?? 1) : 0;
  }
  return matrix;
}
