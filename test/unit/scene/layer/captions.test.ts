import { expect, test } from 'vitest';
import { layerScene } from '../../../../src/scene/layer/layer-scene.ts';
import { standing } from '../../../../src/scene/layer/playhead.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { textsOf } from '../../../support/panel/mark-bounds.ts';
import { evenAxes, filledLesson } from '../../../support/panel/plain-lesson.ts';

const lesson = filledLesson({
  kind: 'convolution',
  input: [1, 2, 6, 6],
  outChannels: 2,
  groups: 1,
  bias: true,
  axes: evenAxes([6, 6], { kernel: 3, stride: 2, padding: 1 }),
});

test.each([
  { width: 320, caption: 'difference' },
  { width: 900, caption: 'difference · 6×6 · channel 0 of 2' },
])('both ways agree, $width px wide: the third plane is the $caption', ({ width, caption }) => {
  const pass = lesson.passes.findIndex(({ id }) => id === 'backward-data-agree');
  const { marks } = layerScene(lesson, standing(pass, 0), { width, height: 520, words: english });
  expect(textsOf(marks)).toContain(caption);
});
