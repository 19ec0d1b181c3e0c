import { expect, test } from 'vitest';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { pick, slicesAt } from '../../../../src/engine/trace/plane.ts';

const counted = (...shape: number[]): Tensor => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
});

test('all channels of all samples are the tensor itself: large layers are not copied', () => {
  const x = counted(1, 3, 2, 2);
  expect(pick(x, [0], [0, 1, 2])).toBe(x);
  expect(pick(x, null, null)).toBe(x);
  expect(slicesAt(x, [0])).toBe(x);
});

test('some channels, or all in another order, are a tensor of their own', () => {
  const x = counted(2, 3, 1, 2);
  expect(pick(x, [1], [0, 2])).toEqual({ shape: [1, 2, 1, 2], data: Float64Array.of(6, 7, 10, 11) });
  expect([...pick(x, [1, 0], [1]).data]).toEqual([8, 9, 2, 3]);
});

test('slices of a volume stand in place of channels, one beyond its end is padding', () => {
  const x = counted(1, 1, 2, 1, 2);
  expect(slicesAt(x, [1, 2])).toEqual({ shape: [1, 2, 1, 2], data: Float64Array.of(2, 3, 0, 0) });
  expect(slicesAt(x, [0]).shape).toEqual([1, 1, 1, 2]);
});
