import { expect, test } from 'vitest';
import { layerScene } from '../../../../src/scene/layer/layer-scene.ts';
import { standing } from '../../../../src/scene/layer/playhead.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { textsOf } from '../../../support/panel/mark-bounds.ts';
import {
  evenAxes,
  exampleLesson,
  filledLesson,
  transposedLayer,
} from '../../../support/panel/plain-lesson.ts';

const lesson = filledLesson({
  kind: 'convolution',
  input: [1, 2, 6, 6],
  outChannels: 2,
  groups: 1,
  bias: true,
  axes: evenAxes([6, 6], { kernel: 3, stride: 2, padding: 1 }),
});

test.each([
  { width: 320, captions: ['by formula · 6×6 · channel 0', 'by scattering', 'difference'] },
  {
    width: 900,
    captions: [
      'by formula · 6×6 · channel 0 (0…1)',
      'by scattering · 6×6 · channel 0 (0…1)',
      'difference · 6×6 · channel 0 (0…1)',
    ],
  },
])('both ways agree, $width px wide: the planes are $captions', ({ width, captions }) => {
  const pass = lesson.passes.findIndex(({ id }) => id === 'backward-data-agree');
  const { marks } = layerScene(lesson, standing(pass, 0), { width, height: 520, words: english });
  expect(textsOf(marks)).toEqual(expect.arrayContaining(captions));
});

test('zeros between the cells are counted at the gap that leaves room for the words of border and tail', () => {
  const pass = lesson.passes.findIndex(({ id }) => id === 'backward-data');
  const stage = lesson.passes[pass]?.stages.findIndex(({ id }) => id === 'border') ?? -1;
  for (const width of [700, 800]) {
    const { marks } = layerScene(lesson, standing(pass, stage), { width, height: 420, words: english });
    expect(textsOf(marks), `${width} px wide`).toEqual(
      expect.arrayContaining(['border 2', 'between 1', 'tail 1']),
    );
  }
});

test.each([
  ['backward-data', 'sweep', 'rotated'],
  ['backward-data', 'sweep', 'uncropped'],
] as const)('%s, %s, 320 px wide: a plane says that it is %s rather than its size', (id, name, word) => {
  const pass = lesson.passes.findIndex((candidate) => candidate.id === id);
  const stage = lesson.passes[pass]?.stages.findIndex((candidate) => candidate.id === name) ?? -1;
  const { marks } = layerScene(lesson, standing(pass, stage), { width: 320, height: 520, words: english });
  expect(textsOf(marks).some((said) => said.startsWith(word))).toBe(true);
});

test('dZ of a transposed convolution with padding is padded: what is made there is dX', () => {
  const transposed = filledLesson(transposedLayer);
  const pass = transposed.passes.findIndex(({ id }) => id === 'backward-data');
  const stage = transposed.passes[pass]?.stages.findIndex(({ id }) => id === 'pad') ?? -1;
  const { marks } = layerScene(transposed, standing(pass, stage), {
    width: 760,
    height: 420,
    words: english,
  });
  expect(textsOf(marks)).toContain('padded · 8×8 · channel 0 (0…1)');
});

test('51×51, kernel 7: what is shown of X and of the matrix says of how much it is a part', () => {
  const large = filledLesson({
    kind: 'convolution',
    input: [1, 1, 51, 51],
    outChannels: 1,
    groups: 1,
    bias: false,
    axes: evenAxes([51, 51], { kernel: 7, stride: 2 }),
  });
  const pass = large.passes.findIndex(({ id }) => id === 'im2col');
  const { marks } = layerScene(large, standing(pass, 0), { width: 1200, height: 700, words: english });
  expect(textsOf(marks)).toEqual(expect.arrayContaining(['19×19 of 51×51', '49 of 529 windows · 49×49']));
});

test.each([320, 360])('%i px wide, dZ of 7×7: the scale of db has both of its ends', (width) => {
  const example = exampleLesson();
  const pass = example.passes.findIndex(({ id }) => id === 'backward-weights');
  const stage = example.passes[pass]?.stages.findIndex(({ id }) => id === 'sum-bias') ?? -1;
  const { marks } = layerScene(example, standing(pass, stage), { width, height: 520, words: english });
  expect(textsOf(marks)).toEqual(expect.arrayContaining(['−1.75', '1.75']));
});
