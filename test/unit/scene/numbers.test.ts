import { describe, expect, test } from 'vitest';
import { grouped, plainNumber, shortNumber } from '../../../src/scene/numbers.ts';

describe('a number in a sentence or an equation', () => {
  test.each([
    [0.65625, '0.6563'],
    [-0.65625, '−0.6563'],
    [-0.00001, '0'],
    [-1234567, '−1.235e+6'],
    [2, '2'],
    [1204352.5, '1.204e+6'],
    [204352.5, '204,352.5'],
    [-1000.0625, '−1,000.0625'],
  ])('%f is %s', (value, text) => {
    expect(plainNumber(value)).toBe(text);
  });
});

test.each([
  [999, '999'],
  [1204352, '1,204,352'],
])('a number of things, %d, is %s', (value, text) => {
  expect(grouped(value)).toBe(text);
});

test.each([
  [1234.5, '1,235'],
  [-9999.4, '−9,999'],
  [9999.6, '10k'],
])('%f in a cell is %s: six characters at most', (value, text) => {
  expect(shortNumber(value)).toBe(text);
});
