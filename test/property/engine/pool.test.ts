import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inputSizesOf, outputSizesOf } from '../../../src/engine/geometry/window.ts';
import {
  adaptiveAveragePool,
  adaptiveAveragePoolGradient,
  adaptiveMaxPool,
  adaptiveMaxPoolGradient,
} from '../../../src/engine/kernels/adaptive-pool.ts';
import { averagePool, averagePoolGradient } from '../../../src/engine/kernels/average-pool.ts';
import { maxPool, maxPoolGradient } from '../../../src/engine/kernels/max-pool.ts';
import type { Tensor } from '../../../src/engine/tensor.ts';
import { axesOfAnyRank } from '../../support/arbitrary-convolution.ts';
import { expectTensor } from '../../support/compare.ts';
import { expectGradient } from '../../support/finite-differences.ts';
import { formulaTensor } from '../../support/oracle.ts';

const batchAndChannels = [2, 2];

/** Values that are all different, so that a small step changes no winner. */
function distinctTensor(shape: readonly number[], salt: number): Tensor {
  const { data } = formulaTensor(shape, salt);
  return { shape, data: data.map((value, index) => value + index * 1e-3) };
}

test('average pool: gradients agree with finite differences', () => {
  fc.assert(
    fc.property(axesOfAnyRank, fc.boolean(), fc.option(fc.integer({ min: 1, max: 5 })), (axes, ...rest) => {
      const [countIncludePadding, divisor] = rest;
      const options = { countIncludePadding, divisorOverride: divisor ?? undefined };
      const x = formulaTensor([...batchAndChannels, ...inputSizesOf(axes)], 3);
      fc.pre(x.data.length <= 200);
      const dz = formulaTensor([...batchAndChannels, ...outputSizesOf(axes)], 5);
      const gradient = averagePoolGradient(dz, axes, options);
      expectGradient(gradient, (at) => averagePool(at, axes, options), x, dz);
    }),
    { numRuns: 60 },
  );
});

test('max pool: gradients agree with finite differences where every window reads a cell', () => {
  fc.assert(
    fc.property(axesOfAnyRank, (axes) => {
      const x = distinctTensor([...batchAndChannels, ...inputSizesOf(axes)], 3);
      fc.pre(x.data.length <= 200);
      const dz = formulaTensor([...batchAndChannels, ...outputSizesOf(axes)], 5);
      const { z, winners } = maxPool(x, axes);
      fc.pre(winners.every((winner) => winner >= 0));
      expect(z.data.every((value) => x.data.includes(value))).toBe(true);
      expectGradient(maxPoolGradient(dz, winners, axes), (at) => maxPool(at, axes).z, x, dz);
    }),
    { numRuns: 60 },
  );
});

test('adaptive pools: gradients agree with finite differences; one output cell is the global pool', () => {
  const sizes = fc.array(
    fc.record({ input: fc.integer({ min: 1, max: 6 }), output: fc.integer({ min: 1, max: 7 }) }),
    {
      minLength: 1,
      maxLength: 3,
    },
  );
  fc.assert(
    fc.property(sizes, (axes) => {
      const x = distinctTensor([...batchAndChannels, ...axes.map(({ input }) => input)], 3);
      fc.pre(x.data.length <= 200);
      const outputs = axes.map(({ output }) => output);
      const dz = formulaTensor([...batchAndChannels, ...outputs], 5);
      const average = adaptiveAveragePoolGradient(dz, x.shape);
      expectGradient(average, (at) => adaptiveAveragePool(at, outputs), x, dz);
      const { winners } = adaptiveMaxPool(x, outputs);
      const max = adaptiveMaxPoolGradient(dz, winners, x.shape);
      expectGradient(max, (at) => adaptiveMaxPool(at, outputs).z, x, dz);
      const one = axes.map(() => 1);
      const plane = x.data.length / 4;
      const means = Array.from({ length: 4 }, (_, c) => {
        let sum = 0;
        for (const value of x.data.subarray(c * plane, (c + 1) * plane)) sum += value;
        return sum / plane;
      });
      expectTensor(adaptiveAveragePool(x, one), [...batchAndChannels, ...one], means, 1e-12);
    }),
    { numRuns: 60 },
  );
});
