import { expect, test } from 'vitest';
import { parseInputSizes } from '../../../src/util/input-size.ts';

test.each([
  ['1x3x224x224', [{ dims: [1, 3, 224, 224] }]],
  ['3×32×32', [{ dims: [3, 32, 32] }]],
  ['1x3x8x8; 1x10', [{ dims: [1, 3, 8, 8] }, { dims: [1, 10] }]],
  [
    'image = 1x3x8x8; age=1x1',
    [
      { name: 'image', dims: [1, 3, 8, 8] },
      { name: 'age', dims: [1, 1] },
    ],
  ],
  ['1x0', null],
  ['1x3;', null],
  ['', null],
])('%j', (text, expected) => {
  expect(parseInputSizes(text)).toEqual(expected);
});
