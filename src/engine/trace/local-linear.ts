import type { CheckedLayer } from '../network/checked-layer.ts';
import { pick } from './plane.ts';
import { partOfWeights, type WeightSource } from './weight-source.ts';

/**
 * The part of a linear layer in which one cell of X, or one weight, has its whole gradient: of X its feature's column of
 * weights, of W the one weight. What other features add to Z does not change with the cell.
 */
export function localLinear(
  layer: Omit<CheckedLayer, 'w'>,
  weights: WeightSource,
  tensor: 'X' | 'W',
  index: number,
): CheckedLayer {
  const [outputs, features] = weights.shape;
  const [row, feature] = [Math.floor(index / features), index % features];
  const rows = tensor === 'X' ? { first: 0, size: outputs } : { first: row, size: 1 };
  return {
    ...layer,
    x: pick(layer.x, tensor === 'X' ? [row] : null, [feature]),
    w: partOfWeights(weights, rows, { first: feature, size: 1 }),
    b: null,
    dz: pick(layer.dz, tensor === 'X' ? [row] : null, tensor === 'X' ? null : [row]),
  };
}
