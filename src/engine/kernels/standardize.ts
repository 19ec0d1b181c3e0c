import { zeros, type Tensor } from '../tensor.ts';

/**
 * Which values are normalised together. With the tensor as [repeats, sets, run] in C order, set s is all values
 * [·, s, ·]. Batch norm: [N, C, plane]; layer, group and instance norm: [1, blocks, block].
 */
export interface NormalizedSets {
  readonly repeats: number;
  readonly sets: number;
  readonly run: number;
}

export interface Standardized {
  /** (x − mean)/√(variance + ε) */
  readonly normalized: Tensor;
  readonly means: Float64Array;
  /** Of the values themselves, not of the population: divided by their number. */
  readonly variances: Float64Array;
  readonly epsilon: number;
  readonly layout: NormalizedSets;
}

/** Shifts and scales every set to mean 0 and variance 1. */
export function standardize(x: Tensor, layout: NormalizedSets, epsilon: number): Standardized {
  const count = layout.repeats * layout.run;
  const means = new Float64Array(layout.sets);
  const variances = new Float64Array(layout.sets);
  forEachRun(layout, (set, from, to) => {
    let sum = 0;
    for (let i = from; i < to; i++) sum += x.data[i] ?? 0;
    means[set] = (means[set] ?? 0) + sum / count;
  });
  forEachRun(layout, (set, from, to) => {
    const mean = means[set] ?? 0;
    let sum = 0;
    for (let i = from; i < to; i++) sum += ((x.data[i] ?? 0) - mean) ** 2;
    variances[set] = (variances[set] ?? 0) + sum / count;
  });
  const normalized = standardizeWith(x, layout, means, variances, epsilon);
  return { normalized, means, variances, epsilon, layout };
}

/** Shifts and scales every set by given statistics. */
export function standardizeWith(
  x: Tensor,
  layout: NormalizedSets,
  means: ArrayLike<number>,
  variances: ArrayLike<number>,
  epsilon: number,
): Tensor {
  const normalized = zeros(x.shape, x);
  forEachRun(layout, (set, from, to) => {
    const mean = means[set] ?? 0;
    const scale = 1 / Math.sqrt((variances[set] ?? 0) + epsilon);
    for (let i = from; i < to; i++) normalized.data[i] = ((x.data[i] ?? 0) - mean) * scale;
  });
  return normalized;
}

/** dX of `standardize`: mean and variance depend on every value of the set, so two means are taken off the gradient. */
export function standardizeGradient(
  gradient: Tensor,
  { normalized, variances, epsilon, layout }: Standardized,
): Tensor {
  const count = layout.repeats * layout.run;
  const gradientMeans = new Float64Array(layout.sets);
  const projections = new Float64Array(layout.sets);
  forEachRun(layout, (set, from, to) => {
    let sum = 0;
    let product = 0;
    for (let i = from; i < to; i++) {
      sum += gradient.data[i] ?? 0;
      product += (gradient.data[i] ?? 0) * (normalized.data[i] ?? 0);
    }
    gradientMeans[set] = (gradientMeans[set] ?? 0) + sum / count;
    projections[set] = (projections[set] ?? 0) + product / count;
  });
  const dx = zeros(gradient.shape, gradient);
  forEachRun(layout, (set, from, to) => {
    const scale = 1 / Math.sqrt((variances[set] ?? 0) + epsilon);
    const mean = gradientMeans[set] ?? 0;
    const projection = projections[set] ?? 0;
    for (let i = from; i < to; i++) {
      const own = (gradient.data[i] ?? 0) - mean - (normalized.data[i] ?? 0) * projection;
      dx.data[i] = own * scale;
    }
  });
  return dx;
}

function forEachRun(
  { repeats, sets, run }: NormalizedSets,
  visit: (set: number, from: number, to: number) => void,
): void {
  for (let block = 0; block < repeats * sets; block++) visit(block % sets, block * run, (block + 1) * run);
}
