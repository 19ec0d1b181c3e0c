import { expect, test } from 'vitest';
import { symmetricPadding, windowAxes } from '../../../../src/engine/geometry/window.ts';
import { filledTensors, layerLesson, type LayerSpec } from '../../../../src/engine/trace/layer-lesson.ts';
import { layerScene } from '../../../../src/scene/layer/layer-scene.ts';
import { standing } from '../../../../src/scene/layer/playhead.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { accepted } from '../../../support/conv-oracle.ts';
import { placedMarks } from '../../../support/panel/mark-bounds.ts';

const spec: LayerSpec = {
  kind: 'convolution',
  input: [1, 2, 6, 6],
  outChannels: 2,
  groups: 1,
  bias: true,
  axes: accepted(
    windowAxes([6, 6], [3, 3], {
      stride: [2, 2],
      dilation: [1, 1],
      padding: symmetricPadding([1, 1]),
      rounding: 'floor',
    }),
  ),
};
const first = { batch: 0, inChannel: 0, outChannel: 0, outSlice: 0, kernelSlice: 0 };
const lesson = layerLesson(
  spec,
  filledTensors(spec, { input: 'picture', kernel: 'noise', gradient: 'noise', seed: 1 }),
  first,
);

test.each([
  { width: 320, caption: 'difference' },
  { width: 900, caption: 'difference · 6×6 · channel 0 of 2' },
])('both ways agree, $width px wide: the third plane is the $caption', ({ width, caption }) => {
  const pass = lesson.passes.findIndex(({ id }) => id === 'backward-data-agree');
  const { marks } = layerScene(lesson, standing(pass, 0), { width, height: 520, words: english });
  const words = placedMarks(marks).flatMap(({ mark }) => (mark.kind === 'text' ? [mark.text] : []));
  expect(words).toContain(caption);
});
