import { describe, expect, test } from 'vitest';
import type { Lesson, PassId, Plane, Stage, StageId } from '../../../../src/engine/trace/lesson.ts';
import { convolutionOracle, titleOf } from '../../../support/conv-oracle.ts';
import { isTransposed, lessonOf } from '../../../support/panel/oracle-lessons.ts';
import { first } from '../../../support/panel/plain-lesson.ts';

const flat = convolutionOracle.conv.filter(({ op }) => !op.includes('3d'));

function stageOf(lesson: Lesson, pass: PassId, id: StageId, place = 0): Stage {
  const stages = lesson.passes.find((candidate) => candidate.id === pass)?.stages ?? [];
  const stage = stages.filter((candidate) => candidate.id === id)[place];
  if (!stage) throw new Error(`no ${id} in ${pass}`);
  return stage;
}

const planeAt = (stage: Stage, place: number): Plane => {
  const plane = stage.planes[place];
  if (!plane) throw new Error(`no plane ${place} in ${stage.id}`);
  return plane;
};

const width = (plane: Plane) => plane.columns.kinds.length;
const height = (plane: Plane) => plane.rows.kinds.length;

/** A column as the product of a matrix and a column. */
function times(matrix: Plane, column: Plane): number[] {
  return Array.from({ length: height(matrix) }, (_, row) => {
    let sum = 0;
    for (let i = 0; i < width(matrix); i++)
      sum += (matrix.values[row * width(matrix) + i] ?? 0) * (column.values[i] ?? 0);
    return sum;
  });
}

/** The first rows and columns of a plane of the oracle. */
function corner(plane: Plane, values: readonly number[], sourceWidth: number, scale: number): number[] {
  return Array.from(
    { length: height(plane) * width(plane) },
    (_, i) => (values[Math.floor(i / width(plane)) * sourceWidth + (i % width(plane))] ?? 0) / scale,
  );
}

const close = (actual: ArrayLike<number>, expected: readonly number[]) => {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 9));
};

describe.each(flat.map((item) => ({ title: titleOf(item), item })))('$title', ({ item }) => {
  const lesson = lessonOf(item, first);

  test('the matrix times one side is the other, its transpose the way back, entries are copies of W', () => {
    const shares = ['share', 'transpose'] as const;
    for (const id of shares) {
      const { planes, motion } = stageOf(lesson, 'sharing', id);
      expect(motion).toEqual({ kind: 'share', kernel: 0, matrix: 1 });
      const [kernel, matrix] = [planes[0], planes[1]];
      matrix?.classes?.forEach((cell, i) => {
        expect(matrix.values[i]).toBe(cell < 0 ? 0 : kernel?.values[cell]);
      });
    }
    for (const place of [0, 1]) {
      const stage = stageOf(lesson, 'sharing', 'apply-matrix', place);
      close(planeAt(stage, 2).values, times(planeAt(stage, 0), planeAt(stage, 1)));
    }
    const { motion } = stageOf(lesson, 'sharing', 'neurons');
    if (motion?.kind !== 'neurons') throw new Error('no neurons');
    for (let i = 0; i < motion.connections.length; i += 3) {
      expect(motion.connections[i]).toBeLessThan(motion.inputs);
      expect(motion.connections[i + 1]).toBeLessThan(motion.outputs);
    }
  });

  test('coverage counts what the kernel reads', () => {
    const { planes, motion } = stageOf(lesson, 'reads', 'coverage');
    if (motion?.kind !== 'readers') throw new Error('no readers');
    const { rows, columns } = motion.along;
    const counts = new Map<number, number>();
    for (let y = 0; y < rows.outputSize; y++)
      for (let x = 0; x < columns.outputSize; x++)
        for (let k = 0; k < rows.kernelSize; k++)
          for (let l = 0; l < columns.kernelSize; l++) {
            const row = y * rows.stride + k * rows.dilation - rows.padding.before;
            const column = x * columns.stride + l * columns.dilation - columns.padding.before;
            if (row < 0 || column < 0 || row >= rows.inputSize || column >= columns.inputSize) continue;
            const place = row * columns.inputSize + column;
            counts.set(place, (counts.get(place) ?? 0) + 1);
          }
    const expected = Array.from({ length: rows.inputSize * columns.inputSize }, (_, i) => counts.get(i) ?? 0);
    expect([...(planes[0]?.values ?? [])]).toEqual(expected);
    const uses = stageOf(lesson, 'reads', 'uses').planes[0]?.values ?? [];
    expect([...uses].reduce((sum, value) => sum + value, 0)).toBe(
      expected.reduce((sum, value) => sum + value, 0),
    );
  });
});

const straight = flat.filter((item) => !isTransposed(item));

describe.each(straight.map((item) => ({ title: titleOf(item), item })))('im2col: $title', ({ item }) => {
  const lesson = lessonOf(item, first);

  test('im2col ends in PyTorch’s z, dX and dW', () => {
    const [lastOut = 1, lastIn = 1] = [item.outshape.at(-1), item.spatial.at(-1)];
    const z = planeAt(stageOf(lesson, 'im2col', 'fold'), 0);
    close(z.values, corner(z, item.z, lastOut, item.scale.z));
    const dx = planeAt(stageOf(lesson, 'im2col-data', 'crop'), 0);
    close(dx.values, corner(dx, item.dx, lastIn, item.scale.dx));
    const dw = planeAt(stageOf(lesson, 'im2col-weights', 'fold'), 0);
    close(dw.values, corner(dw, item.dw, item.wshape.at(-1) ?? 1, item.scale.dw));
  });

  test('each product is the one that is drawn, plus what is not', () => {
    for (const pass of ['im2col', 'im2col-data', 'im2col-weights'] as const) {
      const { planes, motion } = stageOf(lesson, pass, 'product');
      const [left, right, target] = planes;
      if (!left || !right || !target || motion?.kind !== 'multiply') throw new Error('no product');
      target.values.forEach((value, i) => {
        const [row, column] = [Math.floor(i / width(target)), i % width(target)];
        let sum = (motion.bias?.[row] ?? 0) + (motion.others?.[i] ?? 0);
        for (let k = 0; k < width(left); k++)
          sum += (left.values[row * width(left) + k] ?? 0) * (right.values[k * width(right) + column] ?? 0);
        expect(value).toBeCloseTo(sum, 9);
      });
    }
  });
});
