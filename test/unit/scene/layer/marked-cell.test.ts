import { expect, test } from 'vitest';
import type { Plane } from '../../../../src/engine/trace/lesson.ts';
import { markedCell } from '../../../../src/scene/layer/marked-cell.ts';
import { evenAxes, filledLesson } from '../../../support/panel/plain-lesson.ts';

const lesson = filledLesson({
  kind: 'convolution',
  input: [1, 2, 4, 5],
  outChannels: 2,
  groups: 1,
  bias: true,
  axes: evenAxes([4, 5], { kernel: 3, padding: 1 }),
});
const linear = filledLesson({ kind: 'linear', input: [1, 4], outFeatures: 3, bias: true });

const planeOf = (
  { passes }: typeof lesson,
  tensor: Plane['tensor'],
  variant: Plane['variant'] = 'plain',
): Plane => {
  const planes = passes.flatMap(({ stages }) => stages).flatMap((stage) => stage.planes);
  const plane = planes.find((each) => each.tensor === tensor && each.variant === variant);
  if (!plane) throw new Error(`no ${tensor}`);
  return plane;
};

/** Row and column of the cell that is marked, of planes with cells of 10 pixels. */
const markedIn = (plane: Plane, tensor: 'X' | 'W', index: number): readonly number[] =>
  markedCell({ plane, x: 0, y: 0, cell: 10 }, { tensor, index })
    .slice(0, 1)
    .flatMap((mark) => (mark.kind === 'rect' ? [mark.y / 10, mark.x / 10] : []));

test.each<[string, Plane, 'X' | 'W', number, readonly number[]]>([
  ['X', planeOf(lesson, 'X'), 'X', 7, [1, 2]],
  ['dX', planeOf(lesson, 'dX'), 'X', 7, [1, 2]],
  // With its padding of one cell.
  ['dX uncropped', planeOf(lesson, 'dX', 'uncropped'), 'X', 7, [2, 3]],
  ['dX of another channel', planeOf(lesson, 'dX'), 'X', 27, []],
  ['W beside a cell of X', planeOf(lesson, 'W'), 'X', 7, []],
  ['W', planeOf(lesson, 'W'), 'W', 5, [1, 2]],
  ['W of a linear layer', planeOf(linear, 'W'), 'W', 6, [1, 2]],
])('%s: which cell is marked as the one that is checked', (_, plane, tensor, index, cell) => {
  expect(markedIn(plane, tensor, index)).toEqual(cell);
});
