import { describe, expect, test } from 'vitest';
import { crossEntropy } from '../../../../src/engine/kernels/cross-entropy.ts';
import { squaredError } from '../../../../src/engine/kernels/squared-error.ts';
import { createFastKernels } from '../../../../src/engine/fast/fast-kernels.ts';
import type { Parameters } from '../../../../src/engine/network/applied.ts';
import { plainKernels, type ProductKernels } from '../../../../src/engine/network/product-kernels.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { expectTensor, magnitude } from '../../../support/compare.ts';
import {
  applyCase,
  operationsOracle,
  type OperationCase,
  tensorOf,
  tensorsOf,
  titleOfCase,
} from '../../../support/ops-oracle.ts';

/**
 * PyTorch's float64 sums in another order, and the file keeps 13 digits: a share of the largest value, or of 1 where
 * all are small. PyTorch's hard-sigmoid multiplies by 1/6 in float32 (aten/src/ATen/native/cpu/Activation.cpp).
 */
const toleranceOf = (operation: OperationCase['operation']): number =>
  operation.kind === 'activation' && operation.name === 'hard-sigmoid' ? 1e-7 : 1e-11;

/** A share of the largest value. */
const float32Tolerance = 1e-5;

function expectValues(
  actual: Tensor,
  shape: readonly number[],
  values: readonly number[],
  tolerance: number,
): void {
  const expected = { shape, data: Float64Array.from(values) };
  expectTensor(actual, shape, expected.data, tolerance * Math.max(1, magnitude(expected)));
}

const single = ({ shape, data }: Tensor): Tensor => ({ shape, data: Float32Array.from(data) });

const singles = (tensors: Parameters): Parameters =>
  Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, single(value)]));

/** A case forward and backward, compared with PyTorch's values. */
function expectCase(
  item: OperationCase,
  kernels: ProductKernels,
  tolerance: number,
  format: 'float64' | 'float32',
): void {
  const exact = item.inputs.map(tensorOf);
  const inputs = format === 'float64' ? exact : exact.map(single);
  const parameters = format === 'float64' ? tensorsOf(item.parameters) : singles(tensorsOf(item.parameters));
  const dz = tensorOf(item.dz);
  const applied = applyCase(item, inputs, parameters, kernels);
  expectValues(applied.output, item.shape, item.z, tolerance);
  const gradients = applied.backward(format === 'float64' ? dz : single(dz));
  for (const [place, values] of item.inputGradients.entries()) {
    const gradient = gradients.inputs[place];
    if (!gradient) expect.fail(`no gradient by input ${place}`);
    expectValues(gradient, inputs[place]?.shape ?? [], values, tolerance);
  }
  expect(Object.keys(gradients.parameters)).toEqual(Object.keys(item.parameterGradients));
  for (const [name, values] of Object.entries(item.parameterGradients)) {
    const gradient = gradients.parameters[name];
    if (!gradient) expect.fail(`no gradient by ${name}`);
    expectValues(gradient, parameters[name]?.shape ?? [], values, tolerance);
  }
}

const titled = operationsOracle.operations.map((item, place) => [titleOfCase(item, place), item] as const);

describe('PyTorch, float64', () => {
  test('the file holds 1300 operations, 20 of each kind and mode', () => {
    expect(operationsOracle.operations.length).toBe(1300);
  });

  test.each(titled)('%s', (_title, item) => {
    expectCase(item, plainKernels, toleranceOf(item.operation), 'float64');
  });

  test.each(
    operationsOracle.losses.map(
      (item, place) => [`${place} ${item.kind} of ${item.input.shape.join(',')}`, item] as const,
    ),
  )('%s', (_title, item) => {
    const x = tensorOf(item.input);
    const tolerance = 1e-11;
    const loss =
      item.kind === 'cross-entropy' ? crossEntropy(x, item.classes) : squaredError(x, tensorOf(item.target));
    expect(Math.abs(loss.value - item.loss)).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(item.loss)),
    );
    expectValues(loss.gradient, x.shape, item.gradient, tolerance);
  });
});

/** The fast mode's kernels in both builds, and what stands in where there is no WebAssembly. */
const builds: readonly (readonly [string, ProductKernels | null])[] = [
  ['relaxed SIMD, where the machine has it', createFastKernels(WebAssembly, { builds: ['relaxed-simd'] })],
  ['SIMD', createFastKernels(WebAssembly, { builds: ['simd'] })],
  ['plain', plainKernels],
];

describe.each(builds)('PyTorch, float32, %s', (_build, kernels) => {
  test.skipIf(kernels === null).each(titled)('%s', (_title, item) => {
    expectCase(item, kernels ?? plainKernels, float32Tolerance, 'float32');
  });
});
