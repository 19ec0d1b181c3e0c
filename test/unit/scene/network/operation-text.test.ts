import { expect, test } from 'vitest';
import { operationText } from '../../../../src/scene/network/operation-text.ts';

test.each([
  ['Conv2d', '3×3, padding 1', 'Conv2d 3×3, padding 1'],
  ['concat', 'concat', 'concat'],
  ['Flatten', 'flatten', 'Flatten'],
  ['Dropout', '', 'Dropout'],
])('a %s with “%s” is called “%s”', (type, summary, expected) => {
  expect(operationText(type, summary)).toBe(expected);
});
