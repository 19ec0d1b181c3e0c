import fc from 'fast-check';
import { describe, test } from 'vitest';
import { crossEntropy } from '../../../src/engine/kernels/cross-entropy.ts';
import { squaredError } from '../../../src/engine/kernels/squared-error.ts';
import { createFastKernels } from '../../../src/engine/fast/fast-kernels.ts';
import { plainKernels, type ProductKernels } from '../../../src/engine/network/product-kernels.ts';
import type { Tensor } from '../../../src/engine/tensor.ts';
import { expectGradient } from '../../support/finite-differences.ts';
import {
  applyCase,
  operationsOracle,
  tensorOf,
  tensorsOf,
  type OperationCase,
  type TensorSpec,
} from '../../support/ops-oracle.ts';
import { tensor } from '../../support/oracle.ts';

/** Off the bends and ties: no two values are equal, and none is a multiple of 1/64. */
function generic(spec: TensorSpec, salt: number): Tensor {
  const { shape, data } = tensorOf({ ...spec, salt: spec.salt + salt });
  return { shape, data: data.map((value, i) => value + 0.0031 + 0.00017 * i) };
}

const kinds = new Map<string, OperationCase[]>();
for (const item of operationsOracle.operations) {
  const { operation } = item;
  const details = ['name' in operation ? operation.name : '', 'mode' in operation ? operation.mode : ''];
  const kind = [operation.kind, ...details].join(' ').trim();
  kinds.set(kind, [...(kinds.get(kind) ?? []), item]);
}

describe('gradients agree with finite differences', () => {
  test.each([...kinds])('%s', (_kind, cases) => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.nat(250), (item, salt) => {
        const inputs = item.inputs.map((spec, place) => generic(spec, salt + 31 * place));
        const parameters = tensorsOf(item.parameters);
        const dz = tensorOf(item.dz);
        const gradients = applyCase(item, inputs, parameters, plainKernels).backward(dz);
        for (const [place, gradient] of gradients.inputs.entries()) {
          const f = (at: Tensor): Tensor =>
            applyCase(item, inputs.with(place, at), parameters, plainKernels).output;
          expectGradient(gradient, f, inputs[place] ?? gradient, dz);
        }
        for (const [name, gradient] of Object.entries(gradients.parameters)) {
          const f = (at: Tensor): Tensor =>
            applyCase(item, inputs, { ...parameters, [name]: at }, plainKernels).output;
          expectGradient(gradient, f, parameters[name] ?? gradient, dz);
        }
      }),
      { numRuns: 15 },
    );
  });

  const single = ({ shape, data }: Tensor): Tensor => ({ shape, data: Float32Array.from(data) });
  const double = ({ shape, data }: Tensor): Tensor => ({ shape, data: Float64Array.from(data) });
  const singles = (tensors: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>> =>
    Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, single(value)]));

  const builds: readonly (readonly [string, ProductKernels | null])[] = [
    ['relaxed SIMD', createFastKernels(WebAssembly, { builds: ['relaxed-simd'] })],
    ['SIMD', createFastKernels(WebAssembly, { builds: ['simd'] })],
    ['plain', plainKernels],
  ];

  // The gradient is float32's; the differences are taken in float64, where they have digits enough.
  describe.each(builds)('in float32, %s', (_build, kernels) => {
    test.skipIf(kernels === null).each([...kinds])('%s', (_kind, cases) => {
      fc.assert(
        fc.property(fc.constantFrom(...cases), fc.nat(250), (item, salt) => {
          const inputs = item.inputs.map((spec, place) => single(generic(spec, salt + 31 * place)));
          const parameters = singles(tensorsOf(item.parameters));
          const dz = single(tensorOf(item.dz));
          const gradients = applyCase(item, inputs, parameters, kernels ?? plainKernels).backward(dz);
          const exact = inputs.map(double);
          for (const [place, gradient] of gradients.inputs.entries()) {
            const f = (at: Tensor): Tensor =>
              applyCase(item, exact.with(place, at), tensorsOf(item.parameters), plainKernels).output;
            expectGradient(gradient, f, exact[place] ?? gradient, double(dz), 1e-4);
          }
        }),
        { numRuns: 5 },
      );
    });
  });

  test('cross-entropy and squared error', () => {
    fc.assert(
      fc.property(fc.constantFrom(...operationsOracle.losses), fc.nat(250), (item, salt) => {
        const x = generic({ shape: item.input.shape, salt: item.input.salt }, salt);
        const loss = (at: Tensor) =>
          item.kind === 'cross-entropy'
            ? crossEntropy(at, item.classes)
            : squaredError(at, tensorOf(item.target));
        expectGradient(loss(x).gradient, (at) => tensor([1], [loss(at).value]), x, tensor([1], [1]));
      }),
    );
  });
});
