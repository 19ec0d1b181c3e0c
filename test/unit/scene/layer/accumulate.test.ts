import { expect, test } from 'vitest';
import { poolAxes } from '../../../../src/engine/geometry/pool.ts';
import { symmetricPadding } from '../../../../src/engine/geometry/window.ts';
import { accumulated, planeScale } from '../../../../src/scene/layer/accumulate.ts';
import { scaleOf } from '../../../../src/scene/layer/plane-scale.ts';
import { columnCount, stepCount } from '../../../../src/scene/layer/steps.ts';
import { accepted } from '../../../support/conv-oracle.ts';
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
