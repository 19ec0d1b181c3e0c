import { describe, expect, test } from 'vitest';
import type { Lesson, PassId, Plane, StageId } from '../../../../src/engine/trace/lesson.ts';
import type { Fault } from '../../../../src/engine/trace/options.ts';
import {
  convolutionOracle,
  geometryOf,
  titleOf,
  type ConvolutionCase,
} from '../../../support/conv-oracle.ts';
import { isTransposed, lessonOf } from '../../../support/panel/oracle-lessons.ts';
import { first } from '../../../support/panel/plain-lesson.ts';

const flat = convolutionOracle.conv.filter(
  (item) => item.op.includes('2d') && !isTransposed(item) && item.groups === 1,
);

const tell = (item: ConvolutionCase, ...faults: Fault[]): Lesson =>
  lessonOf(item, first, { trueConvolution: false, faults });

const stagesOf = (lesson: Lesson, pass: PassId) => lesson.passes.find(({ id }) => id === pass)?.stages ?? [];

function planesOf(lesson: Lesson, id: StageId, tensor: string): readonly Plane[] {
  const stage = stagesOf(lesson, 'code-formula').find(
    (candidate) => candidate.id === id && candidate.planes.at(-1)?.tensor === tensor,
  );
  return stage?.planes ?? [];
}

const sizeOf = (plane: Plane | undefined) => [plane?.rows.kinds.length, plane?.columns.kinds.length];
const shows = ({ facts }: Lesson, fault: Fault) =>
  facts?.faults.find((entry) => entry.fault === fault)?.shows;

describe.each(flat.map((item) => ({ title: titleOf(item), item })))('$title', ({ item }) => {
  const [rows, columns] = geometryOf(item).axes;
  if (!rows || !columns) throw new Error('a layer of two axes');
  const right = tell(item);
  const dx = item.dx.slice(0, rows.inputSize * columns.inputSize).map((value) => value / item.scale.dx);
  const dw = item.dw.slice(0, rows.kernelSize * columns.kernelSize).map((value) => value / item.scale.dw);

  test('both algorithms, line by line, end in PyTorch’s dX and dW', () => {
    for (const pass of ['code-formula', 'code-scatter'] as const) {
      const crop = stagesOf(right, pass).find(({ id }) => id === 'crop');
      expect([...(crop?.planes[0]?.values ?? [])]).toEqual(dx);
    }
    const collected = stagesOf(right, 'code-scatter').find(({ id }) => id === 'collect');
    expect([...(collected?.planes[2]?.values ?? [])]).toEqual(dw);
    expect([...(planesOf(right, 'unswap', 'dW')[0]?.values ?? [])]).toEqual(dw);
    const [bounded] = stagesOf(right, 'code-bounds');
    expect([...(bounded?.planes[0]?.values ?? [])]).toEqual(dx);
  });

  test('without the tail’s zeros dX is t cells too small, and right as far as it goes', () => {
    const lesson = tell(item, 'tail');
    const [wrong, whole] = planesOf(lesson, 'compare', 'dX');
    const tails = [rows, columns].map(({ tail }) => Math.max(0, tail));
    if (!shows(lesson, 'tail')) {
      expect(wrong).toBeUndefined();
      return;
    }
    const size = [rows.inputSize - (tails[0] ?? 0), columns.inputSize - (tails[1] ?? 0)] as const;
    expect(sizeOf(wrong)).toEqual(size);
    expect([...(whole?.values ?? [])]).toEqual(dx);
    const kept = dx.filter(
      (_, i) => Math.floor(i / columns.inputSize) < size[0] && i % columns.inputSize < size[1],
    );
    expect([...(wrong?.values ?? [])]).toEqual(kept);
  });

  test('with its axes swapped dW comes out transposed', () => {
    const [wrong] = planesOf(tell(item, 'transposed'), 'compare', 'dW');
    if (rows.kernelSize * columns.kernelSize === 1) return;
    expect(sizeOf(wrong)).toEqual([columns.kernelSize, rows.kernelSize]);
    wrong?.values.forEach((value, i) => {
      const [row, column] = [Math.floor(i / rows.kernelSize), i % rows.kernelSize];
      expect(value).toBe(dw[column * columns.kernelSize + row]);
    });
  });

  test('a mean is the sum over the number of samples', () => {
    const lesson = tell(item, 'mean');
    const [wrong] = planesOf(lesson, 'compare', 'dW');
    expect(shows(lesson, 'mean')).toBe(item.N > 1);
    if (item.N > 1) expect([...(wrong?.values ?? [])]).toEqual(dw.map((value) => value / item.N));
  });

  test('striding over the input gives as many cells as fit', () => {
    const lesson = tell(item, 'stride');
    const [wrong] = planesOf(lesson, 'compare', 'dW');
    const strides = [rows, columns].some(({ stride, dilation }) => stride > 1 || dilation > 1);
    expect(shows(lesson, 'stride')).toBe(strides);
    if (!strides) return;
    const fitting = [rows, columns].map(
      ({ inputSize, padding, outputSize, stride }) =>
        Math.floor((inputSize + padding.before + padding.after - outputSize) / stride) + 1,
    );
    expect(sizeOf(wrong)).toEqual(fitting);
  });

  test('a bias of C values stops the inner convolution where C is not C_prev', () => {
    const lesson = tell(item, 'bias');
    const last = stagesOf(lesson, 'code-formula').at(-1);
    const fails = item.Cout !== item.Cin && item.Cout !== 1;
    expect(shows(lesson, 'bias')).toBe(fails);
    if (!fails) return;
    const padded = [rows, columns].map(
      ({ inputSize, padding, tail }) => inputSize + padding.before + padding.after + Math.max(0, -tail),
    );
    expect(last?.failure).toEqual({ kind: 'broadcast', left: [1, ...padded, item.Cin], right: [item.Cout] });
  });

  test('bounds by the input’s size leave dZ where they name an output that there is not', () => {
    const lesson = tell(item, 'bounds');
    const [stage] = stagesOf(lesson, 'code-bounds');
    const beyond = [rows, columns].some((axis) =>
      Array.from({ length: axis.inputSize }, (_, x) => x + axis.padding.before).some((padded) =>
        Array.from({ length: axis.inputSize }, (_, output) => output).some((output) => {
          const tap = padded - output * axis.stride;
          return (
            output >= axis.outputSize && tap >= 0 && tap < axis.effectiveKernel && tap % axis.dilation === 0
          );
        }),
      ),
    );
    expect(shows(lesson, 'bounds')).toBe(beyond);
    expect(stage?.failure?.kind).toBe(beyond ? 'index' : undefined);
  });
});
