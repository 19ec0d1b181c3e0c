import { expect, test } from 'vitest';
import type { StageId, TensorName } from '../../../../src/engine/trace/lesson.ts';
import { layerScene } from '../../../../src/scene/layer/layer-scene.ts';
import type { Letter } from '../../../../src/scene/layer/letter-parts.ts';
import { standing } from '../../../../src/scene/layer/playhead.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { evenAxes, filledLesson } from '../../../support/panel/plain-lesson.ts';

/** 3×3 outputs, one zero between two of them, one cell left over. */
const lesson = filledLesson({
  kind: 'convolution',
  input: [1, 1, 8, 8],
  outChannels: 1,
  groups: 1,
  bias: false,
  axes: evenAxes([8, 8], { kernel: 3, stride: 2 }),
});

function marksOf(id: StageId, tensor: TensorName | null, outlined: Letter | null) {
  const pointed = { tensor, letters: [], outlined };
  const pass = lesson.passes.findIndex((which) => which.id === 'backward-data');
  const stage = lesson.passes[pass]?.stages.findIndex((which) => which.id === id) ?? 0;
  const options = { width: 800, height: 600, words: english };
  const without = layerScene(lesson, standing(pass, stage), options).marks.length;
  return layerScene(lesson, standing(pass, stage), { ...options, pointed }).marks.slice(without);
}

test.each([
  ['spread', 'S', 4],
  ['tail', 't', 2],
  ['border', 'F′', 4],
  ['border', 'P', 0],
] as const)('%s: the zeros that %s counts are lit in %d runs along both axes', (id, letter, runs) => {
  const marks = marksOf(id, null, letter);
  const shapes = marks.map((mark) => (mark.kind === 'path' ? mark.d : ''));
  expect(shapes.at(-1)?.split('Z').length ?? 1).toBe(runs + 1);
});

test('zeros are lit by an outline on a rim of the background: nothing lies over their numbers', () => {
  const marks = marksOf('spread', null, 'S');
  expect(marks.map((mark) => (mark.kind === 'path' ? [mark.fill, mark.stroke?.paint, mark.d] : []))).toEqual([
    [undefined, { role: 'surface' }, expect.any(String)],
    [undefined, { role: 'lit' }, expect.any(String)],
  ]);
  const [rim, line] = marks.map((mark) => (mark.kind === 'path' ? mark.d : ''));
  expect(rim).toBe(line);
});

test('the tensor is framed, its zeros or not', () => {
  expect(marksOf('tail', 'dZ', null)).toHaveLength(1);
  expect(marksOf('tail', 'dZ', 't')).toHaveLength(3);
});
