import { describe, expect, test } from 'vitest';
import { poolAxes } from '../../../src/engine/geometry/pool.ts';
import { symmetricPadding } from '../../../src/engine/geometry/window.ts';
import { layerLesson } from '../../../src/engine/trace/layer-lesson.ts';
import type { Lesson, Plane, TensorName } from '../../../src/engine/trace/lesson.ts';
import { shortNumber } from '../../../src/scene/numbers.ts';
import { cellPlace } from '../../../src/scene/layer/cell-place.ts';
import { cellTexts } from '../../../src/scene/layer/cell-texts.ts';
import { layerScene } from '../../../src/scene/layer/layer-scene.ts';
import { standing } from '../../../src/scene/layer/playhead.ts';
import { columnCount, stepCount } from '../../../src/scene/layer/steps.ts';
import { english } from '../../../src/scene/words/english.ts';
import {
  accepted,
  convolutionOracle,
  inputShapeOf,
  titleOf,
  type ConvolutionCase,
  type OtherCase,
} from '../../support/conv-oracle.ts';
import { formulaTensor, tensor } from '../../support/oracle.ts';
import { inputOf } from '../../support/pool-oracle.ts';
import { expectedMatrices } from '../../support/panel/expected-matrices.ts';
import { hasTail, isTransposed, lessonOf } from '../../support/panel/oracle-lessons.ts';
import { first } from '../../support/panel/plain-lesson.ts';

type Values = Partial<Record<TensorName, ArrayLike<number>>>;

/** The middle slices of a volume: the first ones meet its padding. */
function middleOf(item: ConvolutionCase) {
  if (item.spatial.length < 3) return first;
  const half = (size = 1): number => Math.floor(size / 2);
  const output = isTransposed(item) ? item.spatial[0] : item.outshape[2];
  return { ...first, outSlice: half(output), kernelSlice: half(item.wshape[2]) };
}

const large = { width: 6000, height: 4000, words: english };

/** Cells of a turned kernel are those of the kernel, from its end. */
const placeOf = (plane: Plane, row: number, column: number) =>
  plane.variant === 'rotated'
    ? cellPlace(
        { ...plane, variant: 'plain' },
        plane.rows.kinds.length - 1 - row,
        columnCount(plane) - 1 - column,
      )
    : cellPlace(plane, row, column);

/** Compares every cell of every stage, at its last step, with the value of its tensor. Returns the tensors that were seen. */
function compareAll(lesson: Lesson, values: Values): Set<TensorName> {
  const seen = new Set<TensorName>();
  lesson.passes.forEach(({ id, stages }, pass) => {
    stages.forEach((stage, place) => {
      const scene = layerScene(lesson, standing(pass, place, stepCount(stage) - 1), large);
      stage.planes.forEach((plane, which) => {
        // The difference of two results is no tensor.
        if (stage.id === 'agree' && which === 2) return;
        const expected = values[plane.tensor];
        if (!expected) return;
        cellTexts(scene, which).forEach((text, i) => {
          const at = placeOf(plane, Math.floor(i / columnCount(plane)), i % columnCount(plane));
          if (!at) return;
          seen.add(plane.tensor);
          expect(text, `${id}, ${stage.id}, ${plane.tensor}[${at.index}]`).toBe(
            shortNumber(expected[at.index] ?? NaN),
          );
        });
      });
    });
  });
  return seen;
}

const scaled = (values: readonly number[], scale: number): number[] => values.map((value) => value / scale);

const flat = convolutionOracle.conv.filter(({ spatial }) => spatial.length === 2);
const two = (
  fits: (item: ConvolutionCase) => boolean,
  among: readonly ConvolutionCase[] = flat,
): readonly ConvolutionCase[] => among.filter(fits).slice(-2);

describe.each([
  ['stride above 1 with a tail', two((item) => !isTransposed(item) && hasTail(item))],
  ['dilated', two((item) => !isTransposed(item) && item.dilation.some((d) => d > 1))],
  ['grouped', two((item) => !isTransposed(item) && item.groups > 1)],
  ['transposed', two(isTransposed)],
  ['transposed with a bias', two((item) => isTransposed(item) && item.bias)],
  ['one axis', two((item) => item.spatial.length === 1 && !isTransposed(item), convolutionOracle.conv)],
  ['three axes', two((item) => item.spatial.length === 3 && !isTransposed(item), convolutionOracle.conv)],
  [
    'three axes, transposed',
    two((item) => item.spatial.length === 3 && isTransposed(item), convolutionOracle.conv),
  ],
])('every cell of every stage is PyTorch’s: %s', (_, items) => {
  test('two layers of it are there', () => expect(items).toHaveLength(2));

  test.each(items.map((item) => [titleOf(item), item] as const))('%s', (_title, item) => {
    const seen = compareAll(lessonOf(item, middleOf(item)), {
      X: formulaTensor(inputShapeOf(item), item.salts.x).data,
      W: formulaTensor(item.wshape, item.salts.w).data,
      dZ: formulaTensor(item.outshape, item.salts.dz).data,
      Z: scaled(item.z, item.scale.z),
      dX: scaled(item.dx, item.scale.dx),
      dW: scaled(item.dw, item.scale.dw),
    });
    expect([...seen].sort()).toEqual(['W', 'X', 'Z', 'dW', 'dX', 'dZ']);
  });
});

describe.each([
  ['stride above 1 with a tail', two((item) => !isTransposed(item) && hasTail(item))],
  ['dilated', two((item) => !isTransposed(item) && item.dilation.some((d) => d > 1))],
  ['grouped', two((item) => !isTransposed(item) && item.groups > 1)],
  ['one axis', two((item) => item.spatial.length === 1 && !isTransposed(item), convolutionOracle.conv)],
  ['three axes', two((item) => item.spatial.length === 3 && !isTransposed(item), convolutionOracle.conv)],
  [
    'three axes with a tail',
    two((item) => item.spatial.length === 3 && !isTransposed(item) && hasTail(item), convolutionOracle.conv),
  ],
])('every entry of im2col’s matrices is what its definition makes of PyTorch’s tensors: %s', (_, items) => {
  test.each(items.map((item) => [titleOf(item), item] as const))('%s', (_title, item) => {
    const lesson = lessonOf(item, middleOf(item));
    const unroll = lesson.passes.find(({ id }) => id === 'im2col')?.stages[0];
    if (!unroll) throw new Error('no im2col');
    const expected = expectedMatrices(item, lesson, unroll);
    const seen = new Set<string>();
    lesson.passes.forEach(({ id, stages }, pass) => {
      if (!id.startsWith('im2col')) return;
      stages.forEach((stage, place) => {
        const scene = layerScene(lesson, standing(pass, place, stepCount(stage) - 1), large);
        stage.planes.forEach((plane, which) => {
          // Planes that have a place in a tensor are compared above.
          const entry = plane.at.length === 0 ? expected[plane.tensor] : undefined;
          if (!entry) return;
          seen.add(`${id} ${plane.tensor}`);
          const width = columnCount(plane);
          const texts = cellTexts(scene, which);
          expect(texts).toHaveLength(plane.values.length);
          texts.forEach((text, i) => {
            const [row, column] = [Math.floor(i / width), i % width];
            const value = plane.variant === 'transposed' ? entry(column, row) : entry(row, column);
            expect(text, `${id}, ${stage.id}, ${plane.tensor}[${row}, ${column}]`).toBe(shortNumber(value));
          });
        });
      });
    });
    expect([...seen].sort()).toEqual([
      'im2col M',
      'im2col W',
      'im2col Z',
      'im2col-data W',
      'im2col-data dM',
      'im2col-data dZ',
      'im2col-weights M',
      'im2col-weights dW',
      'im2col-weights dZ',
    ]);
  });
});

const pools = (op: string): readonly OtherCase[] =>
  convolutionOracle.other.filter((item) => item.op.startsWith(op) && item.spatial?.length === 2).slice(0, 2);

function poolLessonOf(item: OtherCase): Lesson {
  const shape = [item.N ?? 1, item.C ?? 1, ...(item.spatial ?? [])];
  const axes = accepted(
    poolAxes(item.spatial ?? [], item.kernel ?? [], {
      stride: item.stride ?? [],
      padding: symmetricPadding(item.padding ?? []),
      dilation: item.dilation ?? [],
      rounding: item.ceil_mode ? 'ceil-inside' : 'floor',
    }),
  );
  const x = inputOf(item);
  const outputs = item.outshape ?? [];
  const dz = item.dz ? tensor(outputs, item.dz) : formulaTensor(outputs, item.salts?.dz ?? 0);
  const spec = item.op.startsWith('max')
    ? ({ kind: 'max-pool', input: shape, axes } as const)
    : ({
        kind: 'average-pool',
        input: shape,
        axes,
        countIncludePadding: item.count_include_pad ?? true,
      } as const);
  return layerLesson(spec, { x, w: null, b: null, dz }, first);
}

describe.each(['max_pool', 'avg_pool'])('every cell of every stage is PyTorch’s: %s', (op) => {
  test.each(pools(op).map((item) => [`${item.id} ${item.op}`, item] as const))('%s', (_title, item) => {
    const { z: zScale, dx: dxScale } = item.scale ?? { z: 1, dx: 1 };
    const seen = compareAll(poolLessonOf(item), {
      X: inputOf(item).data,
      dZ: item.dz ?? formulaTensor(item.outshape ?? [], item.salts?.dz ?? 0).data,
      Z: scaled(item.z, zScale),
      dX: scaled(item.dx, dxScale),
    });
    expect([...seen].sort()).toEqual(['X', 'Z', 'dX', 'dZ']);
  });

  test('two cases of it are there', () => expect(pools(op)).toHaveLength(2));
});
