import { adjointOf } from '../geometry/transposed-convolution.ts';
import { addBias, biasGradient } from '../kernels/bias.ts';
import { linearBiasGradient } from '../kernels/linear.ts';
import type { Tensor } from '../tensor.ts';
import type { Applied, LayerGradients, Parameters } from './applied.ts';
import type { ProductOperation } from './operation.ts';
import type { ProductKernels } from './product-kernels.ts';
import { ProductParts } from './product-parts.ts';
import { atOnce, finish, type Work } from './work.ts';

/** An operation after its forward pass, with a backward pass in parts. */
export interface AppliedInParts {
  readonly output: Tensor;
  readonly backward: (dz: Tensor) => Work<LayerGradients>;
}

export function applyProduct(
  operation: ProductOperation,
  x: Tensor,
  parameters: Parameters,
  kernels: ProductKernels,
): Applied {
  const parts = new ProductParts(kernels, Infinity);
  const { output, backward } = finish(productInParts(operation, x, parameters, parts));
  return { output, backward: (dz) => finish(backward(dz)) };
}

export function* productInParts(
  operation: ProductOperation,
  x: Tensor,
  parameters: Parameters,
  parts: ProductParts,
): Work<AppliedInParts> {
  const { weight: w, bias: b } = parameters;
  if (!w) throw new RangeError(`A ${operation.kind} needs a weight.`);
  const withBias = (weight: Tensor, bias: () => Tensor): Parameters =>
    b ? { weight, bias: bias() } : { weight };
  switch (operation.kind) {
    case 'convolution': {
      const { geometry } = operation;
      return {
        output: yield* parts.convolve(x, w, b ?? null, geometry),
        *backward(dz) {
          const dx = yield* parts.convolutionInputGradient(dz, w, geometry);
          const dw = yield* parts.convolutionKernelGradient(x, dz, geometry);
          return { inputs: [dx], parameters: withBias(dw, () => biasGradient(dz)) };
        },
      };
    }
    case 'transposed-convolution': {
      const adjoint = adjointOf(operation.geometry);
      const output = yield* parts.convolutionInputGradient(x, w, adjoint);
      if (b) addBias(output, b);
      return {
        output,
        *backward(dz) {
          const dx = yield* parts.convolve(dz, w, null, adjoint);
          const dw = yield* parts.convolutionKernelGradient(dz, x, adjoint);
          return { inputs: [dx], parameters: withBias(dw, () => biasGradient(dz)) };
        },
      };
    }
    case 'linear': {
      const { kernels } = parts;
      return {
        output: kernels.linear(x, w, b ?? null),
        backward: (dz) =>
          atOnce(() => ({
            inputs: [kernels.linearInputGradient(dz, w)],
            parameters: withBias(kernels.linearWeightGradient(x, dz), () => linearBiasGradient(dz)),
          })),
      };
    }
  }
}
