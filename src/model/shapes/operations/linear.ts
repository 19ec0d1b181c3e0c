import type { Linear } from '../../graph/operation.ts';
import type { Dim } from '../../graph/shape.ts';
import type { Finding } from '../../problems/finding.ts';
import { elementCount, placeOf, productOf } from '../dims.ts';
import { inferred, productOrNull, type OperationRule } from '../inference.ts';
import { refused, refusedValues } from '../refusals.ts';
import { channelsIn, withChannelValues } from './channels.ts';

/** A matrix product over the last dimension, or over all from `axis` on where the layer flattens. */
export const linear: OperationRule<Linear> = (operation, [inputShape = null], framework) => {
  const { inFeatures, outFeatures, bias, flattens, spatialAxes = 0, batchNormalized = false } = operation;
  const start =
    inputShape === null ? null : placeOf(flattens ? (operation.axis ?? 1) : -1, inputShape.length);
  const rows = start === null ? null : (inputShape?.slice(0, start) ?? null);
  const factors = start === null ? [] : (inputShape?.slice(start) ?? []);
  const actual = start === null ? null : productOf(factors);
  const features = channelsIn(inFeatures, actual);
  const weights = productOrNull(features, outFeatures);
  const cells = Array<Dim>(spatialAxes).fill(1);
  return inferred(rows === null ? null : [...rows, outFeatures, ...cells], {
    params: withChannelValues(weights, outFeatures, bias, batchNormalized),
    macs: productOrNull(rows === null ? null : elementCount(rows), weights),
    findings: [
      ...(framework === 'pytorch' && outFeatures === 0
        ? [refused('no-features', 'outFeatures', [], 0, 1)]
        : refusedValues('outFeatures', [outFeatures], 1)),
      ...featureFindings(operation, inputShape, actual, factors),
    ],
  });
};

function featureFindings(
  { inFeatures: declared, flattens }: Linear,
  inputShape: readonly Dim[] | null,
  actual: Dim,
  factors: readonly Dim[],
): readonly Finding[] {
  if (inputShape === null || declared === null || typeof actual !== 'number' || actual === declared)
    return [];
  const flattenMissing = !flattens && inputShape.length > 2 && productOf(inputShape.slice(1)) === declared;
  return [
    {
      code: 'features-mismatch',
      field: 'inFeatures',
      axes: [],
      declared,
      actual,
      factors,
      inputShape,
      flattenMissing,
    },
  ];
}
