import { elementCount, zeros, type Tensor } from '../tensor.ts';

/** eˣ divided by its sum along one dimension; the largest value is taken off first, so that nothing overflows. */
export function softmax(x: Tensor, axis: number): Tensor {
  const z = zeros(x.shape, x);
  forEachLine(x.shape, axis, (start, step, count) => {
    let largest = -Infinity;
    for (let i = 0; i < count; i++) largest = Math.max(largest, x.data[start + i * step] ?? 0);
    let sum = 0;
    for (let i = 0; i < count; i++) sum += Math.exp((x.data[start + i * step] ?? 0) - largest);
    for (let i = 0; i < count; i++) {
      z.data[start + i * step] = Math.exp((x.data[start + i * step] ?? 0) - largest) / sum;
    }
  });
  return z;
}

/** The logarithm of the softmax: x less the largest value, less the logarithm of the sum of what is left. */
export function logSoftmax(x: Tensor, axis: number): Tensor {
  const z = zeros(x.shape, x);
  forEachLine(x.shape, axis, (start, step, count) => {
    const end = start + count * step;
    let largest = -Infinity;
    for (let i = start; i < end; i += step) largest = Math.max(largest, x.data[i] ?? 0);
    let sum = 0;
    for (let i = start; i < end; i += step) sum += Math.exp((x.data[i] ?? 0) - largest);
    const offset = largest + Math.log(sum);
    for (let i = start; i < end; i += step) z.data[i] = (x.data[i] ?? 0) - offset;
  });
  return z;
}

/** dX = dZ − eᶻ·Σ dZ, from the output Z. */
export function logSoftmaxGradient(dz: Tensor, z: Tensor, axis: number): Tensor {
  const dx = zeros(z.shape, dz);
  forEachLine(z.shape, axis, (start, step, count) => {
    const end = start + count * step;
    let sum = 0;
    for (let i = start; i < end; i += step) sum += dz.data[i] ?? 0;
    for (let i = start; i < end; i += step) dx.data[i] = (dz.data[i] ?? 0) - Math.exp(z.data[i] ?? 0) * sum;
  });
  return dx;
}

/** dX = Z·(dZ − Σ dZ·Z), from the output Z. */
export function softmaxGradient(dz: Tensor, z: Tensor, axis: number): Tensor {
  const dx = zeros(z.shape, dz);
  forEachLine(z.shape, axis, (start, step, count) => {
    let product = 0;
    for (let i = start; i < start + count * step; i += step) product += (dz.data[i] ?? 0) * (z.data[i] ?? 0);
    for (let i = start; i < start + count * step; i += step) {
      dx.data[i] = (z.data[i] ?? 0) * ((dz.data[i] ?? 0) - product);
    }
  });
  return dx;
}

/** Every line of values along one dimension: `count` of them, `step` apart, from flat place `start` on. */
function forEachLine(
  shape: readonly number[],
  axis: number,
  visit: (start: number, step: number, count: number) => void,
): void {
  const outer = elementCount(shape.slice(0, axis));
  const count = shape[axis] ?? 1;
  const step = elementCount(shape.slice(axis + 1));
  for (let block = 0; block < outer; block++) {
    for (let i = 0; i < step; i++) visit(block * count * step + i, step, count);
  }
}
