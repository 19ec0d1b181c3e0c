import { expect, test } from 'vitest';
import type { Lesson } from '../../../../src/engine/trace/lesson.ts';
import type { LessonOptions } from '../../../../src/engine/trace/options.ts';
import { cellPlace } from '../../../../src/scene/layer/cell-place.ts';
import { explainStage } from '../../../../src/scene/layer/explain.ts';
import { planeTitle } from '../../../../src/scene/layer/captions.ts';
import { stageName } from '../../../../src/scene/layer/stage-name.ts';
import { tabOf, tabTitle } from '../../../../src/scene/layer/tabs.ts';
import { chinese } from '../../../../src/scene/words/chinese.ts';
import { english, type Words } from '../../../../src/scene/words/english.ts';
import { evenAxes, filledLesson, transposedLayer } from '../../../support/panel/plain-lesson.ts';

test.each([
  [1, null],
  [2, 'The layer has 2 groups, and this code is of one: C_prev = 2 and C = 3 are its own.'],
])('4 to 6 channels, groups %d: beside the code it is said whose sizes it has', (groups, sentence) => {
  const lesson = filledLesson({
    kind: 'convolution',
    input: [1, 4, 5, 5],
    outChannels: 6,
    groups,
    bias: false,
    axes: evenAxes([5, 5], { kernel: 3 }),
  });
  lesson.passes.forEach(({ id, stages }, pass) => {
    stages.forEach((stage, place) => {
      const said = explainStage(lesson, pass, place, english).includes('this code is of one');
      expect(said, `${id}, ${stage.id}`).toBe(sentence !== null && tabOf(id) === 'code');
      if (said) expect(explainStage(lesson, pass, place, english)).toContain(sentence);
    });
  });
});

const padded = filledLesson({
  kind: 'convolution',
  input: [1, 2, 7, 7],
  outChannels: 2,
  groups: 1,
  bias: true,
  axes: evenAxes([7, 7], { kernel: 3, padding: 1 }),
});

test.each([
  ['backward-data', 'crop', 'The padding is cut off: 1 cell on each side. What is left is dX.'],
  ['backward-data-scatter', 'crop', 'The padding is cut off: 1 cell on each side. What is left is dX.'],
  // There dW and db stand between the uncropped dX and this.
  ['code-scatter', 'crop', 'The padding is cut off: 1 cell on each side. What is left is dX.'],
  [
    'backward-data-scatter',
    'scatter',
    'Each cell of dZ adds itself times the kernel into its window. The sum is the same dX. It starts from what is not shown here: other channels.',
  ],
] as const)('padding 1, two channels: %s, %s says: %s', (id, name, sentence) => {
  const pass = padded.passes.findIndex((candidate) => candidate.id === id);
  const stage = padded.passes[pass]?.stages.findIndex((candidate) => candidate.id === name) ?? -1;
  expect(explainStage(padded, pass, stage, english)).toBe(sentence);
});

const line = filledLesson({
  kind: 'convolution',
  input: [1, 2, 10],
  outChannels: 2,
  groups: 1,
  bias: true,
  axes: evenAxes([10], { kernel: 3, stride: 2, padding: 1 }),
});

test.each([
  ['forward', 'input', 'One channel of the input, 10 cells.'],
  [
    'forward',
    'correlate',
    'The 3-cell kernel moves 2 cells at a time. Each cell of Z is the sum of kernel times window, over all channels.',
  ],
  ['backward-data', 'gradient', 'dZ, how the loss changes with each output cell: 5 cells.'],
  ['im2col', 'unroll', 'Each 3-cell window becomes a column of M, cell below cell, channel below channel.'],
] as const)('along one axis: %s, %s says: %s', (id, name, sentence) => {
  const pass = line.passes.findIndex((candidate) => candidate.id === id);
  const stage = line.passes[pass]?.stages.findIndex((candidate) => candidate.id === name) ?? -1;
  expect(explainStage(line, pass, stage, english)).toBe(sentence);
});

const volumeAxes = [
  ...evenAxes([5], { kernel: 2, padding: 1 }),
  ...evenAxes([6], { kernel: 3, stride: 2 }),
  ...evenAxes([8], { kernel: 3, stride: 3, padding: 1 }),
];

const volume = filledLesson({
  kind: 'convolution',
  input: [1, 1, 5, 6, 8],
  outChannels: 2,
  groups: 1,
  bias: true,
  axes: volumeAxes,
});

test.each([
  ['forward', 'input', 'One channel of the input, 5×6×8 cells.'],
  [
    'im2col',
    'unroll',
    'Each 2×3×3 window becomes a column of M, cell below cell, slice below slice, channel below channel. Shown are the windows of output slice 0 (0…5).',
  ],
  ['forward', 'pad', 'Padding: 1 × 0 × 1 zeros on each side.'],
  [
    'forward',
    'correlate',
    'The 2×3×3 kernel moves 1, 2 and 3 cells (depth, height, width) at a time. Each cell of Z is the sum of kernel times window, over all slices of the kernel.',
  ],
  ['backward-data', 'gradient', 'dZ, how the loss changes with each output cell: 6×2×3 cells.'],
  [
    'backward-data',
    'spread',
    'Windows stand one stride apart: 0, 1 and 2 zeros (depth, height, width) between the cells of dZ.',
  ],
  [
    'backward-data',
    'tail',
    'The last window leaves 0, 1 and 1 cells (depth, height, width) over. As many zeros at the end keep their place; without them dX comes out too small.',
  ],
  [
    'backward-data',
    'border',
    'With 1, 2 and 2 zeros (depth, height, width) on every side, each kernel cell meets each of these cells.',
  ],
  ['backward-data', 'crop', 'The padding is cut off: 1 × 0 × 1 cells on each side. What is left is dX.'],
  [
    'backward-weights',
    'slide',
    'dZ slides over the padded X, 1 cell at a time. Each sum is the gradient of one kernel cell.',
  ],
] as const)('2×3×3 by 1, 2, 3 over a volume: %s, %s names every axis: %s', (id, name, sentence) => {
  const pass = volume.passes.findIndex((candidate) => candidate.id === id);
  const stage = volume.passes[pass]?.stages.findIndex((candidate) => candidate.id === name) ?? -1;
  expect(explainStage(volume, pass, stage, english)).toBe(sentence);
});

test.each([
  [3, [8, 8], 'Each 3×3 window becomes a column of M, cell below cell, channel below channel.'],
  [
    7,
    [60, 60],
    'Each 7×7 window of this channel becomes a column of M, cell below cell. Shown are the 7×7 windows at the top left, 49 of 2,916.',
  ],
] as const)(
  'a kernel of %d over two channels of %j: the columns are told as they are shown: %s',
  (kernel, size, sentence) => {
    const lesson = filledLesson({
      kind: 'convolution',
      input: [1, 2, ...size],
      outChannels: 2,
      groups: 1,
      bias: true,
      axes: evenAxes(size, { kernel }),
    });
    const pass = lesson.passes.findIndex(({ id }) => id === 'im2col');
    expect(explainStage(lesson, pass, 0, english)).toBe(sentence);
  },
);

test('a transposed convolution writes: its tab, its stages and its counts say so', () => {
  const lesson = filledLesson(transposedLayer);
  const stages = lesson.passes.find(({ id }) => id === 'reads')?.stages ?? [];
  const inWords = (words: Words) => [
    tabTitle(lesson, 'reads', words),
    ...stages.map((stage) => stageName(stage, words)),
    ...stages.map(({ planes: [plane] }) => (plane ? planeTitle(plane, words).name : '')),
  ];
  expect(inWords(english)).toEqual(['Writes', 'Coverage', 'Writers', 'Uses', 'writes', 'Z', 'writes']);
  expect(inWords(chinese)).toEqual(['写入', '覆盖', '写入者', '使用次数', '写入', 'Z', '写入']);
  expect(tabTitle(line, 'reads', english)).toBe('Reads');
});

/** A sentence of a layer's pass at its stage. */
const said = (lesson: Lesson, id: string, name: string): string => {
  const pass = lesson.passes.findIndex((candidate) => candidate.id === id);
  const stage = lesson.passes[pass]?.stages.findIndex((candidate) => candidate.id === name) ?? -1;
  return explainStage(lesson, pass, stage, english);
};

const layer = (
  [channels, ...sizes]: readonly [number, ...number[]],
  choice: Parameters<typeof evenAxes>[1],
  { outChannels = 2, groups = 1, options }: Partial<LayerChoice> = {},
): Lesson =>
  filledLesson(
    {
      kind: 'convolution',
      input: [1, channels, ...sizes],
      outChannels,
      groups,
      bias: false,
      axes: evenAxes(sizes, choice),
    },
    options,
  );

interface LayerChoice {
  readonly outChannels: number;
  readonly groups: number;
  readonly options: LessonOptions;
}

test.each<[string, Lesson, string]>([
  ['one channel', layer([1, 5, 5], { kernel: 3 }), ''],
  ['two channels', layer([2, 5, 5], { kernel: 3 }), ', over all channels'],
  [
    '4 channels in 2 groups',
    layer([4, 5, 5], { kernel: 3 }, { outChannels: 6, groups: 2 }),
    ', over all channels of its group',
  ],
  ['4 channels in 4 groups', layer([4, 5, 5], { kernel: 3 }, { outChannels: 4, groups: 4 }), ''],
  [
    'two channels of a volume',
    layer([2, 4, 5, 5], { kernel: 3 }),
    ', over all channels and all slices of the kernel',
  ],
])('%s: what a sum of the forward pass runs over', (_, lesson, over) => {
  expect(said(lesson, 'forward', 'correlate')).toMatch(
    new RegExp(`Each cell of Z is the sum of kernel times window${over}\\.$`),
  );
});

test('dilation 2: what is between the cells of the kernel is not read', () => {
  expect(said(layer([1, 7, 7], { kernel: 3, dilation: 2 }), 'forward', 'correlate')).toBe(
    'The 3×3 kernel moves 1 cell at a time. Each cell of Z is the sum of kernel times window. Its cells lie 2 apart: what is between them is not read.',
  );
});

test('without padding none is spoken of', () => {
  const lesson = layer([1, 5, 5], { kernel: 3 });
  expect(said(lesson, 'backward-weights', 'slide')).toBe(
    'dZ slides over X, 1 cell at a time. Each sum is the gradient of one kernel cell.',
  );
  expect(said(lesson, 'backward-data', 'sweep')).toBe(
    'The turned kernel moves one cell at a time. Each sum is one cell of dX.',
  );
});

test.each([
  [0, 'There is no padding to cut off. This is not dX: it is too small.'],
  [1, 'The padding is cut off: 1 cell on each side. What is left is not dX: it is too small.'],
])('the zeros of the tail are forgotten, padding %d: %s', (padding, sentence) => {
  const choice = { kernel: 3, stride: 2, padding };
  const lesson = layer([1, 6, 6], choice, { options: { trueConvolution: false, faults: ['tail'] } });
  expect(said(lesson, 'code-formula', 'crop')).toBe(sentence);
});

test.each<[string, Lesson, string]>([
  ['one channel each', layer([1, 5, 5], { kernel: 3 }, { outChannels: 1 }), 'The layer as one matrix'],
  ['two channels', layer([2, 5, 5], { kernel: 3 }), 'What one channel gives to another, as a matrix'],
])('%s: what the matrix is of, and that its zeros are no copies', (_, lesson, what) => {
  expect(said(lesson, 'sharing', 'share')).toBe(
    `${what}: 9 outputs as rows, 25 inputs as columns. All its entries but the zeros are copies of 9 weights, one colour each. Point at a weight.`,
  );
});

test('along one axis the shown windows are the first of all', () => {
  expect(said(layer([1, 4000], { kernel: 3 }), 'im2col', 'unroll')).toMatch(
    /Shown are the first \d+ of 3,998 windows\.$/,
  );
});

test.each<[string, Words, readonly string[], readonly string[]]>([
  ['English', english, ['Product Z', 'Product dX'], ['Compare dX', 'Compare dW']],
  ['Chinese', chinese, ['乘积 Z', '乘积 dX'], ['比较 dX', '比较 dW']],
])(
  '%s: no two stages of a pass have one name, products and comparisons say of what',
  (_, words, products, comparisons) => {
    const options = { trueConvolution: false, faults: ['tail', 'stride'] } as const;
    const lesson = layer([2, 6, 6], { kernel: 3, stride: 2 }, { options });
    const names = (id: string, of: string) =>
      lesson.passes
        .find((pass) => pass.id === id)
        ?.stages.filter((stage) => stage.id === of)
        .map((stage) => stageName(stage, words));
    expect(names('sharing', 'apply-matrix')).toEqual(products);
    expect(names('code-formula', 'compare')).toEqual(comparisons);
  },
);

test('linear layer, dW = dZ · Xᵀ: X stands as a row, is named so, and its cells keep their places', () => {
  const lesson = filledLesson({ kind: 'linear', input: [1, 4], outFeatures: 3, bias: true });
  const x = lesson.passes.find(({ id }) => id === 'backward-weights')?.stages[0]?.planes[1];
  expect(x && planeTitle(x, english).name).toBe('Xᵀ');
  expect(x && [0, 1, 2, 3].map((column) => cellPlace(x, 0, column)?.index)).toEqual([0, 1, 2, 3]);
});

test.each<[string, string, string]>([
  ['coverage', 'How often each cell is read, and so how many gradients add up in its dX: 1 to 9 times.', '4'],
  ['uses', 'How many input cells each kernel cell meets: 18 at most.', '3'],
])('%s of a volume counts all slices, and names the one that is shown', (stage, counts, slices) => {
  const sentence = `All slices count; shown is slice 0 (0…${Number(slices) - 1}).`;
  const volume = said(layer([1, 4, 5, 5], { kernel: 3 }), 'reads', stage);
  expect(volume).toContain(counts);
  expect(volume).toContain(` ${sentence}`);
  expect(said(layer([1, 5, 5], { kernel: 3 }), 'reads', stage)).not.toContain('slice');
});

test.each<[string, readonly [number, ...number[]], string]>([
  ['a volume', [1, 5, 6, 6], '11 cells of this slice are never read:'],
  ['a picture', [1, 6, 6], '11 cells are never read:'],
])('what is lost of %s is counted where it is shown', (_, input, sentence) => {
  expect(said(layer(input, { kernel: 3, stride: 2 }), 'reads', 'coverage')).toContain(sentence);
});

test('a slice of padding: what is read of it does not count', () => {
  const lesson = layer([1, 4, 5, 5], { kernel: 3, padding: 1 });
  expect(said(lesson, 'reads', 'coverage')).toBe(
    'Shown is a slice of padding: only cells of the volume itself are counted.',
  );
});

test.each([
  [true, ' It starts from what is not shown here: other channels, the bias.'],
  [false, ' It starts from what is not shown here: other channels.'],
])('a transposed convolution, bias %s: what its scattering starts from', (bias, sentence) => {
  const lesson = filledLesson({ ...transposedLayer, bias } as typeof transposedLayer);
  expect(said(lesson, 'forward-scatter', 'scatter')).toBe(
    `Each cell of X adds itself times the kernel into its window. The sum is the same Z.${sentence}`,
  );
});
