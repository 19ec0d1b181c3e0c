import { describe, expect, test } from 'vitest';
import { poolAxes } from '../../../src/engine/geometry/pool.ts';
import { symmetricPadding } from '../../../src/engine/geometry/window.ts';
import { layerLesson } from '../../../src/engine/trace/layer-lesson.ts';
import type { Lesson } from '../../../src/engine/trace/lesson.ts';
import { shortNumber } from '../../../src/scene/numbers.ts';
import { cellTexts } from '../../../src/scene/layer/cell-texts.ts';
import { layerScene } from '../../../src/scene/layer/layer-scene.ts';
import { standing } from '../../../src/scene/layer/playhead.ts';
import { columnCount, stepCount } from '../../../src/scene/layer/steps.ts';
import { english } from '../../../src/scene/words/english.ts';
import {
  accepted,
  convolutionOracle,
  titleOf,
  type ConvolutionCase,
  type OtherCase,
} from '../../support/conv-oracle.ts';
import { formulaTensor, tensor } from '../../support/oracle.ts';
import { inputOf } from '../../support/pool-oracle.ts';
import { expectedCells, type ExpectedCell } from '../../support/panel/expected-cells.ts';
import { expectedPoolCells } from '../../support/panel/expected-pool-cells.ts';
import { hasTail, isTransposed, lessonOf } from '../../support/panel/oracle-lessons.ts';
import { first } from '../../support/panel/plain-lesson.ts';

/** The middle slices of a volume: the first ones meet its padding. */
function middleOf(item: ConvolutionCase) {
  if (item.spatial.length < 3) return first;
  const half = (size = 1): number => Math.floor(size / 2);
  const output = isTransposed(item) ? item.spatial[0] : item.outshape[2];
  return { ...first, outSlice: half(output), kernelSlice: half(item.wshape[2]) };
}

const large = { width: 6000, height: 4000, words: english };

/**
 * Compares every cell of every plane of every stage, at its last step, as it is written. Returns the planes with a cell of which
 * nothing is known.
 */
function compareAll(lesson: Lesson, expected: ExpectedCell): readonly string[] {
  const unknown = new Set<string>();
  lesson.passes.forEach(({ id, stages }, pass) => {
    stages.forEach((stage, place) => {
      const scene = layerScene(lesson, standing(pass, place, stepCount(stage) - 1), large);
      stage.planes.forEach((plane, which) => {
        const name = `${id}, ${stage.id}, ${plane.tensor} ${plane.variant}`;
        const cells = Array.from(plane.values, (_, i) => {
          const [row, column] = [Math.floor(i / columnCount(plane)), i % columnCount(plane)];
          const value = expected(stage, plane, row, column);
          if (value === undefined) unknown.add(name);
          return value;
        });
        const texts = cellTexts(scene, which);
        // Of a sparse matrix the box around it is drawn, and what is no zero.
        const drawn = plane.classes?.includes(-1) ? texts.slice(1) : texts;
        // Copies of another weight than the lit one are faded, and have no numbers.
        const { motion } = stage;
        const lit = motion?.kind === 'share' && which === motion.matrix ? stepCount(stage) - 1 : undefined;
        expect(drawn, name).toEqual(
          cells.flatMap((value = NaN, i) => {
            if (value === null) return [];
            return [lit === undefined || plane.classes?.[i] === lit ? shortNumber(value) : ''];
          }),
        );
      });
    });
  });
  return [...unknown];
}

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
    'three axes with a tail',
    two((item) => item.spatial.length === 3 && !isTransposed(item) && hasTail(item), convolutionOracle.conv),
  ],
  [
    'three axes, transposed',
    two((item) => item.spatial.length === 3 && isTransposed(item), convolutionOracle.conv),
  ],
])('every cell of every stage is PyTorch’s: %s', (_, items) => {
  test('two layers of it are there', () => expect(items).toHaveLength(2));

  test.each(items.map((item) => [titleOf(item), item] as const))('%s', (_title, item) => {
    const lesson = lessonOf(item, middleOf(item));
    expect(compareAll(lesson, expectedCells(item, lesson))).toEqual([]);
  });
});

/** Two of each number of axes, those of three with the most slices last. */
const pools = (op: string): readonly OtherCase[] =>
  [1, 2, 3].flatMap((rank) =>
    convolutionOracle.other
      .filter((item) => item.op.startsWith(op) && item.spatial?.length === rank)
      .slice(0, 2),
  );

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
    const lesson = poolLessonOf(item);
    expect(compareAll(lesson, expectedPoolCells(item, lesson))).toEqual([]);
  });

  test('two cases of each rank are there', () => expect(pools(op)).toHaveLength(6));
});
