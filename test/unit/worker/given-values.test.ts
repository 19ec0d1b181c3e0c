import { describe, expect, test } from 'vitest';
import { writeNpy } from '../../../src/engine/numpy/npy-writer.ts';
import type { Tensor } from '../../../src/engine/tensor.ts';
import { withGivenValues } from '../../../src/worker/given-values.ts';

const tensor = (shape: readonly number[]): Tensor => ({
  shape,
  data: new Float64Array(shape.reduce((product, size) => product * size, 1)),
});
const tensors = {
  x: tensor([2, 1, 2, 2]),
  w: tensor([1, 1, 2, 2]),
  b: null,
  dz: tensor([2, 1, 1, 1]),
};
const npy = (shape: readonly number[], values: readonly number[], name = 'x.npy') =>
  ({
    kind: 'npy',
    tensor: 'X',
    name,
    bytes: writeNpy({ shape, data: Float64Array.from(values) }),
  }) as const;

describe('values that the user gives', () => {
  test('cells are written over in the order of the edits', () => {
    const edits = [
      { tensor: 'W', index: 3, value: 1 },
      { tensor: 'W', index: 3, value: -2.5 },
      { tensor: 'dZ', index: 1, value: 4 },
      { tensor: 'X', index: 99, value: 4 },
    ] as const;
    const { x, w, dz } = withGivenValues(tensors, { given: [], edits }, 'convolution');
    expect([...(w?.data ?? [])]).toEqual([0, 0, 0, -2.5]);
    expect([...dz.data]).toEqual([0, 4]);
    expect(x).toBe(tensors.x);
    expect([...tensors.w.data]).toEqual([0, 0, 0, 0]);
  });

  test.each([
    [
      [2, 1, 2, 2],
      [1, 2, 3, 4, 5, 6, 7, 8],
      [1, 2, 3, 4, 5, 6, 7, 8],
    ],
    [
      [1, 2, 2],
      [1, 2, 3, 4],
      [1, 2, 3, 4, 1, 2, 3, 4],
    ],
    [
      [2, 2],
      [1, 2, 3, 4],
      [1, 2, 3, 4, 1, 2, 3, 4],
    ],
  ])('x.npy of shape %j fills X', (shape, values, expected) => {
    const { x } = withGivenValues(tensors, { given: [npy(shape, values)], edits: [] }, 'convolution');
    expect([...x.data]).toEqual(expected);
    expect(x.shape).toEqual([2, 1, 2, 2]);
  });

  test('an array of another shape is refused by name and shape', () => {
    const given = [npy([3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9], 'photo.npy')];
    expect(() => withGivenValues(tensors, { given, edits: [] }, 'convolution')).toThrow(
      'photo.npy has shape [3, 3]. X is [2, 1, 2, 2].',
    );
  });

  test('a picture is three channels of 0 … 1, or grey', () => {
    const bytes = Uint8Array.from([255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0]);
    const picture = { kind: 'picture', tensor: 'X', name: 'a.png', width: 2, height: 2, bytes } as const;
    const colours = { ...tensors, x: tensor([1, 3, 2, 2]) };
    expect([...withGivenValues(colours, { given: [picture], edits: [] }, 'convolution').x.data]).toEqual([
      1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0,
    ]);
    expect(
      [...withGivenValues(tensors, { given: [picture], edits: [] }, 'convolution').x.data].slice(0, 4),
    ).toEqual([0.299, 0.587, 0.114, 0]);
  });
});
