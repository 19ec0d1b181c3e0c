import { describe, expect, test } from 'vitest';
import {
  filledInput,
  seededParameters,
  type WeightFill,
} from '../../../../src/engine/network/initializers.ts';
import type { Program } from '../../../../src/engine/network/program.ts';
import { statisticsOf } from '../../../../src/engine/network/statistics.ts';
import { tensor } from '../../../support/oracle.ts';

const program: Program = {
  inputs: [{ name: 'input', shape: [1, 50] }],
  steps: [
    {
      id: 'linear',
      operation: { kind: 'linear' },
      inputs: [0],
      parameters: { weight: [200, 50], bias: [200] },
      shape: [1, 200],
    },
    {
      id: 'again',
      operation: { kind: 'linear' },
      inputs: [1],
      parameters: { weight: [200, 200], bias: [200] },
      shape: [1, 200],
    },
  ],
};

const weightStatistics = (fill: WeightFill) => {
  const weight = seededParameters(program, fill, 1, 'float64')[0]?.['weight'];
  return statisticsOf(weight ?? tensor([0], []));
};

describe('weights', () => {
  test('Kaiming is normal with variance 2/50', () => {
    const { mean, deviation, maximum } = weightStatistics('kaiming');
    expect(Math.abs(mean)).toBeLessThan(0.005);
    expect(Math.abs(deviation - 0.2)).toBeLessThan(0.005);
    expect(maximum).toBeGreaterThan(0.6);
  });

  test('Xavier is uniform below √(6/250)', () => {
    const { mean, deviation, minimum, maximum } = weightStatistics('xavier');
    const limit = Math.sqrt(6 / 250);
    expect(Math.abs(mean)).toBeLessThan(0.005);
    expect(Math.abs(deviation - limit / Math.sqrt(3))).toBeLessThan(0.002);
    expect([minimum >= -limit, maximum <= limit]).toEqual([true, true]);
  });

  test('a seed gives the same values again, another seed and another layer give others', () => {
    const weights = (seed: number, step: number) => [
      ...(seededParameters(program, 'kaiming', seed, 'float64')[step]?.['weight']?.data.slice(0, 3) ?? []),
    ];
    expect(weights(1, 0)).toEqual(weights(1, 0));
    expect(weights(2, 0)).not.toEqual(weights(1, 0));
    expect(weights(1, 1).map((value) => value * 2)).not.toEqual(weights(1, 0));
    expect([
      ...(seededParameters(program, 'ones', 1, 'float32')[0]?.['bias']?.data.slice(0, 2) ?? []),
    ]).toEqual([0, 0]);
  });
});

test.each([
  ['ramp', [0, 0.2, 0.4, 0.6, 0.8, 1]],
  ['checkerboard', [0, 1, 0, 1, 0, 1]],
] as const)('a %s input', (fill, values) => {
  expect([...filledInput([1, 2, 3], fill, 1, 'float64').data]).toEqual(values);
});

test('statistics count what is not finite and leave it out', () => {
  const { count, notFinite, mean, norm, minimum, maximum, shareOfZeros, histogram } = statisticsOf(
    tensor([6], [0, 3, NaN, 4, Infinity, 1]),
  );
  expect({ count, notFinite, mean, minimum, maximum }).toEqual({
    count: 6,
    notFinite: 2,
    mean: 2,
    minimum: 0,
    maximum: 4,
  });
  expect(norm).toBe(Math.sqrt(26));
  expect(shareOfZeros).toBe(1 / 6);
  expect(histogram.map((bin, i) => (bin > 0 ? i : -1)).filter((i) => i >= 0)).toEqual([0, 8, 24, 31]);
});

test('statistics of nothing, and of equal values', () => {
  expect(statisticsOf(tensor([0], []))).toMatchObject({ count: 0, mean: 0, minimum: 0, maximum: 0 });
  expect(statisticsOf(tensor([3], [2, 2, 2]))).toMatchObject({
    mean: 2,
    deviation: 0,
    minimum: 2,
    maximum: 2,
  });
});
