import { expect, test } from 'vitest';
import { compactNumber } from '../../../src/util/compact-number.ts';

test.each([
  [0, '0'],
  [896, '896'],
  [999, '999'],
  [1000, '1 k'],
  [1250, '1.25 k'],
  [999_499, '999 k'],
  [999_500, '1 M'],
  [11_689_512, '11.7 M'],
  [1_814_073_344, '1.81 G'],
  [2.5e15, '2500 T'],
])('%i is %s', (value, text) => {
  expect(compactNumber(value)).toBe(text);
});
