import type { Tensor, TensorData } from '../tensor.ts';
import type { Corner } from './corner.ts';
import { labelOf, type Labels } from './cut.ts';
import type { Plane, Stage, TensorName } from './lesson.ts';
import { dataAxis, inputAxis, paddedAxis, windowMotion } from './plane-axes.ts';
import { planeFrom, type PlaneSource } from './plane.ts';

/** Windows as columns, of convolutions and of pools: which of them are drawn, and the first row of the shown channel or slice. */
interface Columns {
  readonly corner: Corner;
  readonly firstRow: number;
}

/** A matrix that belongs to no place of a tensor. */
export const matrixPlane = (
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

/** More than rounding leaves of a sum that is whole. */
export const isAny = (rest: TensorData): boolean => {
  const rounding = rest instanceof Float64Array ? 1e-9 : 1e-3;
  return rest.some((value) => Math.abs(value) > rounding);
};

interface CornerCut {
  readonly name: TensorName;
  readonly tensor: Tensor;
  readonly cut: PlaneSource['cut'];
  readonly labels: Labels;
  readonly corner: Corner;
}

/** The padded input of the windows that are drawn, or its gradient with what is still to be cut off. */
export const paddedPlane = (
  { name, tensor, cut, labels, corner }: CornerCut,
  variant: Plane['variant'] = 'plain',
): Plane =>
  planeFrom({
    ...{ name, tensor, cut, variant },
    ...labelOf(labels, name),
    rows: paddedAxis(corner.rows),
    columns: paddedAxis(corner.columns),
  });

export const croppedPlane = ({ name, tensor, cut, labels, corner }: CornerCut): Plane =>
  planeFrom({
    ...{ name, tensor, cut },
    ...labelOf(labels, name),
    rows: inputAxis(corner.rows),
    columns: inputAxis(corner.columns),
  });

export const unrollStage = (source: Plane, matrix: Plane, { corner, firstRow }: Columns): Stage => ({
  id: 'unroll',
  planes: [source, matrix],
  motion: {
    kind: 'unroll',
    source: 0,
    target: 1,
    rows: windowMotion(corner.rows),
    columns: windowMotion(corner.columns),
    firstRow,
  },
  cornerOf: corner,
});

/** col2im, and the padding cut off; `others` is what the columns that are not shown give to the target. */
export const foldBackStages = (
  { matrix, target, cropped }: Readonly<Record<'matrix' | 'target' | 'cropped', Plane>>,
  others: TensorData,
  { corner, firstRow }: Columns,
): Stage[] => [
  {
    id: 'fold-back',
    planes: [matrix, target],
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
