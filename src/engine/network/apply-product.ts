import { adjointOf } from '../geometry/transposed-convolution.ts';
import { addBias, biasGradient } from '../kernels/bias.ts';
import { linearBiasGradient } from '../kernels/linear.ts';
import type { Tensor } from '../tensor.ts';
import type { Applied, Parameters } from './applied.ts';
import type { ProductOperation } from './operation.ts';
import type { ProductKernels } from './product-kernels.ts';

export function applyProduct(
  operation: ProductOperation,
  x: Tensor,
  parameters: Parameters,
  kernels: ProductKernels,
): Applied {
  const { weight: w, bias: b } = parameters;
  if (!w) throw new RangeError(`A ${operation.kind} needs a weight.`);
  const withBias = (weight: Tensor, bias: () => Tensor): Parameters =>
    b ? { weight, bias: bias() } : { weight };
  switch (operation.kind) {
    case 'convolution': {
      const { geometry } = operation;
      return {
        output: kernels.convolve(x, w, b ?? null, geometry),
        backward: (dz) => ({
          inputs: [kernels.convolutionInputGradient(dz, w, geometry)],
          parameters: withBias(kernels.convolutionKernelGradient(x, dz, geometry), () => biasGradient(dz)),
        }),
      };
    }
    case 'transposed-convolution': {
      const adjoint = adjointOf(operation.geometry);
      const output = kernels.convolutionInputGradient(x, w, adjoint);
      if (b) addBias(output, b);
      return {
        output,
        backward: (dz) => ({
          inputs: [kernels.convolve(dz, w, null, adjoint)],
          parameters: withBias(kernels.convolutionKernelGradient(dz, x, adjoint), () => biasGradient(dz)),
        }),
      };
    }
    case 'linear':
      return {
        output: kernels.linear(x, w, b ?? null),
        backward: (dz) => ({
          inputs: [kernels.linearInputGradient(dz, w)],
          parameters: withBias(kernels.linearWeightGradient(x, dz), () => linearBiasGradient(dz)),
        }),
      };
  }
}
