import { expect, test } from 'vitest';
import type { LayerSpec } from '../../../../src/engine/trace/layer-lesson.ts';
import { layerScene } from '../../../../src/scene/layer/layer-scene.ts';
import { workingOf } from '../../../../src/scene/layer/ledger.ts';
import { scaleOf } from '../../../../src/scene/layer/plane-scale.ts';
import { standing } from '../../../../src/scene/layer/playhead.ts';
import { stepCount } from '../../../../src/scene/layer/steps.ts';
import type { Working } from '../../../../src/scene/layer/working.ts';
import { workingMarks } from '../../../../src/scene/layer/working-marks.ts';
import { plainNumber, shortNumber } from '../../../../src/scene/numbers.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { textsOf } from '../../../support/panel/mark-bounds.ts';
import { evenAxes, filledLesson, transposedLayer } from '../../../support/panel/plain-lesson.ts';

test.each([
  ['4×4', [4, 4], 'other channels'],
  ['4×4×4', [4, 4, 4], 'other channels, slices'],
])('input 2×%s, kernel 3: the sum’s second line is %s', (_, sizes, label) => {
  const { passes } = filledLesson({
    kind: 'convolution',
    input: [1, 2, ...sizes],
    outChannels: 1,
    groups: 1,
    bias: false,
    axes: evenAxes(sizes, { kernel: 3 }),
  });
  const stage = passes[0]?.stages.find(({ id }) => id === 'correlate');
  expect(stage && workingOf(stage, 0, english)?.lines.map((line) => line.label)).toEqual([
    'W · window',
    label,
  ]);
});

const shared = { groups: 1, bias: true, outChannels: 2 } as const;
const axes = evenAxes([6, 6], { kernel: 3, stride: 2, padding: 1 });

/** What the lines come to, read from above: the first, then each by its sign. */
const total = ({ lines, signs = '+' }: Working): number =>
  lines.reduce((so, { value, sign = signs }, place) => {
    if (place === 0) return value;
    return sign === '×' ? so * value : sign === '÷' ? so / value : so + value;
  }, 0);

test.each<[string, LayerSpec]>([
  ['convolution', { kind: 'convolution', input: [2, 2, 6, 6], ...shared, axes }],
  ['max pool', { kind: 'max-pool', input: [1, 2, 6, 6], axes }],
  ['average pool', { kind: 'average-pool', input: [1, 2, 6, 6], axes, countIncludePadding: true }],
  ['ReLU', { kind: 'relu', input: [1, 2, 4, 4] }],
  ['linear', { kind: 'linear', input: [2, 5], outFeatures: 3, bias: true }],
])('%s: the lines of every step come to its result, by the signs between them', (_, spec) => {
  const lesson = filledLesson(spec);
  let sums = 0;
  for (const { stages } of lesson.passes) {
    for (const stage of stages) {
      for (let step = 0; step < stepCount(stage); step++) {
        const working = workingOf(stage, step, english);
        // ReLU itself is no sum: what is below 0 becomes 0.
        if (!working || working.lines.length === 0 || working.signs === '' || stage.id === 'apply') continue;
        // A gradient that goes to nobody.
        if (working.result.label === english.ledger.nowhere) continue;
        expect(total(working), `${stage.id}, step ${step}`).toBeCloseTo(working.result.value, 9);
        sums++;
      }
    }
  }
  expect(sums).toBeGreaterThan(5);
});

test('where both ways of dX differ, each has its own value, and their difference is the third plane’s', () => {
  const { passes } = filledLesson({ kind: 'convolution', input: [1, 2, 6, 6], ...shared, axes });
  const stage = passes.find(({ id }) => id === 'backward-data-agree')?.stages[0];
  const [formula, scattered, difference] = stage?.planes ?? [];
  if (!stage || !formula || !scattered || !difference) throw new Error('There is no comparison.');
  const differing = {
    ...stage,
    planes: [formula, scattered, difference].map((plane, place) => ({
      ...plane,
      values: Float64Array.from(plane.values, () => [3, 1, 2][place] ?? 0),
    })),
  };
  expect(workingOf(differing, 0, english)).toMatchObject({
    lines: [
      { label: 'by formula', value: 3 },
      { label: 'by scattering', value: 1 },
    ],
    result: { label: 'difference', value: 2 },
  });
});

test.each([
  [0, 'sum of 1', 0.5],
  [2, 'sum of 3', 1.5],
])('db grows with its cells: after step %i %s has been added', (step, label, value) => {
  const { passes } = filledLesson({ kind: 'convolution', input: [1, 2, 6, 6], ...shared, axes });
  const stage = passes
    .find(({ id }) => id === 'backward-weights')
    ?.stages.find(({ id }) => id === 'sum-bias');
  expect(stage && workingOf(stage, step, english)).toMatchObject({
    lines: [{ label, value }],
    result: { label: 'db', value },
  });
});

test.each([
  ['forward', 'correlate', 'Z[1]'],
  ['backward-data', 'sweep', 'dX[1]'],
  ['reads', 'readers', 'dX[1]'],
] as const)('along one axis: %s, %s has one index, %s', (id, name, label) => {
  const { passes } = filledLesson({
    kind: 'convolution',
    input: [1, 2, 7],
    ...shared,
    axes: evenAxes([7], { kernel: 3, padding: 1 }),
  });
  const stage = passes.find((pass) => pass.id === id)?.stages.find((candidate) => candidate.id === name);
  expect(stage && workingOf(stage, 1, english)?.result.label).toBe(label);
});

test('a linear layer’s output is counted from its first feature', () => {
  const { passes } = filledLesson({ kind: 'linear', input: [1, 60], outFeatures: 2, bias: false });
  const [stage] = passes[0]?.stages ?? [];
  expect(stage && workingOf(stage, 1, english)?.result.label).toBe('Z[1]');
});

test('correlate, step 0: window and kernel have the scales of their tensors, as the planes have', () => {
  const { passes } = filledLesson({ kind: 'convolution', input: [1, 2, 6, 6], ...shared, axes });
  const stage = passes[0]?.stages.find(({ id }) => id === 'correlate');
  const working = stage && workingOf(stage, 0, english);
  const scales = stage?.planes.slice(0, 2).map(({ values }) => scaleOf(values));
  expect(working?.grids.slice(0, 2).map(({ scale }) => scale)).toEqual(scales);
  expect(working?.grids[0]?.values.every((value) => Math.abs(value) < (scales?.[0] ?? 0))).toBe(true);
});

test.each([
  ['[2, 1, 5, 5]', 'other samples', [2, 1, 5, 5]],
  ['[1, 1, 5, 4, 4]', 'other slices', [1, 1, 5, 4, 4]],
  ['[2, 1, 5, 4, 4]', 'other samples, slices', [2, 1, 5, 4, 4]],
])('input %s, kernel 3: what db has besides the shown plane is called %s', (_, label, input) => {
  const { passes } = filledLesson({
    kind: 'convolution',
    input,
    outChannels: 1,
    groups: 1,
    bias: true,
    axes: evenAxes(input.slice(2), { kernel: 3 }),
  });
  const stage = passes.flatMap(({ stages }) => stages).find(({ id }) => id === 'sum-bias');
  expect(stage && workingOf(stage, 0, english)?.lines.map((line) => line.label)).toEqual(['sum of 1', label]);
});

test.each([320, 760])(
  'stride 2, padding 1, %i px wide: the lens has numbers of one size at all steps of a stage',
  (width) => {
    const { passes } = filledLesson({ kind: 'convolution', input: [1, 2, 6, 6], ...shared, axes });
    const box = { x: 0, y: 0, width, height: 180 };
    const found = passes.flatMap(({ id, stages }) =>
      stages.flatMap((stage): string[] => {
        const sizes = new Set<string>();
        for (let step = 0; step < stepCount(stage); step++) {
          const working = workingOf(stage, step, english);
          const numbers = (working ? workingMarks(working, box).marks : []).flatMap((mark) =>
            mark.kind === 'text' && mark.font === 'mono' && mark.anchor === 'middle' ? [mark.size] : [],
          );
          if (numbers.length > 0) sizes.add([...new Set(numbers)].join(' '));
        }
        return sizes.size > 1 ? [`${id}, ${stage.id}: ${[...sizes].join(', then ')}`] : [];
      }),
    );
    expect(found).toEqual([]);
  },
);

test('db, padding 1: its colours go as far as the sum on its way, and the legend says so', () => {
  const lesson = filledLesson({ kind: 'convolution', input: [1, 2, 6, 6], ...shared, axes });
  const pass = lesson.passes.findIndex(({ id }) => id === 'backward-weights');
  const stages = lesson.passes[pass]?.stages ?? [];
  const place = stages.findIndex(({ id }) => id === 'sum-bias');
  const [dz] = stages[place]?.planes ?? [];
  let [sum, greatest] = [0, 0];
  for (const value of dz?.values ?? []) {
    sum += value;
    greatest = Math.max(greatest, Math.abs(sum));
  }
  expect(greatest).toBeGreaterThan(Math.abs(sum));
  const { marks } = layerScene(lesson, standing(pass, place), { width: 760, height: 420, words: english });
  expect(textsOf(marks)).toEqual(expect.arrayContaining([shortNumber(greatest), shortNumber(-greatest)]));
});

test('transposed convolution: inputs add to its output, nothing reads it', () => {
  const { passes } = filledLesson(transposedLayer);
  const stages = passes.find(({ id }) => id === 'reads')?.stages ?? [];
  const labels = stages.flatMap((stage) => {
    const working = workingOf(stage, 8, english);
    return working ? [[...working.lines, working.result].map(({ label }) => label)] : [];
  });
  expect(labels).toEqual([
    ['inputs of row 1', 'inputs of column 2', 'times added to'],
    ['2 inputs, times W', 'other channels', 'Z[1, 2]'],
  ]);
});

test.each<[string, string, LayerSpec, readonly string[], string]>([
  ['one channel', 'unroll', convolutionOf([1, 1, 5, 5]), [], 'M[:, 4] 9 cells'],
  ['two channels', 'unroll', convolutionOf([1, 2, 5, 5]), ['M[0 … 8, 4] 9 cells'], 'M[:, 4] 18 cells'],
  ['two channels', 'fold-back', convolutionOf([1, 2, 5, 5]), ['dM[0 … 8, 4] 9 cells'], 'dM[:, 4] 18 cells'],
  ['a volume', 'unroll', convolutionOf([1, 1, 4, 5, 5]), ['M[0 … 8, 4] 9 cells'], 'M[:, 4] 27 cells'],
])(
  '%s, %s: a column and the shown part of it have their own numbers of cells',
  (_, id, spec, lines, result) => {
    const stage = filledLesson(spec)
      .passes.flatMap(({ stages }) => stages)
      .find((candidate) => candidate.id === id);
    const working = stage && workingOf(stage, 4, english);
    const said = (line: Working['result']) => `${line.label} ${line.text ?? ''}`;
    expect(working?.lines.map(said)).toEqual(lines);
    expect(working && said(working.result)).toBe(result);
  },
);

function convolutionOf(input: readonly number[]): LayerSpec {
  const sizes = input.slice(2);
  return {
    kind: 'convolution',
    input: [...input],
    outChannels: 1,
    groups: 1,
    bias: true,
    axes: evenAxes(sizes, { kernel: 3, padding: 1 }),
  };
}

test.each<[string, LayerSpec, readonly string[]]>([
  ['two samples', { ...convolutionOf([2, 3, 5, 5]) }, ['dZ · window', 'other samples']],
  ['a volume', convolutionOf([1, 3, 4, 5, 5]), ['dZ · window', 'other slices']],
  ['two volumes', convolutionOf([2, 3, 4, 5, 5]), ['dZ · window', 'other samples, slices']],
])('%s: dW is a sum over samples and slices, not over channels', (_, spec, labels) => {
  const stage = filledLesson(spec)
    .passes.flatMap(({ stages }) => stages)
    .find(({ id }) => id === 'slide');
  expect(stage && workingOf(stage, 0, english)?.lines.map(({ label }) => label)).toEqual(labels);
});

test('a volume of one channel: the rest of a sum is other slices, no other channels', () => {
  const stage = filledLesson(convolutionOf([1, 1, 4, 5, 5])).passes[0]?.stages.find(
    ({ id }) => id === 'correlate',
  );
  expect(stage && workingOf(stage, 0, english)?.lines.map(({ label }) => label)).toContain('other slices');
});

test('54×54 windows of 7×7, 49 of them shown: a column has its number in the whole matrix', () => {
  const lesson = filledLesson({
    kind: 'convolution',
    input: [1, 1, 60, 60],
    outChannels: 1,
    groups: 1,
    bias: false,
    axes: evenAxes([60, 60], { kernel: 7 }),
  });
  const stage = lesson.passes.flatMap(({ stages }) => stages).find(({ id }) => id === 'unroll');
  const columnAt = (step: number) => stage && workingOf(stage, step, english)?.result.label;
  // The second row of windows begins with the 54th, the shown ones are 7 a row.
  expect([0, 6, 7, 10].map(columnAt)).toEqual(['M[:, 0]', 'M[:, 6]', 'M[:, 54]', 'M[:, 57]']);
});

test('max pool of a volume: a gradient whose winner stands in another slice goes there, whole', () => {
  const axes = evenAxes([4, 4, 4], { kernel: 2, stride: 2 });
  const { passes } = filledLesson({ kind: 'max-pool', input: [1, 1, 4, 4, 4], axes });
  const stage = passes.flatMap(({ stages }) => stages).find(({ id }) => id === 'route');
  const dz = stage?.planes[0]?.values ?? [];
  const said = Array.from(dz, (_, step) => stage && workingOf(stage, step, english)?.result);
  expect(said.map((result) => result?.value)).toEqual([...dz]);
  expect(new Set(said.map((result) => result?.label))).toEqual(
    new Set(['to the winner', 'to a winner in another slice']),
  );
});

test('what is taken off stands in parentheses where it is negative: right 0.375, with the mistake −1.5', () => {
  const spec: LayerSpec = { kind: 'convolution', input: [1, 1, 6, 6], ...shared, axes };
  const lesson = filledLesson(spec, { trueConvolution: false, faults: ['stride'] });
  const pass = lesson.passes.findIndex(({ stages }) => stages.some(({ id }) => id === 'compare'));
  const place = lesson.passes[pass]?.stages.findIndex(({ id }) => id === 'compare') ?? -1;
  const wrong = lesson.passes[pass]?.stages[place]?.planes[0];
  const step = wrong?.values.findIndex((value) => value < 0) ?? -1;
  const moment = { ...standing(pass, place), step };
  const { marks } = layerScene(lesson, moment, { width: 760, height: 420, words: english });
  const texts = textsOf(marks);
  const from = texts.indexOf('with the mistake');
  expect(texts.slice(from + 1, from + 3)).toEqual([`(${plainNumber(wrong?.values[step] ?? NaN)})`, '−']);
});
