import { describe, expect, test } from 'vitest';
import { symmetricPadding } from '../../../../src/engine/geometry/window.ts';
import { poolAxes } from '../../../../src/engine/geometry/pool.ts';
import type { LayerSpec } from '../../../../src/engine/trace/layer-lesson.ts';
import type { PassId, StageId } from '../../../../src/engine/trace/lesson.ts';
import { workingOf } from '../../../../src/scene/layer/ledger.ts';
import { stepCount } from '../../../../src/scene/layer/steps.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { accepted } from '../../../support/conv-oracle.ts';
import { filledLesson } from '../../../support/panel/plain-lesson.ts';

const sizes = { 1: [9], 2: [7, 9], 3: [4, 5, 6] } as const;

function poolOf(kind: 'max-pool' | 'average-pool', rank: 1 | 2 | 3, padding: 0 | 1): LayerSpec {
  const along = (value: number): number[] => sizes[rank].map(() => value);
  const axes = accepted(
    poolAxes([...sizes[rank]], along(3), {
      stride: along(2),
      padding: symmetricPadding(along(padding)),
      dilation: along(1),
      rounding: 'ceil-inside',
    }),
  );
  const input = [1, 2, ...sizes[rank]];
  return kind === 'max-pool'
    ? { kind, input, axes }
    : { kind, input, axes, countIncludePadding: padding === 1 };
}

const stages: readonly (readonly [PassId, StageId])[] = [
  ['forward', 'pool'],
  ['im2col', 'reduce'],
  ['reads', 'readers'],
];

describe.each(['max-pool', 'average-pool'] as const)('%s', (kind) => {
  describe.each([1, 2, 3] as const)('%d axes', (rank) => {
    test.each([0, 1] as const)('padding %d: the lines of each step come to its cell', (padding) => {
      const { passes } = filledLesson(poolOf(kind, rank, padding));
      for (const [pass, id] of stages) {
        const stage = passes.find((one) => one.id === pass)?.stages.find((one) => one.id === id);
        if (!stage) throw new Error(`no ${id}`);
        for (let step = 0; step < stepCount(stage); step++) {
          const working = workingOf(stage, step, english);
          if (!working) throw new Error('no working');
          const { lines, result } = working;
          const values = lines.filter(({ sign }) => sign !== '÷').map(({ value }) => value);
          const divisor = lines.find(({ sign }) => sign === '÷')?.value ?? 1;
          const sum = values.reduce((total, value) => total + value, 0);
          const made = kind === 'max-pool' && id !== 'readers' ? Math.max(...values) : sum / divisor;
          expect(made, `${pass}, ${id}, step ${step}: ${result.label}`).toBeCloseTo(result.value, 9);
        }
      }
    });
  });
});
