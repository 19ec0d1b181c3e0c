import { describe, expect, test } from 'vitest';
import { crossEntropy } from '../../../../src/engine/kernels/cross-entropy.ts';
import { squaredError } from '../../../../src/engine/kernels/squared-error.ts';
import type { EngineOperation } from '../../../../src/engine/network/operation.ts';
import { applyOperation } from '../../../../src/engine/network/apply.ts';
import { plainKernels } from '../../../../src/engine/network/product-kernels.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { expectTensor, magnitude } from '../../../support/compare.ts';
import {
  operationOf,
  operationsOracle,
  tensorOf,
  tensorsOf,
  titleOfCase,
} from '../../../support/ops-oracle.ts';

/**
 * PyTorch's float64 sums in another order, and the file keeps 13 digits: a share of the largest value, or of 1 where
 * all are small. PyTorch's hard-sigmoid multiplies by 1/6 in float32 (aten/src/ATen/native/cpu/Activation.cpp).
 */
const toleranceOf = (operation: EngineOperation): number =>
  operation.kind === 'activation' && operation.name === 'hard-sigmoid' ? 1e-7 : 1e-11;

function expectValues(
  actual: Tensor,
  shape: readonly number[],
  values: readonly number[],
  tolerance: number,
): void {
  const expected = { shape, data: Float64Array.from(values) };
  expectTensor(actual, shape, expected.data, tolerance * Math.max(1, magnitude(expected)));
}

describe('PyTorch, float64', () => {
  test('the file holds 940 operations, 20 of each kind and mode', () => {
    expect(operationsOracle.operations.length).toBe(940);
  });

  test.each(operationsOracle.operations.map((item, place) => [titleOfCase(item, place), item] as const))(
    '%s',
    (_title, item) => {
      const inputs = item.inputs.map(tensorOf);
      const operation = operationOf(item);
      const tolerance = toleranceOf(operation);
      const parameters = tensorsOf(item.parameters);
      const applied = applyOperation(operation, inputs, parameters, plainKernels);
      expectValues(applied.output, item.shape, item.z, tolerance);
      const gradients = applied.backward(tensorOf(item.dz));
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
    },
  );

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
