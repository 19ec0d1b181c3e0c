import { addProduct, matrix, transposed } from '../kernels/matrix-product.ts';
import type { Tensor } from '../tensor.ts';
import { padInput } from './correlate-stages.ts';
import {
  croppedPlane,
  foldBackStages,
  isAny,
  matrixPlane,
  paddedPlane,
  unrollStage,
} from './column-stages.ts';
import type { Corner } from './corner.ts';
import { isPaddingSlice, labelOf, overPadding } from './cut.ts';
import { embed } from '../kernels/embed.ts';
import {
  firstOf,
  flat,
  flattened,
  partOf,
  type FlatRequest,
  type Im2colPart,
  type Im2colRequest,
} from './im2col-part.ts';
import type { Pass, Plane, Stage } from './lesson.ts';
import { dataAxis, paddedAxis } from './plane-axes.ts';
import { pick, planeFrom, range, remaining, slicesAt } from './plane.ts';

/** Windows become columns, kernels rows; forward and both ways back are one product each. */
export function im2colPasses(request: Im2colRequest): Pass[] {
  const flatRequest = { ...request, flat: flattened(request) };
  const part = partOf(flatRequest);
  return [
    { id: 'im2col', stages: forwardStages(flatRequest, part) },
    { id: 'im2col-data', stages: dataStages(flatRequest, part) },
    { id: 'im2col-weights', stages: weightStages(flatRequest, part) },
  ];
}

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

function forwardStages({ flat: layer, b, batch, labels, kernels }: FlatRequest, part: Im2colPart): Stage[] {
  const { corner, filters, kernel, columns, input, firstRow, kernelCells, filterRow } = part;
  const sizes = part.axes.map(({ outputSize }) => outputSize);
  const z = firstOf(
    kernels.convolve(pick(layer.x, [batch], null), pick(layer.w, filters, null), biasOf(b, filters), {
      axes: layer.axes,
      groups: 1,
    }),
    sizes,
  );
  const rows = matrixPlane('Z', flat(z, filters.length));
  const source = paddedPlane({
    name: 'X',
    tensor: padInput(input, part.axes),
    cut: [0, Math.floor(firstRow / kernelCells), 0],
    labels,
    corner,
  });
  const grid = planeFrom({
    name: 'Z',
    tensor: z,
    cut: [0, filterRow, 0],
    ...labelOf(labels, 'Z'),
    rows: dataAxis(corner.rows.outputSize),
    columns: dataAxis(corner.columns.outputSize),
  });
  const unrolled = matrixPlane('M', columns);
  return [
    unrollStage(source, unrolled, part),
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

function dataStages(request: FlatRequest, part: Im2colPart): Stage[] {
  const { flat: layer, dz, w, axes, batch, inPlace, slices, labels, kernels } = request;
  const { corner, kernel, gradient, channels } = part;
  const shown = product(kernel, gradient, 'left');
  const allGradient = firstOf(
    pick(layer.dz, [batch], null),
    part.axes.map(({ outputSize }) => outputSize),
  );
  const filters = w.shape[0] ?? 1;
  const dm = product(flat(pick(layer.w, null, channels), filters), flat(allGradient, filters), 'left');
  const one = pick(w, null, [inPlace]);
  // All of dX's slice: what other windows and other output slices give to it too.
  const whole = kernels.convolutionInputGradient(pick(dz, [batch], null), one, {
    axes: axes.map(overPadding),
    groups: 1,
  });
  const uncropped = firstOf(
    slicesAt(whole, [slices.padded]),
    [corner.rows, corner.columns].map((axis) => paddedAxis(axis).kinds.length),
  );
  const folded = kernels.convolutionInputGradient(allGradient, pick(layer.w, null, [layer.inPlace]), {
    axes: part.axes.map(overPadding),
    groups: 1,
  });
  const others = remaining(uncropped.data, folded.data, 0);
  const target = paddedPlane({ name: 'dX', tensor: uncropped, cut: [0, 0, 0], labels, corner }, 'uncropped');
  const cropped = croppedPlane({
    name: 'dX',
    tensor: embed(
      uncropped,
      part.axes.map(({ inputSize, padding }) => ({ size: inputSize, step: 1, offset: -padding.before })),
    ),
    // A slice of padding is cut off.
    cut: [0, 0, isPaddingSlice(slices, axes) ? -1 : 0],
    labels,
    corner,
  });
  const gradients = matrixPlane('dM', dm);
  return [
    productStage(matrixPlane('W', turned(kernel), 'transposed'), matrixPlane('dZ', gradient), gradients, {
      shown,
      bias: null,
      corner,
    }),
    ...foldBackStages({ matrix: gradients, target, cropped }, others, part),
  ];
}

function weightStages({ flat: layer, x, dz, axes, labels, kernels }: FlatRequest, part: Im2colPart): Stage[] {
  const { corner, gradient, columns, channels, filters, kernelCells, firstRow, filterRow } = part;
  const { depth } = layer;
  const shown = product(gradient, columns, 'right');
  // All samples, and all output slices.
  const inputs = [...new Set(channels.map((channel) => Math.floor(channel / depth)))];
  const whole = kernels.convolutionKernelGradient(pick(x, null, inputs), pick(dz, null, filters), {
    axes,
    groups: 1,
  });
  const firstInput = (inputs[0] ?? 0) * depth;
  const all = pick(
    slicesAt(whole, range(depth)),
    null,
    channels.map((channel) => channel - firstInput),
  );
  const rows = matrixPlane('dW', flat(all, filters.length));
  const grid = planeFrom({
    name: 'dW',
    tensor: all,
    cut: [filterRow, firstRow / kernelCells, 0],
    ...labelOf(labels, 'dW'),
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
