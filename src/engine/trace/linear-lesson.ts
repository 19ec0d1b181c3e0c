import { addProduct, matrix, transposed } from '../kernels/matrix-product.ts';
import type { Tensor } from '../tensor.ts';
import type { Lesson, Plane, Selection, Stage, TensorName } from './lesson.ts';
import { dataAxis } from './plane-axes.ts';
import { remaining } from './plane.ts';

export interface LinearTensors {
  /** [N, in] */
  readonly x: Tensor;
  /** [out, in] */
  readonly w: Tensor;
  readonly b: Tensor | null;
  /** [N, out] */
  readonly dz: Tensor;
}

/** More features than this are not drawn; what they add is one number. */
const mostShown = 48;

/** A matrix as it is drawn: `rows` × `columns` from `firstRow`, `firstColumn` of the whole. */
interface Window {
  readonly first: number;
  readonly size: number;
}

const windowAround = (size: number, chosen: number): Window => ({
  first: Math.max(0, Math.min(chosen - Math.floor(mostShown / 2), size - mostShown)),
  size: Math.min(size, mostShown),
});

/** z = W·x + b, dx = Wᵀ·dz, dW = dz·xᵀ, for one sample. */
export function linearLesson({ x, w, b, dz }: LinearTensors, selection: Selection): Lesson {
  const [batchSize = 1] = x.shape;
  const [outFeatures = 1, inFeatures = 1] = w.shape;
  const batch = Math.min(selection.batch, batchSize - 1);
  const input = { shape: [inFeatures, 1], data: x.data.slice(batch * inFeatures, (batch + 1) * inFeatures) };
  const gradient = {
    shape: [outFeatures, 1],
    data: dz.data.slice(batch * outFeatures, (batch + 1) * outFeatures),
  };
  const ins = windowAround(inFeatures, selection.inChannel);
  const outs = windowAround(outFeatures, selection.outChannel);
  const one: Window = { first: 0, size: 1 };
  const weights = { name: 'W', tensor: w, rows: outs, columns: ins } as const;
  const turned: Tensor = { shape: [inFeatures, outFeatures], data: transposedData(w) };
  const row: Tensor = { shape: [1, inFeatures], data: input.data };
  return {
    operation: 'linear',
    choices: { batch: batchSize, inChannels: [], outChannels: outFeatures, outSlices: 1, kernelSlices: 1 },
    selection: { batch, inChannel: ins.first, outChannel: outs.first, outSlice: 0, kernelSlice: 0 },
    facts: null,
    passes: [
      {
        id: 'forward',
        stages: [
          productStage(
            weights,
            { name: 'X', tensor: input, rows: ins, columns: one },
            'Z',
            b ? b.data : null,
          ),
        ],
      },
      {
        id: 'backward-data',
        stages: [
          productStage(
            { name: 'W', tensor: turned, rows: ins, columns: outs, variant: 'rotated' },
            { name: 'dZ', tensor: gradient, rows: outs, columns: one },
            'dX',
            null,
          ),
        ],
      },
      {
        id: 'backward-weights',
        stages: [
          productStage(
            { name: 'dZ', tensor: gradient, rows: outs, columns: one },
            { name: 'X', tensor: row, rows: one, columns: ins },
            'dW',
            null,
          ),
        ],
      },
    ],
  };
}

interface Operand {
  readonly name: TensorName;
  /** [rows, columns] */
  readonly tensor: Tensor;
  readonly rows: Window;
  readonly columns: Window;
  readonly variant?: Plane['variant'];
}

function productStage(left: Operand, right: Operand, target: TensorName, bias: Tensor['data'] | null): Stage {
  const whole = product(left.tensor, right.tensor);
  const [leftPlane, rightPlane] = [operandPlane(left), operandPlane(right)];
  const shown = product(
    { shape: [left.rows.size, left.columns.size], data: leftPlane.values },
    { shape: [right.rows.size, right.columns.size], data: rightPlane.values },
  );
  const cut = operandPlane({ name: target, tensor: whole, rows: left.rows, columns: right.columns });
  const complete = left.columns.size === (left.tensor.shape[1] ?? 1);
  const shownBias = bias?.slice(left.rows.first, left.rows.first + left.rows.size) ?? null;
  const width = right.columns.size;
  return {
    id: 'multiply',
    planes: [
      leftPlane,
      rightPlane,
      { ...cut, values: cut.values.map((value, i) => value + (shownBias?.[Math.floor(i / width)] ?? 0)) },
    ],
    motion: {
      kind: 'multiply',
      left: 0,
      right: 1,
      target: 2,
      others: complete ? null : remaining(cut.values, shown.data, 0),
      bias: shownBias,
    },
  };
}

function product(a: Tensor, b: Tensor): Tensor {
  const [rows = 1, inner = 1] = a.shape;
  const [, columns = 1] = b.shape;
  const data = new Float64Array(rows * columns);
  addProduct(
    matrix(data, 0, rows, columns),
    matrix(a.data, 0, rows, inner),
    matrix(b.data, 0, inner, columns),
  );
  return { shape: [rows, columns], data };
}

function transposedData(w: Tensor): Float64Array {
  const [rows = 1, columns = 1] = w.shape;
  const from = transposed(matrix(w.data, 0, rows, columns));
  return Float64Array.from(
    { length: rows * columns },
    (_, i) => w.data[Math.floor(i / rows) * from.rowStep + (i % rows) * from.columnStep] ?? 0,
  );
}

function operandPlane({ name, tensor, rows, columns, variant = 'plain' }: Operand): Plane {
  const width = tensor.shape[1] ?? 1;
  return {
    tensor: name,
    shape: tensor.shape,
    at: [rows.first, columns.first],
    variant,
    rows: dataAxis(rows.size),
    columns: dataAxis(columns.size),
    values: Float64Array.from(
      { length: rows.size * columns.size },
      (_, i) =>
        tensor.data[
          (rows.first + Math.floor(i / columns.size)) * width + columns.first + (i % columns.size)
        ] ?? 0,
    ),
  };
}
