import type { CropLike, Value } from '../../graph/operation.ts';
import type { Dim } from '../../graph/shape.ts';
import type { Finding } from '../../problems/finding.ts';
import { placeOf } from '../dims.ts';
import { inferred, type OperationRule } from '../inference.ts';

/**
 * Input 0 with the sizes of input 1 from an axis on (BVLC/caffe: src/caffe/layers/crop_layer.cpp): the offset and the
 * size together must lie within input 0.
 */
export const cropLike: OperationRule<CropLike> = (operation, [inputShape = null, reference = null]) => {
  if (inputShape === null || reference === null) return inferred(null);
  const place = placeOf(operation.axis, inputShape.length);
  if (place === null || inputShape.length !== reference.length) {
    const expected = [reference.length];
    return inferred(null, {
      findings: [{ code: 'rank-mismatch', field: 'type', axes: [], inputShape, expected }],
    });
  }
  const findings: Finding[] = [];
  const sizes = inputShape.map((inputSize, dimension): Dim => {
    if (dimension < place) return inputSize;
    const size = reference[dimension] ?? null;
    const before = cropOffset(operation, dimension);
    if (typeof size !== 'number' || typeof inputSize !== 'number' || before === null) return size;
    const after = inputSize - before - size;
    if (after < 0) findings.push(outside(inputSize, before, after, dimension - 2, inputShape.length - 2));
    return size;
  });
  return inferred(sizes, { findings });
};

/** The first cell that is taken along a dimension; the offsets are for those from `axis` on. */
export function cropOffset({ axis, offsets }: CropLike, dimension: number): Value {
  if (dimension < axis || offsets.length === 0) return 0;
  return offsets[offsets.length === 1 ? 0 : dimension - axis] ?? null;
}

function outside(
  inputSize: number,
  before: number,
  after: number,
  axis: number,
  spatialRank: number,
): Finding {
  return {
    code: 'impossible',
    reason: 'crop-larger-than-input',
    field: 'outputSize',
    axes: axis < 0 ? [] : [axis],
    inputSize,
    before,
    after,
    spatialRank,
  };
}
