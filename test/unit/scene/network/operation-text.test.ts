import { expect, test } from 'vitest';
import { operationText } from '../../../../src/scene/network/operation-text.ts';

test.each([
  ['Conv2d', '3×3, padding 1', 'Conv2d 3×3, padding 1'],
  ['concat', 'concat', 'concat'],
  ['Flatten', 'flatten', 'Flatten'],
  ['Dropout', '', 'Dropout'],
  ['max_pool', 'max 3, stride 3', 'max_pool 3, stride 3'],
  ['AvgPool2d', 'average 2', 'AvgPool2d 2'],
  ['BatchNorm2d', 'batch', 'BatchNorm2d'],
  ['global_max_pool', 'global max', 'global_max_pool'],
  ['Pooling', 'max 2, stride 2', 'Pooling max 2, stride 2'],
])('a %s with “%s” is called “%s”', (type, summary, expected) => {
  expect(operationText(type, summary)).toBe(expected);
});
