import { expect, test } from 'vitest';
import { clearedHeap } from '../../../../../src/worker/analysis/warm-up/cleared-heap.ts';

/** The steps that are taken where the heap says so many bytes, one time after the other, and the last ones ever after. */
function stepsWhere(used: readonly number[]): number {
  let asked = 0;
  return [...clearedHeap(() => used[Math.min(asked++, used.length - 1)] ?? 0)].length;
}

test.each([
  { used: [5, 9, 13, 2], steps: 2, what: 'collected in the third step' },
  { used: [60, 3], steps: 0, what: 'collected at once' },
  { used: [0], steps: 48, what: 'of a platform that tells nothing' },
])('a young heap of $used bytes, $what, takes $steps steps more', ({ used, steps }) => {
  expect(stepsWhere(used)).toBe(steps);
});
