import { addProduct, matrix, transposed, type Matrix } from '../kernels/matrix-product.ts';
import type { Tensor } from '../tensor.ts';
import type { Lesson, Plane, Selection, Stage, TensorName } from './lesson.ts';
import { dataAxis } from './plane-axes.ts';
import { remaining } from './plane.ts';
import { partOfWeights, type WeightSource, type Window } from './weight-source.ts';

export interface LinearTensors {
  /** [N, in] */
  readonly x: Tensor;
  readonly weights: WeightSource;
  readonly b: Tensor | null;
  /** [N, out] */
  readonly dz: Tensor;
}

/** More features than this are not drawn; what they add is one number. */
const mostShown = 48;

const windowAround = (size: number, chosen: number): Window => ({
  first: Math.max(0, Math.min(chosen - Math.floor(mostShown / 2), size - mostShown)),
  size: Math.min(size, mostShown),
});

const one: Window = { first: 0, size: 1 };

/** z = W·x + b, dx = Wᵀ·dz, dW = dz·xᵀ, for one sample. Of W only the rows and columns that are shown are looked at. */
export function linearLesson({ x, weights, b, dz }: LinearTensors, selection: Selection): Lesson {
  const [batchSize = 1] = x.shape;
  const [outFeatures, inFeatures] = weights.shape;
  const batch = Math.min(selection.batch, batchSize - 1);
  const input = x.data.subarray(batch * inFeatures, (batch + 1) * inFeatures);
  const gradient = dz.data.subarray(batch * outFeatures, (batch + 1) * outFeatures);
  const ins = windowAround(inFeatures, selection.inChannel);
  const outs = windowAround(outFeatures, selection.outChannel);
  const all = (size: number): Window => ({ first: 0, size });
  const rows = partOfWeights(weights, outs, all(inFeatures));
  const columns = partOfWeights(weights, all(outFeatures), ins);
  const shownX = input.slice(ins.first, ins.first + ins.size);
  const shownGradient = gradient.slice(outs.first, outs.first + outs.size);
  const kernel = partOfWeights(weights, outs, ins);
  const turned = transposed(whole(kernel));
  return {
    operation: 'linear',
    arithmetic: 'exact',
    choices: { batch: batchSize, inChannels: [], outChannels: outFeatures, outSlices: 1, kernelSlices: 1 },
    selection: { batch, inChannel: ins.first, outChannel: outs.first, outSlice: 0, kernelSlice: 0 },
    facts: null,
    passes: [
      {
        id: 'forward',
        stages: [
          productStage({
            left: plane('W', weights.shape, outs, ins, kernel.data),
            right: plane('X', [inFeatures, 1], ins, one, shownX),
            target: { name: 'Z', shape: [outFeatures, 1] },
            sums: product(whole(rows), matrix(input, 0, inFeatures, 1)),
            shown: product(whole(kernel), matrix(shownX, 0, ins.size, 1)),
            complete: ins.size === inFeatures,
            bias: b ? b.data.slice(outs.first, outs.first + outs.size) : null,
          }),
        ],
      },
      {
        id: 'backward-data',
        stages: [
          productStage({
            left: {
              ...plane('W', [inFeatures, outFeatures], ins, outs, transposedData(kernel)),
              variant: 'transposed',
            },
            right: plane('dZ', [outFeatures, 1], outs, one, shownGradient),
            target: { name: 'dX', shape: [inFeatures, 1] },
            sums: product(transposed(whole(columns)), matrix(gradient, 0, outFeatures, 1)),
            shown: product(turned, matrix(shownGradient, 0, outs.size, 1)),
            complete: outs.size === outFeatures,
            bias: null,
          }),
        ],
      },
      {
        id: 'backward-weights',
        stages: [outerStage(shownGradient, shownX, { outs, ins, outFeatures, inFeatures })],
      },
    ],
  };
}

interface Product {
  readonly left: Plane;
  readonly right: Plane;
  readonly target: { readonly name: TensorName; readonly shape: readonly number[] };
  /** What the target's cells are, without a bias, and what of them the cells make that are shown. */
  readonly sums: Tensor['data'];
  readonly shown: Tensor['data'];
  readonly complete: boolean;
  readonly bias: Tensor['data'] | null;
}

function productStage({ left, right, target, sums, shown, complete, bias }: Product): Stage {
  const [columns, [firstRow = 0], [, firstColumn = 0]] = [right.columns.kinds.length, left.at, right.at];
  return {
    id: 'multiply',
    planes: [
      left,
      right,
      {
        tensor: target.name,
        shape: target.shape,
        at: [firstRow, firstColumn],
        variant: 'plain',
        rows: left.rows,
        columns: right.columns,
        values: sums.map((value, i) => value + (bias?.[Math.floor(i / columns)] ?? 0)),
      },
    ],
    motion: {
      kind: 'multiply',
      left: 0,
      right: 1,
      target: 2,
      others: complete ? null : remaining(sums, shown, 0),
      bias,
    },
  };
}

interface Sizes {
  readonly outs: Window;
  readonly ins: Window;
  readonly outFeatures: number;
  readonly inFeatures: number;
}

/** dW: each weight has one product, so nothing that is not shown takes part. */
function outerStage(
  dz: Tensor['data'],
  x: Tensor['data'],
  { outs, ins, outFeatures, inFeatures }: Sizes,
): Stage {
  const sums = product(matrix(dz, 0, outs.size, 1), matrix(x, 0, 1, ins.size));
  return productStage({
    left: plane('dZ', [outFeatures, 1], outs, one, dz),
    right: { ...plane('X', [1, inFeatures], one, ins, x), variant: 'transposed' },
    target: { name: 'dW', shape: [outFeatures, inFeatures] },
    sums,
    shown: sums,
    complete: true,
    bias: null,
  });
}

const whole = ({ shape: [rows = 1, columns = 1], data }: Tensor): Matrix => matrix(data, 0, rows, columns);

function product(left: Matrix, right: Matrix): Float64Array {
  const data = new Float64Array(left.rows * right.columns);
  addProduct(matrix(data, 0, left.rows, right.columns), left, right);
  return data;
}

function transposedData({ shape: [rows = 1, columns = 1], data }: Tensor): Float64Array {
  return Float64Array.from(data, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)] ?? 0);
}

const plane = (
  tensor: TensorName,
  shape: readonly number[],
  rows: Window,
  columns: Window,
  values: Tensor['data'],
): Plane => ({
  tensor,
  shape,
  at: [rows.first, columns.first],
  variant: 'plain',
  rows: dataAxis(rows.size),
  columns: dataAxis(columns.size),
  values,
});
