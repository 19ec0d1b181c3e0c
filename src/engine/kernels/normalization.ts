import { elementCount, planesOf, type Tensor } from '../tensor.ts';
import { affineGradients, applyAffine, type Affine, type AffineGradients } from './affine.ts';
import {
  standardize,
  standardizeGradient,
  standardizeWith,
  type NormalizedSets,
  type Standardized,
} from './standardize.ts';

/** A normalisation of values by their own statistics, with what its gradient needs. */
export interface Normalized {
  readonly z: Tensor;
  readonly standardized: Standardized;
}

/** Batch norm in training: every channel by its mean and variance over batch and space. */
export function batchNorm(x: Tensor, affine: Affine, epsilon: number): Normalized {
  const { batch, channels, planeSize } = planesOf(x);
  return normalize(x, { repeats: batch, sets: channels, run: planeSize }, affine, planeSize, epsilon);
}

/** Batch norm in inference: every channel by statistics that were kept. */
export function batchNormInference(
  x: Tensor,
  affine: Affine,
  means: ArrayLike<number>,
  variances: ArrayLike<number>,
  epsilon: number,
): { readonly z: Tensor; readonly normalized: Tensor } {
  const { batch, channels, planeSize } = planesOf(x);
  const layout = { repeats: batch, sets: channels, run: planeSize };
  const normalized = standardizeWith(x, layout, means, variances, epsilon);
  return { z: applyAffine(normalized, affine, planeSize), normalized };
}

/** Statistics that are kept do not depend on x: dX is only scaled. */
export function batchNormInferenceGradients(
  dz: Tensor,
  normalized: Tensor,
  scale: Tensor | null,
  variances: ArrayLike<number>,
  epsilon: number,
): AffineGradients {
  const { batch, channels, planeSize } = planesOf(dz);
  const gradients = affineGradients(dz, normalized, scale, [channels], planeSize);
  const layout = { repeats: batch, sets: channels, run: planeSize };
  const noMeans = new Float64Array(channels);
  return { ...gradients, input: standardizeWith(gradients.input, layout, noMeans, variances, epsilon) };
}

/** Layer norm over the trailing dimensions of each sample. */
export function layerNorm(
  x: Tensor,
  trailing: readonly number[],
  affine: Affine,
  epsilon: number,
): Normalized {
  const run = elementCount(trailing);
  return normalize(x, { repeats: 1, sets: x.data.length / run, run }, affine, 1, epsilon);
}

/** Group norm: the channels of each sample in equal groups. One group per channel gives instance norm. */
export function groupNorm(x: Tensor, groups: number, affine: Affine, epsilon: number): Normalized {
  const { batch, planeSize } = planesOf(x);
  const sets = batch * groups;
  return normalize(x, { repeats: 1, sets, run: x.data.length / sets }, affine, planeSize, epsilon);
}

/** The gradients of any of them; `features` is the shape of γ and β, `run` as in `applyAffine`. */
export function normalizationGradients(
  dz: Tensor,
  standardized: Standardized,
  scale: Tensor | null,
  features: readonly number[],
  run: number,
): AffineGradients {
  const gradients = affineGradients(dz, standardized.normalized, scale, features, run);
  return { ...gradients, input: standardizeGradient(gradients.input, standardized) };
}

function normalize(
  x: Tensor,
  layout: NormalizedSets,
  affine: Affine,
  run: number,
  epsilon: number,
): Normalized {
  const standardized = standardize(x, layout, epsilon);
  return { z: applyAffine(standardized.normalized, affine, run), standardized };
}
