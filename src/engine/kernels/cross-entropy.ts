import { planesOf, type Tensor } from '../tensor.ts';
import type { Loss } from './loss.ts';
import { softmax } from './softmax.ts';

/**
 * The mean of −ln softmax(x)[class] over batch and space (torch.nn.functional.cross_entropy).
 * X [N, classes, spatial…]; `classes` has one class for every cell of [N, spatial…].
 */
export function crossEntropy(x: Tensor, classes: ArrayLike<number>): Loss {
  const { batch, channels, planeSize } = planesOf(x);
  const count = batch * planeSize;
  const gradient = softmax(x, 1);
  let value = 0;
  for (let cell = 0; cell < count; cell++) {
    const first = Math.floor(cell / planeSize) * channels * planeSize + (cell % planeSize);
    const own = first + (classes[cell] ?? 0) * planeSize;
    value += (logOfSum(x, first, planeSize, channels) - (x.data[own] ?? 0)) / count;
    gradient.data[own] = (gradient.data[own] ?? 0) - 1;
  }
  for (let i = 0; i < gradient.data.length; i++) gradient.data[i] = (gradient.data[i] ?? 0) / count;
  return { value, gradient };
}

/** ln Σ eˣ over one line, without overflow. */
function logOfSum(x: Tensor, start: number, step: number, count: number): number {
  let largest = -Infinity;
  for (let i = 0; i < count; i++) largest = Math.max(largest, x.data[start + i * step] ?? 0);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.exp((x.data[start + i * step] ?? 0) - largest);
  return largest + Math.log(sum);
}
