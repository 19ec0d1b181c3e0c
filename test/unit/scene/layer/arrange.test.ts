import { expect, test } from 'vitest';
import type { Lesson } from '../../../../src/engine/trace/lesson.ts';
import { layerScene } from '../../../../src/scene/layer/layer-scene.ts';
import { standing } from '../../../../src/scene/layer/playhead.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { placedMarks } from '../../../support/panel/mark-bounds.ts';
import { evenAxes, filledLesson } from '../../../support/panel/plain-lesson.ts';

const lesson = filledLesson({
  kind: 'convolution',
  input: [1, 2, 6, 6],
  outChannels: 2,
  groups: 1,
  bias: true,
  axes: evenAxes([6, 6], { kernel: 3, stride: 2, padding: 1 }),
});

/** Side of the cells of a stage's first plane. */
function cellIn(pass: string, stage: string, width: number, height: number, of: Lesson = lesson): number {
  const passPlace = of.passes.findIndex(({ id }) => id === pass);
  const place = of.passes[passPlace]?.stages.findIndex(({ id }) => id === stage) ?? -1;
  const { hits } = layerScene(of, standing(passPlace, place), { width, height, words: english });
  const [first] = hits;
  return (first?.width ?? 0) / (first?.columns ?? 1);
}

test.each([
  { stage: 'gradient', cell: 27 },
  { stage: 'spread', cell: 27 },
  { stage: 'border', cell: 27 },
  { stage: 'sweep', cell: 11 },
  { stage: 'crop', cell: 27 },
])(
  '320×520, dX of 6×6 by formula: cells of $stage are $cell pixels, as large as can be read if there is room',
  ({ stage, cell }) => {
    expect(cellIn('backward-data', stage, 320, 520)).toBe(cell);
  },
);

test.each([
  { width: 760, height: 420, resting: 34, sweep: 24 },
  { width: 1600, height: 420, resting: 34, sweep: 24 },
  { width: 1600, height: 900, resting: 44, sweep: 44 },
])(
  '$width×$height: stages of dX at rest have cells of $resting pixels, the sweep above its sums of $sweep',
  ({ width, height, resting, sweep }) => {
    const sizes = ['gradient', 'spread', 'border', 'crop'].map((stage) =>
      cellIn('backward-data', stage, width, height),
    );
    expect(new Set(sizes)).toEqual(new Set([resting]));
    expect(cellIn('backward-data', 'sweep', width, height)).toBe(sweep);
  },
);

test.each([
  ['planes', 320, 520],
  ['planes', 800, 700],
  ['planes', 1600, 420],
])('what is worked out stands right below the %s, in %i×%i', (_, width, height) => {
  const line = filledLesson({
    kind: 'max-pool',
    input: [1, 1, 12],
    axes: evenAxes([12], { kernel: 3, stride: 3 }),
  });
  const pass = line.passes.findIndex(({ id }) => id === 'forward');
  const place = line.passes[pass]?.stages.findIndex(({ motion }) => motion !== null) ?? -1;
  const { marks, hits } = layerScene(line, standing(pass, place), { width, height, words: english });
  const [planesEnd, sum] = [
    Math.max(...hits.filter(({ part }) => !part).map(({ y, height: h }) => y + h)),
    placedMarks(marks).find(({ mark }) => mark.kind === 'text' && mark.text === 'Z[0]')?.box.y,
  ];
  expect((sum ?? 0) - planesEnd).toBeGreaterThan(0);
  expect((sum ?? Infinity) - planesEnd).toBeLessThan(125);
});

test.each([
  ['backward-data', 'sweep', 19],
  ['forward', 'correlate', 22],
] as const)(
  '320×520, along one axis, %s, %s: planes stand below each other, with cells of %i pixels',
  (pass, stage, cell) => {
    const line = filledLesson({
      kind: 'convolution',
      input: [1, 2, 10],
      outChannels: 2,
      groups: 1,
      bias: true,
      axes: evenAxes([10], { kernel: 3, stride: 2, padding: 1 }),
    });
    expect(cellIn(pass, stage, 320, 520, line)).toBe(cell);
  },
);

test.each([
  ['gradient', 30],
  ['crop', 30],
])('320×520: a panel so narrow is scrolled, and %s stands at its top', (stage, top) => {
  const pass = lesson.passes.findIndex(({ id }) => id === 'backward-data');
  const place = lesson.passes[pass]?.stages.findIndex(({ id }) => id === stage) ?? -1;
  const { hits } = layerScene(lesson, standing(pass, place), { width: 320, height: 520, words: english });
  expect(hits[0]?.y).toBe(top);
});

test('320×520, dW of a linear layer from 6 to 4: planes stand below each other, so that numbers can be read', () => {
  const linear = filledLesson({ kind: 'linear', input: [1, 6], outFeatures: 4, bias: true });
  expect(cellIn('backward-weights', 'multiply', 320, 520, linear)).toBe(23);
});

test('320×520: a stage leaves room for its own working, not for the largest of its pass', () => {
  expect(cellIn('code-formula', 'sweep', 320, 520)).toBe(cellIn('backward-data', 'sweep', 320, 520));
});

test('320×520, dX as a product: a kernel that is a matrix has cells as large as the others', () => {
  const grouped = filledLesson({
    kind: 'convolution',
    input: [1, 2, 5, 5],
    outChannels: 2,
    groups: 2,
    bias: true,
    axes: evenAxes([5, 5], { kernel: 3, padding: 1 }),
  });
  const pass = grouped.passes.findIndex(({ id }) => id === 'im2col-data');
  const { hits } = layerScene(grouped, standing(pass, 0), { width: 320, height: 520, words: english });
  expect(hits.map(({ width, columns = 1 }) => width / columns)).toEqual([10, 10, 10]);
});

test.each([320, 800])('%i pixels: both ways to dX stand as one less the other, and what is left', (width) => {
  const pass = lesson.passes.findIndex(({ id }) => id === 'backward-data-agree');
  const { marks } = layerScene(lesson, standing(pass, 0), { width, height: 520, words: english });
  const placed = placedMarks(marks);
  const signs = placed.flatMap(({ mark }) => (mark.kind === 'text' && mark.size === 20 ? [mark.text] : []));
  expect(signs).toEqual(['−', '=']);
  // A difference of nothing but zeros has no scale.
  expect(placed.filter(({ mark }) => mark.kind === 'text' && mark.text === '1')).toEqual([]);
});

test('320×520, a kernel of 1×1 unrolled: a row of planes that has room beside it takes cells that can be read', () => {
  const pointwise = filledLesson({
    kind: 'convolution',
    input: [1, 3, 5, 5],
    outChannels: 2,
    groups: 1,
    bias: true,
    axes: evenAxes([5, 5], { kernel: 1 }),
  });
  const pass = pointwise.passes.findIndex(({ id }) => id === 'im2col');
  const { hits } = layerScene(pointwise, standing(pass, 0), { width: 320, height: 520, words: english });
  // X of five columns, and M of 25.
  expect(hits.map(({ width, columns = 1 }) => width / columns)).toEqual([26, 10]);
});

test.each([800, 320])(
  '%d pixels, dW along one axis: factors and products of 9 cells stand below each other',
  (width) => {
    const line = filledLesson({
      kind: 'convolution',
      input: [1, 2, 12],
      outChannels: 2,
      groups: 1,
      bias: true,
      axes: evenAxes([12], { kernel: 3, stride: 2 }),
    });
    const pass = line.passes.findIndex(({ id }) => id === 'backward-weights');
    const stage = line.passes[pass]?.stages.findIndex(({ id }) => id === 'slide') ?? -1;
    const { marks } = layerScene(line, standing(pass, stage, 2), { width, height: 520, words: english });
    const placed = placedMarks(marks);
    const signs = placed.filter(
      ({ mark }) => mark.kind === 'text' && ['×', '='].includes(mark.text) && mark.size === 16,
    );
    expect(signs.map(({ mark }) => (mark.kind === 'text' ? mark.text : ''))).toEqual(['×', '=']);
    expect(new Set(signs.map(({ mark }) => (mark.kind === 'text' ? mark.x : 0))).size).toBe(1);
  },
);
