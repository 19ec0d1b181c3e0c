import type { Tensor } from '../tensor.ts';
import { reluFunction } from './activations.ts';
import { applyPointwise, pointwiseGradient } from './pointwise.ts';

/** max(0, x); NaN and −0 pass, as in PyTorch. */
export function relu(x: Tensor): Tensor {
  return applyPointwise(reluFunction, x);
}

/** dX of ReLU, from its input or its output; the gradient at 0 is 0. */
export function reluGradient(dz: Tensor, x: Tensor): Tensor {
  return pointwiseGradient(reluFunction, dz, x);
}
