import { describe, expect, test } from 'vitest';
import type { Lesson, PassId, Stage, StageId } from '../../../../src/engine/trace/lesson.ts';
import { stepAtCell } from '../../../../src/scene/layer/step-at-cell.ts';
import { columnCount, rowCount, stepCount } from '../../../../src/scene/layer/steps.ts';
import { evenAxes, filledLesson } from '../../../support/panel/plain-lesson.ts';

/** 5×5 windows over 10×10 padded cells. */
const axes = evenAxes([8, 8], { kernel: 2, stride: 2, padding: 1 });
const convolution = filledLesson({
  kind: 'convolution',
  input: [1, 1, 8, 8],
  outChannels: 1,
  groups: 1,
  bias: false,
  axes,
});
const pool = filledLesson({ kind: 'max-pool', input: [1, 1, 8, 8], axes });

function stageOf({ passes }: Lesson, pass: PassId, id: StageId): Stage {
  const stage = passes.find((which) => which.id === pass)?.stages.find((which) => which.id === id);
  if (!stage) throw new Error(`no ${id} in ${pass}`);
  return stage;
}

const at = (lesson: Lesson, pass: PassId, id: StageId, plane: number, cell: readonly [number, number]) =>
  stepAtCell(stageOf(lesson, pass, id), plane, ...cell);

test('a cell that is made is the step that makes it', () => {
  expect(at(convolution, 'forward', 'correlate', 2, [1, 3])).toBe(8);
  expect(at(pool, 'forward', 'pool', 1, [4, 4])).toBe(24);
});

describe('a cell that is read, or written to, is the window that it lies in', () => {
  test.each([
    [[0, 0], 0],
    [[1, 1], 0],
    [[2, 3], 6],
    [[9, 9], 24],
  ] as const)('%j: step %d', (cell, step) => {
    expect(at(convolution, 'forward', 'correlate', 0, cell)).toBe(step);
    expect(at(convolution, 'backward-data-scatter', 'scatter', 2, cell)).toBe(step);
    expect(at(convolution, 'im2col', 'unroll', 0, cell)).toBe(step);
    expect(at(pool, 'forward', 'pool', 0, cell)).toBe(step);
    expect(at(pool, 'backward-data', 'route', 1, cell)).toBe(step);
  });
});

test('the kernel of a sum is in every step, and so means none', () => {
  expect(at(convolution, 'forward', 'correlate', 1, [0, 0])).toBeNull();
});

test('a column of the matrix is its window', () => {
  expect(at(convolution, 'im2col', 'unroll', 1, [3, 17])).toBe(17);
  expect(at(convolution, 'im2col-data', 'fold-back', 0, [1, 9])).toBe(9);
});

test('an entry of the sparse matrix is the weight that it is a copy of, an empty place none', () => {
  for (const id of ['share', 'transpose'] as const) {
    const stage = stageOf(convolution, 'sharing', id);
    const [kernel, matrix] = stage.planes;
    if (!kernel || !matrix) throw new Error('There is no matrix.');
    const seen = new Set<number>();
    for (let row = 0; row < rowCount(matrix); row++) {
      for (let column = 0; column < columnCount(matrix); column++) {
        const place = row * columnCount(matrix) + column;
        const step = stepAtCell(stage, 1, row, column);
        expect(step ?? -1).toBe(matrix.classes?.[place]);
        if (step === null) continue;
        seen.add(step);
        expect(matrix.values[place]).toBe(kernel.values[step]);
      }
    }
    expect(seen.size).toBe(4);
  }
});

test('where two results are compared, a cell of either is the step of both', () => {
  expect(at(convolution, 'backward-data-agree', 'agree', 0, [2, 5])).toBe(21);
  expect(at(convolution, 'backward-data-agree', 'agree', 1, [2, 5])).toBe(21);
});

test.each([convolution, pool])('$operation: no cell means a step that there is not', ({ passes }) => {
  for (const { stages } of passes) {
    for (const stage of stages) {
      stage.planes.forEach((plane, place) => {
        for (const cell of [0, plane.values.length - 1]) {
          const [row, column] = [Math.floor(cell / columnCount(plane)), cell % columnCount(plane)];
          const step = stepAtCell(stage, place, row, column) ?? 0;
          expect(step).toBeGreaterThanOrEqual(0);
          expect(step).toBeLessThan(stepCount(stage));
        }
      });
    }
  }
});
