import { expect, test } from 'vitest';
import { poolAxes } from '../../../../src/engine/geometry/pool.ts';
import { symmetricPadding } from '../../../../src/engine/geometry/window.ts';
import { accumulated, planeScale, runningTotals } from '../../../../src/scene/layer/accumulate.ts';
import type { LayerSpec } from '../../../../src/engine/trace/layer-lesson.ts';
import type { Lesson, Motion, Plane } from '../../../../src/engine/trace/lesson.ts';
import { dataAxis } from '../../../../src/engine/trace/plane-axes.ts';
import { planeMarks } from '../../../../src/scene/layer/plane-marks.ts';
import { scaleOf } from '../../../../src/scene/layer/plane-scale.ts';
import { styleOf } from '../../../../src/scene/layer/stage-marks.ts';
import { columnCount, stepCount } from '../../../../src/scene/layer/steps.ts';
import { accepted } from '../../../support/conv-oracle.ts';
import { textsOf } from '../../../support/panel/mark-bounds.ts';
import { evenAxes, exampleLesson, filledLesson } from '../../../support/panel/plain-lesson.ts';

const axes = accepted(
  poolAxes([5, 5], [3, 3], {
    stride: [2, 2],
    dilation: [1, 1],
    padding: symmetricPadding([1, 1]),
    rounding: 'floor',
  }),
);

test.each(['max-pool', 'average-pool'] as const)(
  '%s, padding 1: a column of dM that a step has filled stays as it is, rows of padding at 0',
  (kind) => {
    const { passes } = filledLesson(
      kind === 'max-pool'
        ? { kind, input: [1, 1, 5, 5], axes }
        : { kind, input: [1, 1, 5, 5], axes, countIncludePadding: true },
    );
    const stage = passes.flatMap(({ stages }) => stages).find(({ id }) => id === 'hand-back');
    const motion = stage?.motion;
    const matrix = stage?.planes[1];
    if (motion?.kind !== 'route' || !matrix) throw new Error('Nothing is handed back.');
    for (let step = 0; step < 9; step++) {
      expect(Array.from(accumulated(stage, motion, step) ?? []), `step ${step}`).toEqual(
        Array.from(matrix.values, (value, place) => (place % columnCount(matrix) <= step ? value : 0)),
      );
    }
  },
);

test.each([
  ['the example', exampleLesson()],
  [
    'a kernel of one cell',
    filledLesson({
      kind: 'convolution',
      input: [1, 1, 2, 2],
      outChannels: 1,
      groups: 1,
      bias: false,
      axes: evenAxes([2, 2], { kernel: 1 }),
    }),
  ],
])('dW of %s by scattering: no cell comes to more on its way than its colours go to', (_, { passes }) => {
  const stage = passes.flatMap(({ stages }) => stages).find(({ id }) => id === 'collect');
  const motion = stage?.motion;
  if (!stage || motion?.kind !== 'collect') throw new Error('Nothing is collected.');
  const { values } = stage.planes[motion.target] ?? { values: [] };
  const sums = Array.from({ length: stepCount(stage) }, (__, step) => [
    ...(accumulated(stage, motion, step) ?? []),
  ]).flat();
  const greatest = Math.max(...sums.map(Math.abs));
  expect(greatest).toBeGreaterThanOrEqual(scaleOf(values));
  expect(planeScale(stage, motion.target)).toBeCloseTo(greatest, 12);
});

const layer = (size: number, kernel: number, stride: number): LayerSpec => ({
  kind: 'convolution',
  input: [1, 2, size, size],
  outChannels: 2,
  groups: 1,
  bias: true,
  axes: evenAxes([size, size], { kernel, stride, padding: 1 }),
});

test.each<[string, Lesson]>([
  ['the example', exampleLesson()],
  ['7×7, kernel 3', filledLesson(layer(7, 3, 1))],
  ['6×6, kernel 3, stride 2', filledLesson(layer(6, 3, 2))],
  ['max pool', filledLesson({ kind: 'max-pool', input: [1, 1, 5, 5], axes })],
  [
    'average pool',
    filledLesson({ kind: 'average-pool', input: [1, 1, 5, 5], axes, countIncludePadding: true }),
  ],
])('%s: nothing that is added up step by step goes beyond its colours', (_, { passes }) => {
  let sums = 0;
  for (const { id, stages } of passes) {
    for (const stage of stages) {
      const { motion } = stage;
      if (motion === null || !('target' in motion) || !adds(motion)) continue;
      const scale = planeScale(stage, motion.target);
      for (let step = 0; step < stepCount(stage); step++) {
        const most = Math.max(...Array.from(accumulated(stage, motion, step) ?? [], Math.abs));
        expect(most, `${id}, ${stage.id}, step ${step}`).toBeLessThanOrEqual(scale + 1e-12);
        sums++;
      }
    }
  }
  expect(sums).toBeGreaterThan(8);
});

test('a step back, and any other step, holds what it held on the way there', () => {
  const stage = filledLesson(layer(6, 3, 2))
    .passes.flatMap(({ stages }) => stages)
    .find(({ id }) => id === 'scatter');
  if (stage?.motion?.kind !== 'scatter') throw new Error('Nothing is scattered.');
  const { motion } = stage;
  const at = (step: number) => [...(accumulated(stage, motion, step) ?? [])];
  const onTheWay = [0, 1, 2, 3, 4, 5, 6, 7].map(at);
  expect([5, 2, 7, 0].map(at)).toEqual([5, 2, 7, 0].map((step) => onTheWay[step]));
});

test.each([
  [33, 3],
  [66, 7],
])(
  'input %d, kernel %d: the colours of dW and of db both go as far as their sums on their way',
  (size, kernel) => {
    const stages = filledLesson(layer(size, kernel, 1)).passes.flatMap((pass) => pass.stages);
    const collected = stages.find(({ id }) => id === 'collect');
    const totalled = stages.find(({ motion }) => motion?.kind === 'total');
    if (collected?.motion?.kind !== 'collect' || totalled?.motion?.kind !== 'total')
      throw new Error('Nothing is added up.');
    const last = stepCount(collected) - 1;
    let [dw, db] = [0, 0];
    for (let step = 0; step <= last; step++) {
      for (const sum of accumulated(collected, collected.motion, step) ?? [])
        dw = Math.max(dw, Math.abs(sum));
      db = Math.max(db, Math.abs(runningTotals(totalled, totalled.motion)[step] ?? NaN));
    }
    expect(planeScale(collected, collected.motion.target)).toBeCloseTo(dw, 9);
    expect(planeScale(totalled, totalled.motion.target)).toBeCloseTo(db, 9);
  },
);

const adds = (motion: Motion): motion is Parameters<typeof accumulated>[1] =>
  ['scatter', 'route', 'collect', 'fold-back'].includes(motion.kind);

test('the running sum of db is written with the decimals of all its sums, though the last one has none', () => {
  const line = (tensor: 'dZ' | 'db', values: readonly number[]): Plane => ({
    tensor,
    shape: [1, 1, values.length],
    at: [0, 0],
    variant: 'plain',
    rows: dataAxis(1),
    columns: dataAxis(values.length),
    values: Float64Array.from(values),
  });
  const db = line('db', [1]);
  const stage = {
    id: 'sum-bias',
    planes: [line('dZ', [0.5, 0.75, -0.25]), db],
    motion: { kind: 'total', source: 0, target: 1, others: 0 },
  } as const;
  const written = [0, 1, 2].map((step) => {
    const placed = { plane: db, x: 0, y: 0, cell: 40 };
    return textsOf(planeMarks(placed, styleOf(stage, 1, step)));
  });
  expect(written).toEqual([['0.5'], ['1.25'], ['1']]);
});
