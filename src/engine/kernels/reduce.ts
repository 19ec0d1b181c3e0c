import { elementCount, type Tensor } from '../tensor.ts';
import { gather, rowMajorStrides, scatterAdd, stridedMap, type IndexMap } from './index-maps.ts';

/** The sum over some dimensions, which stay with size 1. */
export function reduceSum(x: Tensor, axes: readonly number[]): Tensor {
  const { map, shape } = reduction(x.shape, axes);
  return scatterAdd(x, map, shape);
}

/** dX: every cell gets the gradient of the sum that it is part of. */
export function reduceSumGradient(
  dz: Tensor,
  axes: readonly number[],
  inputShape: readonly number[],
): Tensor {
  return gather(dz, reduction(inputShape, axes).map, inputShape);
}

/** The mean over some dimensions, which stay with size 1. */
export function reduceMean(x: Tensor, axes: readonly number[]): Tensor {
  const { count } = reduction(x.shape, axes);
  const z = reduceSum(x, axes);
  for (let i = 0; i < z.data.length; i++) z.data[i] = (z.data[i] ?? 0) / count;
  return z;
}

/** dX: every cell gets its share of its mean's gradient. */
export function reduceMeanGradient(
  dz: Tensor,
  axes: readonly number[],
  inputShape: readonly number[],
): Tensor {
  const { count } = reduction(inputShape, axes);
  const dx = reduceSumGradient(dz, axes, inputShape);
  for (let i = 0; i < dx.data.length; i++) dx.data[i] = (dx.data[i] ?? 0) / count;
  return dx;
}

/** To which cell of the result every input cell is added, and how many meet there. */
function reduction(
  inputShape: readonly number[],
  axes: readonly number[],
): { readonly map: IndexMap; readonly shape: readonly number[]; readonly count: number } {
  const shape = inputShape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const strides = rowMajorStrides(shape).map((stride, axis) => (axes.includes(axis) ? 0 : stride));
  return {
    map: stridedMap(inputShape, strides),
    shape,
    count: elementCount(inputShape) / elementCount(shape),
  };
}
