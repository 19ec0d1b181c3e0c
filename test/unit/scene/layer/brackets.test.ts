import { expect, test } from 'vitest';
import { layerScene } from '../../../../src/scene/layer/layer-scene.ts';
import { standing } from '../../../../src/scene/layer/playhead.ts';
import { textWidth } from '../../../../src/scene/marks.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { evenAxes, filledLesson } from '../../../support/panel/plain-lesson.ts';

const large = filledLesson({
  kind: 'convolution',
  input: [1, 2, 224, 224],
  outChannels: 2,
  groups: 1,
  bias: true,
  axes: evenAxes([224, 224], { kernel: 7, stride: 2, padding: 3 }),
});

test.each([320, 500, 800, 1000])(
  '224×224, 7×7 by 2, padding 3, %i wide: what stands below brackets is inside of the picture, 8 pixels apart',
  (width) => {
    const pass = large.passes.findIndex(({ id }) => id === 'backward-weights');
    const stage = large.passes[pass]?.stages.findIndex(({ id }) => id === 'slide') ?? -1;
    const { marks } = layerScene(large, standing(pass, stage), { width, height: 420, words: english });
    const labels = marks.flatMap((mark) =>
      mark.kind === 'text' && /^(padding|between)/.test(mark.text) ? [mark] : [],
    );
    const spans = labels.map(({ text, x, y }) => {
      const half = textWidth(text, 10) / 2;
      return { y, from: x - half, to: x + half };
    });
    expect(spans.length).toBeGreaterThan(1);
    for (const { from, to, y } of spans) {
      expect(from).toBeGreaterThanOrEqual(8);
      expect(to).toBeLessThanOrEqual(width - 8);
      const next = spans.filter((other) => other.from > from && Math.abs(other.y - y) < 10);
      for (const other of next) expect(other.from - to).toBeGreaterThanOrEqual(4);
    }
  },
);

test('a border beside the tail has its number where its name has no room', () => {
  const tailed = filledLesson({
    kind: 'convolution',
    input: [1, 3, 6, 6],
    outChannels: 2,
    groups: 1,
    bias: true,
    axes: evenAxes([6, 6], { kernel: 3, stride: 2, padding: 1 }),
  });
  const pass = tailed.passes.findIndex(({ id }) => id === 'backward-data');
  const stage = tailed.passes[pass]?.stages.findIndex(({ id }) => id === 'sweep') ?? -1;
  const { marks } = layerScene(tailed, standing(pass, stage), { width: 760, height: 420, words: english });
  const texts = marks.flatMap((mark) => (mark.kind === 'text' ? [mark] : []));
  const line = texts.find(({ text }) => text === 'border 2')?.y;
  const below = texts.filter(({ y }) => y === line).sort((a, b) => a.x - b.x);
  expect(below.map(({ text }) => text)).toEqual(['border 2', 'between 1', 'tail 1', '2']);
});

test('stride 2 by 3 over 8×9: zeros along the rows are counted on the left, those along the columns below', () => {
  const [rows, columns] = [evenAxes([8], { kernel: 3, stride: 2 }), evenAxes([9], { kernel: 3, stride: 3 })];
  const uneven = filledLesson({
    kind: 'convolution',
    input: [1, 1, 8, 9],
    outChannels: 1,
    groups: 1,
    bias: true,
    axes: [...rows, ...columns],
  });
  const pass = uneven.passes.findIndex(({ id }) => id === 'backward-data');
  const labels = (id: string): string[] => {
    const stage = uneven.passes[pass]?.stages.findIndex((each) => each.id === id) ?? -1;
    const { marks } = layerScene(uneven, standing(pass, stage), { width: 760, height: 420, words: english });
    return marks.flatMap((mark) =>
      mark.kind === 'text' && mark.anchor === 'end' && mark.size === 10 ? [mark.text] : [],
    );
  };
  expect(labels('spread')).toEqual(['between 1']);
  expect(labels('tail')).toEqual(['tail 1', 'between 1']);
  expect(labels('border')).toEqual(['2', 'tail 1', '2', 'between 1']);
});
