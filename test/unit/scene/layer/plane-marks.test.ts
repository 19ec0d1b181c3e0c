import { expect, test } from 'vitest';
import { poolAxes } from '../../../../src/engine/geometry/pool.ts';
import { symmetricPadding } from '../../../../src/engine/geometry/window.ts';
import type { LayerSpec } from '../../../../src/engine/trace/layer-lesson.ts';
import type { Mark } from '../../../../src/scene/draw-list.ts';
import { cellTexts } from '../../../../src/scene/layer/cell-texts.ts';
import { layerScene } from '../../../../src/scene/layer/layer-scene.ts';
import { standing } from '../../../../src/scene/layer/playhead.ts';
import { stepCount } from '../../../../src/scene/layer/steps.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { accepted } from '../../../support/conv-oracle.ts';
import { textsOf } from '../../../support/panel/mark-bounds.ts';
import { evenAxes, filledLesson } from '../../../support/panel/plain-lesson.ts';

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

test('two samples of two channels as a table: one scale for all, with one legend below the first column', () => {
  const lesson = filledLesson({
    kind: 'convolution',
    input: [2, 2, 6, 6],
    outChannels: 2,
    groups: 1,
    bias: true,
    axes: evenAxes([6, 6], { kernel: 3 }),
  });
  const pass = lesson.passes.findIndex(({ id }) => id === 'code-formula');
  const place = lesson.passes[pass]?.stages.findIndex(({ id }) => id === 'batch') ?? -1;
  const planes = lesson.passes[pass]?.stages[place]?.planes ?? [];
  expect(planes).toHaveLength(4);
  const greatest = Math.max(...planes.flatMap(({ values }) => [...values].map(Math.abs)));
  const { marks } = layerScene(lesson, standing(pass, place), { width: 760, height: 420, words: english });
  const numbers = marks.flatMap((mark) => (mark.kind === 'text' && mark.size === 10 ? [mark] : []));
  expect(numbers.map(({ text }) => text)).toEqual([`−${greatest}`, String(greatest)]);
  const filled = (mark: Mark): readonly number[] =>
    mark.kind === 'group'
      ? mark.children.flatMap(filled)
      : mark.kind === 'rect' && mark.fill && 'value' in mark.fill
        ? [mark.fill.value]
        : [];
  const cells = marks.flatMap((mark) => (mark.kind === 'group' ? filled(mark) : []));
  const shown = new Set(cells.map((value) => Math.round(value * 1e6)));
  const wanted = new Set(
    planes.flatMap(({ values }) => [...values].map((value) => Math.round((value / greatest) * 1e6))),
  );
  expect(shown).toEqual(wanted);
});
