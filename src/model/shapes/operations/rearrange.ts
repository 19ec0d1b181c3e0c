import type { Permute, Reduce } from '../../graph/operation.ts';
import type { Dim } from '../../graph/shape.ts';
import { placeOf } from '../dims.ts';
import { inferred, type OperationRule } from '../inference.ts';

/** Dimensions in another order. */
export const permute: OperationRule<Permute> = ({ order }, [inputShape = null]) => {
  if (inputShape === null) return inferred(Array<Dim>(order.length).fill(null));
  const places = order.map((axis) => placeOf(axis, inputShape.length));
  if (order.length !== inputShape.length || new Set(places).size !== order.length || places.includes(null)) {
    return inferred(null, {
      findings: [{ code: 'rank-mismatch', field: 'dims', axes: [], inputShape, expected: [order.length] }],
    });
  }
  return inferred(places.map((place) => (place === null ? null : (inputShape[place] ?? null))));
};

/** Dimensions that are summed, averaged or otherwise reduced to one value. */
export const reduce: OperationRule<Reduce> = ({ axes, keepAxes }, [inputShape = null]) => {
  if (inputShape === null) return inferred(null);
  const places =
    axes === 'all' ? [...inputShape.keys()] : axes.map((axis) => placeOf(axis, inputShape.length));
  if (places.includes(null)) {
    return inferred(null, {
      findings: [
        {
          code: 'reshape-mismatch',
          field: 'axis',
          axes: [],
          reason: 'out-of-range',
          inputShape,
          target: axes === 'all' ? [] : axes,
          expected: null,
        },
      ],
    });
  }
  const reduced = new Set(places);
  if (keepAxes) return inferred(inputShape.map((dim, place) => (reduced.has(place) ? 1 : dim)));
  return inferred(inputShape.filter((_, place) => !reduced.has(place)));
};
