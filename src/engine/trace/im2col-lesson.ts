import type { AxisGeometry } from '../geometry/axis.ts';
import { im2col } from '../kernels/im2col.ts';
import { addProduct, matrix, transposed } from '../kernels/matrix-product.ts';
import type { ProductKernels } from '../network/product-kernels.ts';
import type { Tensor, TensorData } from '../tensor.ts';
import { padInput } from './correlate-stages.ts';
import { cornerOf, type Corner } from './corner.ts';
import { overPadding } from './cut.ts';
import { embed } from '../kernels/embed.ts';
import type { Pass, Plane, Stage, TensorName } from './lesson.ts';
import { dataAxis, inputAxis, paddedAxis, windowMotion } from './plane-axes.ts';
import { pick, planeFrom, range, remaining } from './plane.ts';

export interface Im2colRequest {
  /** All samples, and all channels of the group: [N, C_in, h, w], [C_out, C_in, f, f], [N, C_out, h, w]. */
  readonly x: Tensor;
  readonly w: Tensor;
  readonly b: Tensor | null;
  readonly dz: Tensor;
  readonly axes: readonly [AxisGeometry, AxisGeometry];
  readonly batch: number;
  /** Places of the channels that are shown. */
  readonly inPlace: number;
  readonly outPlace: number;
  readonly kernels: ProductKernels;
}

/** Matrices up to this size are drawn whole; else the shown channel stands for all. */
const mostRows = 54;
const mostFilters = 8;
const limits = { outputs: 49, inputs: 400 };

/** What is drawn of the three matrices: the first windows, some channels, some filters. */
interface Part {
  readonly corner: Corner;
  readonly axes: readonly AxisGeometry[];
  readonly kernelCells: number;
  readonly filters: readonly number[];
  /** First matrix row of the shown channel. */
  readonly firstRow: number;
  /** Row of the shown filter. */
  readonly filterRow: number;
  /** [1, C, …] of the corner; [filters, C·K], [C·K, O], [filters, O] */
  readonly input: Tensor;
  readonly kernel: Tensor;
  readonly columns: Tensor;
  readonly gradient: Tensor;
}

/** Windows become columns, kernels rows; forward and both ways back are one product each. */
export function im2colPasses(request: Im2colRequest): Pass[] {
  const part = partOf(request);
  return [
    { id: 'im2col', stages: forwardStages(request, part) },
    { id: 'im2col-data', stages: dataStages(request, part) },
    { id: 'im2col-weights', stages: weightStages(request, part) },
  ];
}

function partOf({ x, w, dz, axes, batch, inPlace, outPlace }: Im2colRequest): Part {
  const corner = cornerOf(axes[0], axes[1], limits);
  const small = [corner.rows, corner.columns];
  const [outChannels = 1, inChannels = 1] = w.shape;
  const kernelCells = corner.rows.kernelSize * corner.columns.kernelSize;
  const channels = inChannels * kernelCells <= mostRows ? range(inChannels) : [inPlace];
  const filters = outChannels <= mostFilters ? range(outChannels) : [outPlace];
  const input = firstOf(
    pick(x, [batch], channels),
    small.map(({ inputSize }) => inputSize),
  );
  const gradient = firstOf(
    pick(dz, [batch], filters),
    small.map(({ outputSize }) => outputSize),
  );
  return {
    corner,
    axes: small,
    kernelCells,
    filters,
    firstRow: channels.indexOf(inPlace) * kernelCells,
    filterRow: filters.indexOf(outPlace),
    input,
    kernel: flat(pick(w, filters, channels), filters.length),
    columns: flat(im2col(input, small), channels.length * kernelCells),
    gradient: flat(gradient, filters.length),
  };
}

/** The first cells along every spatial axis. */
const firstOf = (tensor: Tensor, sizes: readonly number[]): Tensor =>
  embed(
    tensor,
    sizes.map((size) => ({ size, step: 1, offset: 0 })),
  );

/** More than rounding leaves of a sum that is whole. */
const isAny = (rest: TensorData): boolean => {
  const rounding = rest instanceof Float64Array ? 1e-9 : 1e-3;
  return rest.some((value) => Math.abs(value) > rounding);
};

const flat = ({ data }: Tensor, rows: number): Tensor => ({ shape: [rows, data.length / rows], data });

function product(a: Tensor, b: Tensor, turn: 'none' | 'left' | 'right'): Tensor {
  const whole = ({ shape: [rows = 1, columns = 1], data }: Tensor) => matrix(data, 0, rows, columns);
  const left = turn === 'left' ? transposed(whole(a)) : whole(a);
  const right = turn === 'right' ? transposed(whole(b)) : whole(b);
  const data = new Float64Array(left.rows * right.columns);
  addProduct(matrix(data, 0, left.rows, right.columns), left, right);
  return { shape: [left.rows, right.columns], data };
}

function turned({ shape: [rows = 1, columns = 1], data }: Tensor): Tensor {
  const cells = Float64Array.from(
    { length: data.length },
    (_, i) => data[(i % rows) * columns + Math.floor(i / rows)] ?? 0,
  );
  return { shape: [columns, rows], data: cells };
}

const matrixPlane = (
  tensor: TensorName,
  { shape, data }: Tensor,
  variant: Plane['variant'] = 'plain',
): Plane => ({
  tensor,
  shape,
  at: [],
  variant,
  rows: dataAxis(shape[0] ?? 1),
  columns: dataAxis(shape[1] ?? 1),
  values: data,
});

function productStage(
  left: Plane,
  right: Plane,
  target: Plane,
  { shown, bias, corner }: { shown: Tensor; bias: Float64Array | null; corner: Corner },
): Stage {
  const width = target.columns.kinds.length;
  const rest = target.values.map(
    (value, i) => value - (shown.data[i] ?? 0) - (bias?.[Math.floor(i / width)] ?? 0),
  );
  return {
    id: 'product',
    planes: [left, right, target],
    motion: {
      kind: 'multiply',
      left: 0,
      right: 1,
      target: 2,
      others: isAny(rest) ? rest : null,
      bias,
    },
    cornerOf: corner,
  };
}

function forwardStages({ x, w, b, batch, axes, outPlace, kernels }: Im2colRequest, part: Part): Stage[] {
  const { corner, filters, kernel, columns, input, firstRow, kernelCells, filterRow } = part;
  const geometry = { axes, groups: 1 };
  const sizes = part.axes.map(({ outputSize }) => outputSize);
  const z = firstOf(
    kernels.convolve(pick(x, [batch], null), pick(w, filters, null), biasOf(b, filters), geometry),
    sizes,
  );
  const rows = matrixPlane('Z', flat(z, filters.length));
  const channel = Math.floor(firstRow / kernelCells);
  const source = planeFrom({
    name: 'X',
    tensor: padInput(input, part.axes),
    cut: [0, channel, 0],
    shape: x.shape,
    at: [batch, channel],
    rows: paddedAxis(corner.rows),
    columns: paddedAxis(corner.columns),
  });
  const grid = planeFrom({
    name: 'Z',
    tensor: z,
    cut: [0, filterRow, 0],
    shape: [1, w.shape[0] ?? 1, ...sizes],
    at: [0, outPlace],
    rows: dataAxis(corner.rows.outputSize),
    columns: dataAxis(corner.columns.outputSize),
  });
  const unrolled = matrixPlane('M', columns);
  return [
    {
      id: 'unroll',
      planes: [source, unrolled],
      motion: {
        kind: 'unroll',
        source: 0,
        target: 1,
        rows: windowMotion(corner.rows),
        columns: windowMotion(corner.columns),
        firstRow,
      },
      cornerOf: corner,
    },
    productStage(matrixPlane('W', kernel), unrolled, rows, {
      shown: product(kernel, columns, 'none'),
      bias: b ? Float64Array.from(filters, (filter) => b.data[filter] ?? 0) : null,
      corner,
    }),
    { id: 'fold', planes: [grid], motion: null, foldedFrom: { row: filterRow, column: 0 }, cornerOf: corner },
  ];
}

const biasOf = (b: Tensor | null, filters: readonly number[]): Tensor | null =>
  b && { shape: [filters.length], data: Float64Array.from(filters, (filter) => b.data[filter] ?? 0) };

function dataStages({ dz, w, axes, batch, inPlace, kernels }: Im2colRequest, part: Part): Stage[] {
  const { corner, kernel, gradient, kernelCells, firstRow } = part;
  const shown = product(kernel, gradient, 'left');
  const channels = range(shown.data.length / (kernelCells * corner.shown));
  const allGradient = firstOf(
    pick(dz, [batch], null),
    part.axes.map(({ outputSize }) => outputSize),
  );
  const picked = channels.length === 1 ? [inPlace] : channels;
  const allKernels = flat(pick(w, null, picked), w.shape[0] ?? 1);
  const dm = product(allKernels, flat(allGradient, w.shape[0] ?? 1), 'left');
  const one = pick(w, null, [inPlace]);
  const padded = { axes: axes.map(overPadding), groups: 1 };
  const uncropped = firstOf(
    kernels.convolutionInputGradient(pick(dz, [batch], null), one, padded),
    [corner.rows, corner.columns].map((axis) => paddedAxis(axis).kinds.length),
  );
  const folded = kernels.convolutionInputGradient(allGradient, one, {
    axes: part.axes.map(overPadding),
    groups: 1,
  });
  const others = remaining(uncropped.data, folded.data, 0);
  const label = { shape: [1, w.shape[1] ?? 1, 1, 1], at: [0, inPlace] };
  const target = planeFrom({
    name: 'dX',
    tensor: uncropped,
    cut: [0, 0, 0],
    ...label,
    variant: 'uncropped',
    rows: paddedAxis(corner.rows),
    columns: paddedAxis(corner.columns),
  });
  const cropped = planeFrom({
    name: 'dX',
    tensor: embed(
      uncropped,
      part.axes.map(({ inputSize, padding }) => ({ size: inputSize, step: 1, offset: -padding.before })),
    ),
    cut: [0, 0, 0],
    ...label,
    rows: inputAxis(corner.rows),
    columns: inputAxis(corner.columns),
  });
  const gradients = matrixPlane('dM', dm);
  return [
    productStage(matrixPlane('W', turned(kernel), 'transposed'), matrixPlane('dZ', gradient), gradients, {
      shown,
      bias: null,
      corner,
    }),
    {
      id: 'fold-back',
      planes: [gradients, target],
      motion: {
        kind: 'fold-back',
        source: 0,
        target: 1,
        rows: windowMotion(corner.rows),
        columns: windowMotion(corner.columns),
        firstRow,
        others: isAny(others) ? others : null,
      },
      cornerOf: corner,
    },
    { id: 'crop', planes: [cropped], motion: null },
  ];
}

function weightStages({ x, w, dz, axes, inPlace, outPlace, kernels }: Im2colRequest, part: Part): Stage[] {
  const { corner, gradient, columns, filters, kernelCells, firstRow, filterRow } = part;
  const shown = product(gradient, columns, 'right');
  const channels = shown.data.length / (filters.length * kernelCells);
  const all = kernels.convolutionKernelGradient(
    pick(x, null, channels === 1 ? [inPlace] : null),
    pick(dz, null, filters),
    {
      axes,
      groups: 1,
    },
  );
  const rows = matrixPlane('dW', flat(all, filters.length));
  const grid = planeFrom({
    name: 'dW',
    tensor: all,
    cut: [filterRow, firstRow / kernelCells, 0],
    shape: w.shape,
    at: [outPlace, inPlace],
    rows: dataAxis(corner.rows.kernelSize),
    columns: dataAxis(corner.columns.kernelSize),
  });
  return [
    productStage(matrixPlane('dZ', gradient), matrixPlane('M', turned(columns), 'transposed'), rows, {
      shown,
      bias: null,
      corner,
    }),
    {
      id: 'fold',
      planes: [grid],
      motion: null,
      foldedFrom: { row: filterRow, column: firstRow },
      cornerOf: corner,
    },
  ];
}
