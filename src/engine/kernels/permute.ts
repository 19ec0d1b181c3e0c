import type { Tensor } from '../tensor.ts';
import { gather, rowMajorStrides, stridedMap } from './index-maps.ts';

/** Output dimension i is input dimension order[i]. */
export function permute(x: Tensor, order: readonly number[]): Tensor {
  const strides = rowMajorStrides(x.shape);
  const shape = order.map((axis) => x.shape[axis] ?? 1);
  const map = stridedMap(
    shape,
    order.map((axis) => strides[axis] ?? 1),
  );
  return gather(x, map, shape);
}

/** The gradient of a permutation is the inverse permutation. */
export function permuteGradient(dz: Tensor, order: readonly number[]): Tensor {
  return permute(
    dz,
    order.map((_, axis) => order.indexOf(axis)),
  );
}
