import { expect, test } from 'vitest';
import { poolAxes } from '../../../../src/engine/geometry/pool.ts';
import { symmetricPadding } from '../../../../src/engine/geometry/window.ts';
import type { LayerSpec } from '../../../../src/engine/trace/layer-lesson.ts';
import { cellTexts } from '../../../../src/scene/layer/cell-texts.ts';
import { layerScene } from '../../../../src/scene/layer/layer-scene.ts';
import { standing } from '../../../../src/scene/layer/playhead.ts';
import { stepCount } from '../../../../src/scene/layer/steps.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { accepted } from '../../../support/conv-oracle.ts';
import { textsOf } from '../../../support/panel/mark-bounds.ts';
import { filledLesson } from '../../../support/panel/plain-lesson.ts';

const axes = accepted(
  poolAxes([7, 7], [3, 3], {
    stride: [2, 2],
    dilation: [1, 1],
    padding: symmetricPadding([1, 1]),
    rounding: 'floor',
  }),
);
const back = (spec: LayerSpec) => {
  const lesson = filledLesson(spec);
  return { lesson, pass: lesson.passes.findIndex(({ id }) => id === 'backward-data') };
};

test.each([
  ['max pool', { kind: 'max-pool', input: [1, 2, 7, 7], axes }],
  ['average pool', { kind: 'average-pool', input: [1, 2, 7, 7], axes, countIncludePadding: true }],
] as const)('%s: the same cells of dX show numbers at the first step as at the last', (_, spec) => {
  const { lesson, pass } = back(spec);
  const place = lesson.passes[pass]?.stages.findIndex(({ id }) => id === 'route') ?? -1;
  const stage = lesson.passes[pass]?.stages[place];
  if (!stage) throw new Error('no stage');
  const shown = [0, stepCount(stage) - 1].map((step) =>
    cellTexts(
      layerScene(lesson, standing(pass, place, step), { width: 380, height: 560, words: english }),
      1,
    ).map((text) => text !== ''),
  );
  expect(shown[0]).toHaveLength(81);
  expect(shown[0]).toEqual(shown[1]);
});

test('linear, 6 to 4 features: dX is the product with the transposed W', () => {
  const { lesson, pass } = back({ kind: 'linear', input: [1, 6], outFeatures: 4, bias: true });
  const { marks } = layerScene(lesson, standing(pass, 0), { width: 760, height: 420, words: english });
  const words = textsOf(marks);
  expect(words).toContain('Wᵀ');
  expect(words).toContain('6×4');
});
