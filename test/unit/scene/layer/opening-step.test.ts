import { expect, test } from 'vitest';
import { compareStage } from '../../../../src/engine/trace/compare-stages.ts';
import type { Plane } from '../../../../src/engine/trace/lesson.ts';
import { dataAxis } from '../../../../src/engine/trace/plane-axes.ts';
import { openingStep } from '../../../../src/scene/layer/opening-step.ts';

const plane = (columns: number, values: readonly number[]): Plane => ({
  tensor: 'dX',
  shape: [1, 1, values.length / columns, columns],
  at: [0, 0],
  variant: 'plain',
  rows: dataAxis(values.length / columns),
  columns: dataAxis(columns),
  values: Float64Array.from(values),
});
const right = plane(3, [1, 2, 3, 4, 5, 6]);

test.each([
  ['the cell that differs most', plane(3, [1, 2, 3, 4, 0, 1]), 4],
  ['the first of those that differ most', plane(3, [0, 1, 2, 3, 4, 5]), 0],
  ['the missing cell that is most', plane(2, [1, 2, 4, 5]), 5],
  ['the first cell where none differs', right, 0],
] as const)('a comparison with a mistake opens at %s', (_, wrong, step) => {
  expect(openingStep(compareStage(wrong, right))).toBe(step);
});
