import { adjointOf, type TransposedConvolutionGeometry } from '../geometry/transposed-convolution.ts';
import type { Tensor } from '../tensor.ts';
import { addBias } from './bias.ts';
import { convolve, inputGradientByScattering, kernelGradient } from './convolution.ts';

/** Z of a transposed convolution: the dX of its adjoint convolution, plus bias. W [C_in, C_out/groups, …]. */
export function transposedConvolve(
  x: Tensor,
  w: Tensor,
  b: Tensor | null,
  geometry: TransposedConvolutionGeometry,
): Tensor {
  const z = inputGradientByScattering(x, w, adjointOf(geometry));
  if (b) addBias(z, b);
  return z;
}

/** dX: what the adjoint convolution makes of dZ. */
export function transposedInputGradient(
  dz: Tensor,
  w: Tensor,
  geometry: TransposedConvolutionGeometry,
): Tensor {
  return convolve(dz, w, null, adjointOf(geometry));
}

/** dW: the adjoint's, in which dZ is the input and X the gradient of the output. */
export function transposedKernelGradient(
  x: Tensor,
  dz: Tensor,
  geometry: TransposedConvolutionGeometry,
): Tensor {
  return kernelGradient(dz, x, adjointOf(geometry));
}
