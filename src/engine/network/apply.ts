import { assertNever } from '../../util/assert-never.ts';
import type { Tensor } from '../tensor.ts';
import { applyLayout } from './apply-layout.ts';
import { applyNormalization } from './apply-normalization.ts';
import { applyPointwiseOperation } from './apply-pointwise.ts';
import { applyPool } from './apply-pool.ts';
import { applyProduct, productInParts, type AppliedInParts } from './apply-product.ts';
import type { Applied, Parameters } from './applied.ts';
import type { EngineOperation } from './operation.ts';
import type { ProductKernels } from './product-kernels.ts';
import type { ProductParts } from './product-parts.ts';
import { atOnce, type Work } from './work.ts';

/** As `applyOperation`, with the products of a convolution in parts. */
export function operationInParts(
  operation: EngineOperation,
  inputs: readonly Tensor[],
  parameters: Parameters,
  parts: ProductParts,
): Work<AppliedInParts> {
  const [x] = inputs;
  if (x && (operation.kind === 'convolution' || operation.kind === 'transposed-convolution')) {
    return productInParts(operation, x, parameters, parts);
  }
  return atOnce(() => {
    const { output, backward } = applyOperation(operation, inputs, parameters, parts.kernels);
    return { output, backward: (dz) => atOnce(() => backward(dz)) };
  });
}

/** Runs one operation forward and returns its output with its backward pass. Shapes must fit: they were inferred before. */
export function applyOperation(
  operation: EngineOperation,
  inputs: readonly Tensor[],
  parameters: Parameters,
  kernels: ProductKernels,
): Applied {
  const [x] = inputs;
  if (!x) throw new RangeError(`A ${operation.kind} needs an input.`);
  switch (operation.kind) {
    case 'convolution':
    case 'transposed-convolution':
    case 'linear':
      return applyProduct(operation, x, parameters, kernels);
    case 'max-pool':
    case 'average-pool':
    case 'adaptive-pool':
      return applyPool(operation, x);
    case 'batch-norm':
    case 'layer-norm':
    case 'group-norm':
    case 'instance-norm':
    case 'local-response-norm':
      return applyNormalization(operation, x, parameters);
    case 'activation':
    case 'leaky-relu':
    case 'elu':
    case 'celu':
    case 'clamp':
    case 'hard-shrink':
    case 'soft-shrink':
    case 'threshold':
    case 'prelu':
    case 'softmax':
    case 'log-softmax':
    case 'affine':
    case 'identity':
      return applyPointwiseOperation(operation, x, parameters);
    case 'combine':
    case 'concat':
    case 'slice':
    case 'reshape':
    case 'permute':
    case 'pad':
    case 'upsample':
    case 'pixel-shuffle':
    case 'pixel-unshuffle':
    case 'reduce-mean':
    case 'reduce-sum':
      return applyLayout(operation, inputs);
    default:
      return assertNever(operation);
  }
}
