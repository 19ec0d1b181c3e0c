import { describe, expect, test } from 'vitest';
import { plainNumber } from '../../../src/scene/numbers.ts';

describe('a number in a sentence or an equation', () => {
  test.each([
    [0.65625, '0.6563'],
    [-0.65625, '−0.6563'],
    [-0.00001, '0'],
    [-1234567, '−1.235e+6'],
    [2, '2'],
  ])('%f is %s', (value, text) => {
    expect(plainNumber(value)).toBe(text);
  });
});
