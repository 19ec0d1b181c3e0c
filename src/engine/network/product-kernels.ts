import type { ConvolutionGeometry } from '../geometry/convolution.ts';
import { convolve, inputGradientByScattering, kernelGradient } from '../kernels/convolution.ts';
import { linear, linearInputGradient, linearWeightGradient } from '../kernels/linear.ts';
import type { Tensor } from '../tensor.ts';

/** The passes that take nearly all of a network's time, and of which there is more than one implementation. */
export interface ProductKernels {
  convolve(x: Tensor, w: Tensor, b: Tensor | null, geometry: ConvolutionGeometry): Tensor;
  convolutionInputGradient(dz: Tensor, w: Tensor, geometry: ConvolutionGeometry): Tensor;
  convolutionKernelGradient(x: Tensor, dz: Tensor, geometry: ConvolutionGeometry): Tensor;
  linear(x: Tensor, w: Tensor, b: Tensor | null): Tensor;
  linearInputGradient(dz: Tensor, w: Tensor): Tensor;
  linearWeightGradient(x: Tensor, dz: Tensor): Tensor;
}

/** The plain kernels, in the definition's order of operations, for float64 and float32. */
export const plainKernels: ProductKernels = {
  convolve,
  convolutionInputGradient: inputGradientByScattering,
  convolutionKernelGradient: kernelGradient,
  linear,
  linearInputGradient,
  linearWeightGradient,
};
