import { expect } from 'vitest';
import type { Tensor } from '../../src/engine/tensor.ts';

/** Fails with the first place that differs by more than `tolerance` (absolute); shape first, then length, then values. */
export function expectTensor(
  actual: Tensor,
  shape: readonly number[],
  values: ArrayLike<number>,
  tolerance = 0,
): void {
  expect(actual.shape).toEqual(shape);
  expect(actual.data.length).toBe(values.length);
  for (let i = 0; i < values.length; i++) {
    const found = actual.data[i] ?? NaN;
    const expected = values[i] ?? NaN;
    if (found === expected || (Number.isNaN(found) && Number.isNaN(expected))) continue;
    if (Math.abs(found - expected) <= tolerance) continue;
    expect.fail(`value ${i} of [${shape.join(', ')}] is ${found}, expected ${expected}`);
  }
}

/** Compares with another tensor; `relative` is a share of the largest expected magnitude. */
export function expectTensorClose(actual: Tensor, expected: Tensor, relative = 0): void {
  expectTensor(actual, expected.shape, expected.data, relative * magnitude(expected));
}

/** The largest absolute value, at least the smallest positive number so that it can scale a tolerance. */
export function magnitude({ data }: Tensor): number {
  let largest = Number.MIN_VALUE;
  for (const value of data) largest = Math.max(largest, Math.abs(value));
  return largest;
}
