import { describe, expect, test } from 'vitest';
import type { Lesson, PassId, Plane, StageId } from '../../../../src/engine/trace/lesson.ts';
import type { Fault } from '../../../../src/engine/trace/options.ts';
import { layerLesson } from '../../../../src/engine/trace/layer-lesson.ts';
import {
  convolutionOracle,
  geometryOf,
  inputShapeOf,
  titleOf,
  transposedGeometryOf,
  type ConvolutionCase,
} from '../../../support/conv-oracle.ts';
import { range } from '../../../../src/engine/trace/plane.ts';
import { isTransposed, lessonOf } from '../../../support/panel/oracle-lessons.ts';
import { evenAxes, filledLesson, first } from '../../../support/panel/plain-lesson.ts';

const layers = convolutionOracle.conv.filter((item) => !isTransposed(item));
const transposed = convolutionOracle.conv.filter(isTransposed);

const tell = (item: ConvolutionCase, ...faults: Fault[]): Lesson =>
  lessonOf(item, first, { trueConvolution: false, faults });

const stagesOf = (lesson: Lesson, pass: PassId) => lesson.passes.find(({ id }) => id === pass)?.stages ?? [];

function planesOf(lesson: Lesson, pass: PassId, id: StageId, tensor: string): readonly Plane[] {
  const stage = stagesOf(lesson, pass).find(
    (candidate) => candidate.id === id && candidate.planes.at(-1)?.tensor === tensor,
  );
  return stage?.planes ?? [];
}

const spatialOf = (plane: Plane | undefined) => plane?.shape.slice(2);
const numbers = (plane: Plane | undefined) => [...(plane?.values ?? [])];
const shows = ({ facts }: Lesson, fault: Fault) =>
  facts?.faults.find((entry) => entry.fault === fault)?.shows;

/** The plane of the oracle's flat values that a plane of a lesson is cut to: zeros where its slice is padding. */
function cutLike(
  plane: Plane | undefined,
  values: readonly number[],
  shape: readonly number[],
  scale: number,
): number[] {
  const [sample = 0, channel = 0, slice = 0] = plane?.at ?? [];
  const [, channels = 1, ...spatial] = shape;
  const [depth, height, width] = [spatial.at(-3) ?? 1, spatial.at(-2) ?? 1, spatial.at(-1) ?? 1];
  if (slice < 0 || slice >= depth) return Array.from({ length: height * width }, () => 0);
  const start = ((sample * channels + channel) * depth + slice) * height * width;
  return values.slice(start, start + height * width).map((value) => value / scale);
}

/** Cells of a plane that stands in a corner of a larger one. */
const firstCells = (values: readonly number[], width: number, small: Plane): number[] =>
  values.filter(
    (_, i) => Math.floor(i / width) < small.rows.kinds.length && i % width < small.columns.kinds.length,
  );

describe.each(layers.map((item) => ({ title: titleOf(item), item })))('$title', ({ item }) => {
  const { axes } = geometryOf(item);
  const right = tell(item);
  const dx = (plane: Plane | undefined) => cutLike(plane, item.dx, inputShapeOf(item), item.scale.dx);
  const dw = (plane: Plane | undefined) => cutLike(plane, item.dw, item.wshape, item.scale.dw);
  const [inputs, outputs] = [item.Cin / item.groups, item.Cout / item.groups];

  test('both algorithms, and the one by index bounds, end in PyTorch’s dX and dW', () => {
    for (const pass of ['code-formula', 'code-scatter'] as const) {
      const [result] = planesOf(right, pass, 'crop', 'dX');
      expect(numbers(result)).toEqual(dx(result));
    }
    const collected = planesOf(right, 'code-scatter', 'collect', 'dW')[2];
    expect(numbers(collected)).toEqual(dw(collected));
    const [unswapped] = planesOf(right, 'code-formula', 'unswap', 'dW');
    expect(numbers(unswapped)).toEqual(dw(unswapped));
    const [bounded] = stagesOf(right, 'code-bounds')[0]?.planes ?? [];
    expect(numbers(bounded)).toEqual(dx(bounded));
  });

  test('without the tail’s zeros dX is t cells too small, and right as far as it goes', () => {
    const lesson = tell(item, 'tail');
    const [wrong, whole] = planesOf(lesson, 'code-formula', 'compare', 'dX');
    if (!shows(lesson, 'tail')) {
      expect(wrong).toBeUndefined();
      return;
    }
    expect(spatialOf(wrong)).toEqual(axes.map(({ inputSize, tail }) => inputSize - Math.max(0, tail)));
    expect(numbers(whole)).toEqual(dx(whole));
    if (wrong) expect(numbers(wrong)).toEqual(firstCells(dx(whole), axes.at(-1)?.inputSize ?? 1, wrong));
  });

  test('with its axes in reverse dW comes out mirrored; one axis has nothing to change places with', () => {
    const lesson = tell(item, 'transposed');
    const [wrong, whole] = planesOf(lesson, 'code-formula', 'compare', 'dW');
    const kernel = axes.map(({ kernelSize }) => kernelSize);
    const turns = axes.length > 1 && (kernel[0] ?? 1) * (kernel.at(-1) ?? 1) > 1;
    expect(shows(lesson, 'transposed')).toBe(turns);
    if (!turns || !wrong) return;
    expect(spatialOf(wrong)).toEqual(kernel.toReversed());
    expect(numbers(whole)).toEqual(dw(whole));
    const slice = wrong.at[2] ?? 0;
    const width = wrong.columns.kinds.length;
    // Of a volume the right plane is one slice, and a mirrored cell may be of another.
    const all = (row: number, column: number): number => {
      const place = axes.length === 2 ? [column, row] : [column, row, slice];
      const flat = place.reduce((sum, index, axis) => sum * (kernel[axis] ?? 1) + index, 0);
      return (item.dw[flat] ?? NaN) / item.scale.dw;
    };
    expect(numbers(wrong)).toEqual(numbers(wrong).map((_, i) => all(Math.floor(i / width), i % width)));
  });

  test('a mean is the sum over the number of samples', () => {
    const lesson = tell(item, 'mean');
    const [wrong, whole] = planesOf(lesson, 'code-formula', 'compare', 'dW');
    expect(shows(lesson, 'mean')).toBe(item.N > 1);
    if (item.N > 1) expect(numbers(wrong)).toEqual(dw(whole).map((value) => value / item.N));
  });

  test('striding over the input gives as many cells as fit', () => {
    const lesson = tell(item, 'stride');
    const [wrong] = planesOf(lesson, 'code-formula', 'compare', 'dW');
    if (!shows(lesson, 'stride')) {
      expect(wrong).toBeUndefined();
      return;
    }
    expect(spatialOf(wrong)).toEqual(
      axes.map(
        ({ inputSize, padding, outputSize, stride }) =>
          Math.floor((inputSize + padding.before + padding.after - outputSize) / stride) + 1,
      ),
    );
  });

  test('a bias of C values stops the inner convolution where it cannot be broadcast over C_prev channels', () => {
    const lesson = tell(item, 'bias');
    const last = stagesOf(lesson, 'code-formula').at(-1);
    const fails = outputs !== inputs && outputs !== 1 && inputs !== 1;
    expect(shows(lesson, 'bias')).toBe(fails);
    if (!fails) return;
    const padded = axes.map(
      ({ inputSize, padding, tail }) => inputSize + padding.before + padding.after + Math.max(0, -tail),
    );
    expect(last?.failure).toEqual({
      kind: 'broadcast',
      left: [item.N, ...padded, inputs],
      right: [outputs],
    });
  });

  test('bounds by the input’s size leave dZ where they name an output that there is not', () => {
    const lesson = tell(item, 'bounds');
    const [stage] = stagesOf(lesson, 'code-bounds');
    const named = axes.map((axis) =>
      range(axis.inputSize).flatMap((x) =>
        range(axis.inputSize).filter((output) => {
          const tap = x + axis.padding.before - output * axis.stride;
          return tap >= 0 && tap < axis.effectiveKernel && tap % axis.dilation === 0;
        }),
      ),
    );
    // A loop over no output at all along one axis keeps the others from leaving dZ.
    const beyond =
      named.every((outputs) => outputs.length > 0) &&
      named.some((outputs, place) => outputs.some((output) => output >= (axes[place]?.outputSize ?? 0)));
    expect(shows(lesson, 'bounds')).toBe(beyond);
    expect(stage?.failure?.kind).toBe(beyond ? 'index' : undefined);
  });
});

describe.each(transposed.map((item) => ({ title: titleOf(item), item })))('$title', ({ item }) => {
  const { axes } = transposedGeometryOf(item);
  const right = tell(item);
  const z = (plane: Plane | undefined) => cutLike(plane, item.z, item.outshape, item.scale.z);
  const dx = (plane: Plane | undefined) => cutLike(plane, item.dx, inputShapeOf(item), item.scale.dx);
  const dw = (plane: Plane | undefined) => cutLike(plane, item.dw, item.wshape, item.scale.dw);

  test('three ways forward end in PyTorch’s Z, the way back in its dX and dW', () => {
    for (const pass of ['code-formula', 'code-scatter'] as const) {
      const [result] = planesOf(right, pass, 'crop', 'Z');
      expect(numbers(result)).toEqual(z(result));
    }
    const [bounded] = stagesOf(right, 'code-bounds')[0]?.planes ?? [];
    expect(numbers(bounded)).toEqual(z(bounded));
    const correlated = planesOf(right, 'code-backward', 'correlate', 'dX')[2];
    expect(numbers(correlated)).toEqual(dx(correlated));
    const [unswapped] = planesOf(right, 'code-backward', 'unswap', 'dW');
    expect(numbers(unswapped)).toEqual(dw(unswapped));
  });

  test('without the zeros of the output padding Z is that much too small', () => {
    const lesson = tell(item, 'tail');
    const [wrong] = planesOf(lesson, 'code-formula', 'compare', 'Z');
    if (shows(lesson, 'tail'))
      expect(spatialOf(wrong)).toEqual(
        axes.map(({ outputSize, outputPadding }) => outputSize - outputPadding),
      );
    else expect(wrong).toBeUndefined();
  });

  test('its own bias is no mistake', () => {
    expect(shows(right, 'bias')).toBe(false);
  });
});

describe('pools', () => {
  const axes = evenAxes([3, 3], { kernel: 2, stride: 1 });
  const tensors = (values: readonly number[]) => ({
    x: { shape: [1, 1, 3, 3], data: Float64Array.from(values) },
    w: null,
    b: null,
    dz: { shape: [1, 1, 2, 2], data: Float64Array.of(1, 10, 100, 1000) },
  });
  const poolLesson = (values: readonly number[], ...made: Fault[]) =>
    layerLesson({ kind: 'max-pool', input: [1, 1, 3, 3], axes }, tensors(values), first, {
      trueConvolution: false,
      faults: made,
    });
  const tied = [5, 5, 0, 0, 0, 5, 0, 0, 0];

  test('a mask of all greatest cells gives each of them the whole gradient', () => {
    const lesson = poolLesson(tied, 'ties');
    const compared = stagesOf(lesson, 'code-backward').find(({ id }) => id === 'compare');
    expect(compared?.line).toBe('route');
    expect(compared?.planes.map((plane) => [...plane.values])).toEqual([
      [1, 11, 0, 100, 100, 1010, 100, 100, 0],
      [1, 10, 0, 100, 0, 1000, 0, 0, 0],
    ]);
  });

  test('without ties both are alike, and the switch says so', () => {
    const lesson = poolLesson([1, 2, 3, 4, 5, 6, 7, 8, 9], 'ties');
    expect(lesson.facts?.faults).toEqual([{ fault: 'ties', made: true, shows: false }]);
    expect(stagesOf(lesson, 'code-backward').map(({ line }) => line)).toEqual(['arguments', 'route', 'crop']);
  });

  test.each([
    ['alike for all windows', { kernel: 2, stride: 1 }, true, 4],
    ['on the padded input', { kernel: 2, stride: 2, padding: 1 }, true, 4],
    ['on the input', { kernel: 2, stride: 2, padding: 1 }, false, 'input-cells'],
  ] as const)('an average pool’s divisor: %s', (_, window, countIncludePadding, divisor) => {
    const lesson = filledLesson({
      kind: 'average-pool',
      input: [1, 1, 4, 4],
      axes: evenAxes([4, 4], window),
      countIncludePadding,
    });
    expect(lesson.facts?.divisor).toBe(divisor);
  });
});
