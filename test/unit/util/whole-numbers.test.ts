import { expect, test } from 'vitest';
import { greatestCommonDivisor, waysToTake } from '../../../src/util/whole-numbers.ts';

test.each([
  [12, 18, 6],
  [-12, 18, 6],
  [0, 5, 5],
  [7, 0, 7],
  [0, 0, 0],
  [4, NaN, 4],
  [Infinity, 4, 4],
])('the greatest common divisor of %d and %d is %d', (a, b, divisor) => {
  expect(greatestCommonDivisor(a, b)).toBe(divisor);
});

test.each([
  [2, 5, false, 10],
  [2, 5, true, 20],
  [0, 5, false, 1],
  [5, 5, true, 120],
  [6, 5, false, 0],
  [20, 52, false, 125_994_627_894_135],
  [400, 1000, true, Infinity],
])('%d of %d, ordered %s, are taken in %d ways', (size, items, isOrdered, ways) => {
  expect(waysToTake(size, items, isOrdered)).toBe(ways);
});
