import { describe, expect, test } from 'vitest';
import { convolve } from '../../../../src/engine/kernels/convolution.ts';
import { im2col } from '../../../../src/engine/kernels/im2col.ts';
import { inputGradientByFormula } from '../../../../src/engine/kernels/input-gradient-formula.ts';
import { rotateKernel } from '../../../../src/engine/kernels/kernel-rotation.ts';
import { averagePool } from '../../../../src/engine/kernels/average-pool.ts';
import { maxPool } from '../../../../src/engine/kernels/max-pool.ts';
import { axisOf } from '../../../support/arbitrary-axis.ts';
import { expectTensor } from '../../../support/compare.ts';
import { tensor } from '../../../support/oracle.ts';

describe('W=6 F=2 S=3: n = 4, O = 2, t = 1', () => {
  const axis = axisOf({ inputSize: 6, kernelSize: 2, stride: 3 });
  const geometry = { axes: [axis], groups: 1 };
  const w = tensor([1, 1, 2], [10, 1]);

  test('dX stage by stage', () => {
    const stages = inputGradientByFormula(tensor([1, 1, 2], [3, 5]), w, geometry);
    expectTensor(stages.spread, [1, 1, 4], [3, 0, 0, 5]);
    expectTensor(stages.tailFilled, [1, 1, 5], [3, 0, 0, 5, 0]);
    expectTensor(stages.bordered, [1, 1, 7], [0, 3, 0, 0, 5, 0, 0]);
    expectTensor(stages.rotatedKernel, [1, 1, 2], [1, 10]);
    expectTensor(stages.uncropped, [1, 1, 6], [30, 3, 0, 50, 5, 0]);
    expectTensor(stages.cropped, [1, 1, 6], [30, 3, 0, 50, 5, 0]);
  });

  test('the im2col matrix has one column per output cell', () => {
    const x = tensor([1, 1, 6], [1, 2, 3, 4, 5, 6]);
    expectTensor(im2col(x, [axis]), [1, 2, 2], [1, 4, 2, 5]);
    expectTensor(convolve(x, w, null, geometry), [1, 1, 2], [12, 45]);
  });
});

test('true convolution is cross-correlation with the rotated kernel: [1, 2, 3] ∗ [1, 10] = [1, 12, 23, 30]', () => {
  const axis = axisOf({ inputSize: 3, kernelSize: 2, padding: { before: 1, after: 1 } });
  const w = rotateKernel(tensor([1, 1, 2], [1, 10]));
  expectTensor(
    convolve(tensor([1, 1, 3], [1, 2, 3]), w, null, { axes: [axis], groups: 1 }),
    [1, 1, 4],
    [1, 12, 23, 30],
  );
});

describe('a window that overhangs: W=5 F=2 S=2 ceil, O = 3, t = −1', () => {
  const axis = axisOf({ inputSize: 5, kernelSize: 2, stride: 2, rounding: 'ceil-inside' });
  const x = tensor([1, 1, 5], [1, 2, 3, 4, 5]);

  test('the cells beyond are zeros to a convolution', () => {
    const geometry = { axes: [axis], groups: 1 };
    const w = tensor([1, 1, 2], [1, 10]);
    expectTensor(convolve(x, w, null, geometry), [1, 1, 3], [21, 43, 5]);
    expectTensor(
      inputGradientByFormula(tensor([1, 1, 3], [1, 2, 3]), w, geometry).uncropped,
      [1, 1, 6],
      [1, 10, 2, 20, 3, 30],
    );
  });

  test('the cells beyond are no part of a pool', () => {
    expectTensor(averagePool(x, [axis], { countIncludePadding: true }), [1, 1, 3], [1.5, 3.5, 5]);
    expectTensor(maxPool(tensor([1, 1, 5], [-1, -2, -3, -4, -5]), [axis]).z, [1, 1, 3], [-1, -3, -5]);
  });
});

describe('a window beyond the input: W=3 F=1 S=3 ceil, O = 2', () => {
  const axis = axisOf({ inputSize: 3, kernelSize: 1, stride: 3, rounding: 'ceil' });
  const x = tensor([1, 1, 3], [7, 8, 9]);

  test('reads nothing', () => {
    expectTensor(averagePool(x, [axis], { countIncludePadding: false }), [1, 1, 2], [7, 0]);
    const { z, winners } = maxPool(x, [axis]);
    expectTensor(z, [1, 1, 2], [7, -Infinity]);
    expect([...winners]).toEqual([0, -1]);
  });
});

test('max pool takes the first of equal cells and any NaN', () => {
  const axis = axisOf({ inputSize: 4, kernelSize: 2, stride: 2 });
  const { z, winners } = maxPool(tensor([1, 1, 4], [5, 5, 9, NaN]), [axis]);
  expectTensor(z, [1, 1, 2], [5, NaN]);
  expect([...winners]).toEqual([0, 3]);
});

test('average pool with a divisor of its own: [2, 4] / 8', () => {
  const axis = axisOf({ inputSize: 2, kernelSize: 2 });
  const options = { countIncludePadding: true, divisorOverride: 8 };
  expectTensor(averagePool(tensor([1, 1, 2], [2, 4]), [axis], options), [1, 1, 1], [0.75]);
});
