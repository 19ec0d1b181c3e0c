import { expect, test } from 'vitest';
import type { LayerSpec } from '../../../../src/engine/trace/layer-lesson.ts';
import { workingOf } from '../../../../src/scene/layer/ledger.ts';
import { scaleOf } from '../../../../src/scene/layer/plane-scale.ts';
import { stepCount } from '../../../../src/scene/layer/steps.ts';
import type { Working } from '../../../../src/scene/layer/working.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { evenAxes, filledLesson } from '../../../support/panel/plain-lesson.ts';

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
