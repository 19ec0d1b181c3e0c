import type { Tensor } from '../../src/engine/tensor.ts';
import { expectTensorClose, magnitude } from './compare.ts';
import { zeros } from '../../src/engine/tensor.ts';

/** ⟨a, b⟩, the sum of the products of all values. */
export function innerProduct(a: Tensor, b: Tensor): number {
  let sum = 0;
  for (const [i, value] of a.data.entries()) sum += value * (b.data[i] ?? NaN);
  return sum;
}

/** The gradient of ⟨dZ, f(x)⟩ by central differences, one value of x at a time. */
export function numericGradient(f: (x: Tensor) => Tensor, x: Tensor, dz: Tensor, step = 1e-5): Tensor {
  const gradient = zeros(x.shape, x);
  const at = (index: number, change: number): number => {
    const data = x.data.slice();
    data[index] = (data[index] ?? 0) + change;
    return innerProduct(f({ shape: x.shape, data }), dz);
  };
  for (let i = 0; i < x.data.length; i++) gradient.data[i] = (at(i, step) - at(i, -step)) / (2 * step);
  return gradient;
}

/** Fails unless `gradient` is that of ⟨dZ, f(x)⟩, to a share of its largest value. */
export function expectGradient(
  gradient: Tensor,
  f: (x: Tensor) => Tensor,
  x: Tensor,
  dz: Tensor,
  tolerance = 1e-6,
): void {
  const numeric = numericGradient(f, x, dz);
  expectTensorClose(gradient, numeric, tolerance * Math.max(1, 1 / magnitude(numeric)));
}
