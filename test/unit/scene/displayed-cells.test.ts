import { describe, expect, test } from 'vitest';
import type { Lesson, PassId, StageId } from '../../../src/engine/trace/lesson.ts';
import { cellTexts } from '../../../src/scene/layer/cell-texts.ts';
import { layerScene } from '../../../src/scene/layer/layer-scene.ts';
import { standing } from '../../../src/scene/layer/playhead.ts';
import { stepCount } from '../../../src/scene/layer/steps.ts';
import { english } from '../../../src/scene/words/english.ts';
import { shortNumber } from '../../../src/scene/numbers.ts';
import { convolutionOracle, titleOf, type ConvolutionCase } from '../../support/conv-oracle.ts';
import { hasTail, isTransposed, lessonOf } from '../../support/panel/oracle-lessons.ts';
import { first } from '../../support/panel/plain-lesson.ts';

const flat = convolutionOracle.conv.filter(({ spatial }) => spatial.length === 2);
const two = (fits: (item: ConvolutionCase) => boolean): readonly ConvolutionCase[] =>
  flat.filter(fits).slice(0, 2);

/** What the picture shows of a stage's last plane when its last step is done. */
function shown(lesson: Lesson, pass: PassId, id: StageId): readonly string[] {
  const passPlace = lesson.passes.findIndex((candidate) => candidate.id === pass);
  const stages = lesson.passes[passPlace]?.stages ?? [];
  const place = stages.findIndex((candidate) => candidate.id === id);
  const stage = stages[place];
  if (!stage) throw new Error(`no ${id} in ${pass}`);
  const scene = layerScene(lesson, standing(passPlace, place, stepCount(stage) - 1), {
    width: 4000,
    height: 3000,
    words: english,
  });
  return cellTexts(scene, stage.planes.length - 1);
}

/** The first plane of a tensor as the panel writes its numbers. */
function written(values: readonly number[], scale: number, count: number): string[] {
  return values.slice(0, count).map((value) => shortNumber(value / scale));
}

const area = (shape: readonly number[]): number =>
  shape.slice(2).reduce((product, size) => product * size, 1);

describe.each([
  ['stride above 1 with a tail', two((item) => !isTransposed(item) && hasTail(item))],
  ['dilated', two(({ op, dilation }) => !op.includes('transpose') && dilation.some((d) => d > 1))],
  ['grouped', two(({ op, groups }) => !op.includes('transpose') && groups > 1)],
])('cells on screen are PyTorch’s: %s', (_, items) => {
  test('two layers of it are there', () => expect(items).toHaveLength(2));
  test.each(items.map((item) => [titleOf(item), item] as const))('%s', (_title, item) => {
    const lesson = lessonOf(item, first);
    const size = area([0, 0, ...item.spatial]);
    expect(shown(lesson, 'forward', 'correlate')).toEqual(written(item.z, item.scale.z, area(item.outshape)));
    expect(shown(lesson, 'backward-data', 'crop')).toEqual(written(item.dx, item.scale.dx, size));
    expect(shown(lesson, 'backward-data-scatter', 'crop')).toEqual(written(item.dx, item.scale.dx, size));
    expect(shown(lesson, 'backward-weights', 'slide')).toEqual(
      written(item.dw, item.scale.dw, area(item.wshape)),
    );
  });
});

describe('cells on screen are PyTorch’s: transposed', () => {
  test.each(two(({ op }) => op.includes('transpose')).map((item) => [titleOf(item), item] as const))(
    '%s',
    (_title, item) => {
      const lesson = lessonOf(item, first);
      expect(shown(lesson, 'forward', 'crop')).toEqual(written(item.z, item.scale.z, area(item.outshape)));
      expect(shown(lesson, 'forward-scatter', 'crop')).toEqual(
        written(item.z, item.scale.z, area(item.outshape)),
      );
      expect(shown(lesson, 'backward-data', 'correlate')).toEqual(
        written(item.dx, item.scale.dx, area([0, 0, ...item.spatial])),
      );
    },
  );
});
