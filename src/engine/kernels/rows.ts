import type { TensorData } from '../tensor.ts';

/** target[i] += scale · source[i] for `count` values; each row starts at its `…At` and advances by its `…Step`. */
export function addScaled(
  target: TensorData,
  targetAt: number,
  targetStep: number,
  source: TensorData,
  sourceAt: number,
  sourceStep: number,
  scale: number,
  count: number,
): void {
  for (let i = 0, to = targetAt, from = sourceAt; i < count; i++, to += targetStep, from += sourceStep) {
    target[to] = (target[to] ?? 0) + scale * (source[from] ?? 0);
  }
}

/** The sum of a[i] · b[i] over `count` values of two rows. */
export function dotProduct(
  a: TensorData,
  aAt: number,
  aStep: number,
  b: TensorData,
  bAt: number,
  bStep: number,
  count: number,
): number {
  let sum = 0;
  for (let i = 0, atA = aAt, atB = bAt; i < count; i++, atA += aStep, atB += bStep) {
    sum += (a[atA] ?? 0) * (b[atB] ?? 0);
  }
  return sum;
}
