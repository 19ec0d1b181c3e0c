import type { AxisGeometry } from '../geometry/axis.ts';
import { convolve, inputGradientByScattering } from '../kernels/convolution.ts';
import { tapRows } from '../kernels/taps.ts';
import type { Tensor } from '../tensor.ts';
import { cornerOf, firstCells, type Corner, type CornerLimits } from './corner.ts';
import type { Plane, Stage, TensorName } from './lesson.ts';
import { dataAxis } from './plane-axes.ts';

export interface SharingRequest {
  readonly names: Readonly<Record<'input' | 'output' | 'dInput' | 'dOutput', TensorName>>;
  /** The planes that are shown of each: input, kernel, gradient of the output. */
  readonly x: Plane;
  readonly w: Plane;
  readonly dz: Plane;
  readonly rows: AxisGeometry;
  readonly columns: AxisGeometry;
  /** `backward`: a transposed convolution, whose forward pass is the transpose. */
  readonly forward: 'matrix' | 'transpose';
}

export const matrixLimits: CornerLimits = { outputs: 49, inputs: 121 };
const neuronLimits: CornerLimits = { outputs: 16, inputs: 64 };

/** The layer as a sparse matrix in which each kernel cell has its copies, its transpose as the way back, and as neurons. */
export function sharingStages(request: SharingRequest): Stage[] {
  const { names, rows, columns } = request;
  const part = partOf(request, cornerOf(rows, columns, matrixLimits));
  const { kernel, matrix, transposed, corner, axes } = part;
  const geometry = { axes, groups: 1 };
  const z = convolve(part.input, part.weights, null, geometry);
  const dx = inputGradientByScattering(part.gradient, part.weights, geometry);
  const share = (id: 'share' | 'transpose', of: Plane): Stage => ({
    id,
    planes: [kernel, of],
    motion: { kind: 'share', kernel: 0, matrix: 1 },
    cornerOf: corner,
  });
  const product = (of: Plane, right: Plane, target: Plane): Stage => ({
    id: 'apply-matrix',
    planes: [of, right, target],
    motion: { kind: 'multiply', left: 0, right: 1, target: 2, others: null, bias: null },
    cornerOf: corner,
  });
  const straight = product(matrix, column(names.input, part.input), column(names.output, z));
  const back = product(transposed, column(names.dOutput, part.gradient), column(names.dInput, dx));
  const neurons = neuronStage(partOf(request, cornerOf(rows, columns, neuronLimits)));
  return request.forward === 'matrix'
    ? [share('share', matrix), straight, share('transpose', transposed), back, neurons]
    : [share('share', transposed), back, share('transpose', matrix), straight, neurons];
}

interface Part {
  readonly corner: Corner;
  readonly axes: readonly AxisGeometry[];
  readonly kernel: Plane;
  readonly matrix: Plane;
  readonly transposed: Plane;
  /** [1, 1, rows, columns] each */
  readonly input: Tensor;
  readonly weights: Tensor;
  readonly gradient: Tensor;
}

function partOf({ x, w, dz }: SharingRequest, corner: Corner): Part {
  const { rows, columns } = corner;
  const axes = [rows, columns];
  const cut = (plane: Plane, height: number, width: number): Tensor => ({
    shape: [1, 1, height, width],
    data: firstCells(plane.values, plane.columns.kinds.length, height, width),
  });
  const kernelCells = w.values.length;
  const [outputs, inputs] = [rows.outputSize * columns.outputSize, rows.inputSize * columns.inputSize];
  const matrix = matrixPlane(w, axes, outputs, inputs);
  return {
    corner,
    axes,
    kernel: { ...w, classes: Int16Array.from({ length: kernelCells }, (_, cell) => cell) },
    matrix,
    transposed: transposedMatrix(matrix),
    input: cut(x, rows.inputSize, columns.inputSize),
    weights: { shape: [1, 1, rows.kernelSize, columns.kernelSize], data: w.values },
    gradient: cut(dz, rows.outputSize, columns.outputSize),
  };
}

/** One row an output, one column an input; entries are copies of kernel cells. */
function matrixPlane(w: Plane, axes: readonly AxisGeometry[], outputs: number, inputs: number): Plane {
  const values = new Float64Array(outputs * inputs);
  const classes = new Int16Array(outputs * inputs).fill(-1);
  const stride = axes.at(-1)?.stride ?? 1;
  for (const { kernelCell, input, output, count } of tapRows(axes)) {
    for (let i = 0; i < count; i++) {
      const place = (output + i) * inputs + input + i * stride;
      values[place] = w.values[kernelCell] ?? 0;
      classes[place] = kernelCell;
    }
  }
  return {
    tensor: 'T',
    shape: [outputs, inputs],
    at: [],
    variant: 'plain',
    rows: dataAxis(outputs),
    columns: dataAxis(inputs),
    values,
    classes,
  };
}

function transposedMatrix(matrix: Plane): Plane {
  const [height, width] = [matrix.rows.kinds.length, matrix.columns.kinds.length];
  const from = (i: number): number => (i % height) * width + Math.floor(i / height);
  return {
    ...matrix,
    shape: [width, height],
    variant: 'transposed',
    rows: matrix.columns,
    columns: matrix.rows,
    values: matrix.values.map((_, i) => matrix.values[from(i)] ?? 0),
    classes: Int16Array.from(matrix.values, (_, i) => matrix.classes?.[from(i)] ?? -1),
  };
}

/** All cells of a plane one below the other. */
const column = (tensor: TensorName, { data }: Tensor): Plane => ({
  tensor,
  shape: [data.length, 1],
  at: [],
  variant: 'plain',
  rows: dataAxis(data.length),
  columns: dataAxis(1),
  values: data,
});

function neuronStage({ corner, axes, kernel }: Part): Stage {
  const stride = axes.at(-1)?.stride ?? 1;
  const connections = tapRows(axes).flatMap(({ kernelCell, input, output, count }) =>
    Array.from({ length: count }, (_, i) => [input + i * stride, output + i, kernelCell]).flat(),
  );
  return {
    id: 'neurons',
    planes: [kernel],
    motion: {
      kind: 'neurons',
      kernel: 0,
      inputs: corner.rows.inputSize * corner.columns.inputSize,
      outputs: corner.shown,
      connections: Int32Array.from(connections),
    },
    cornerOf: corner,
  };
}
