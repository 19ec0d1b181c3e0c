import type { Tensor } from '../../src/engine/tensor.ts';
import type { OtherCase } from './conv-oracle.ts';
import { formulaTensor, tensor } from './oracle.ts';

/** The input of a pool or an activation, by whichever formula its case says. */
export function inputOf(item: OtherCase): Tensor {
  const shape =
    item.shape ?? (item.spatial ? [item.N ?? 1, item.C ?? 1, ...item.spatial] : [item.x?.length ?? 0]);
  if (item.x) return tensor(shape, item.x);
  const formula = item.x_formula;
  if (!formula) return formulaTensor(shape, item.salts?.x ?? 0);
  const { mul, salt, prime, half, div } = formula;
  const count = shape.reduce((product, size) => product * size, 1);
  return tensor(
    shape,
    Array.from({ length: count }, (_, i) => (((i * mul + salt) % prime) - half) / div),
  );
}
