import { sameData } from '../../util/same-data.ts';
import type { ConvolutionGeometry } from '../geometry/convolution.ts';
import type { ProductKernels } from '../network/product-kernels.ts';
import type { Tensor } from '../tensor.ts';

interface Gradient {
  readonly dz: Tensor;
  readonly w: Tensor;
  readonly geometry: ConvolutionGeometry;
  readonly dx: Tensor;
}

/**
 * Several passes of a lesson show the same dX: what takes most of a large layer's time is computed once. Tensors are the
 * same that hold the same values: each pass picks its own out of the layer's.
 */
export function rememberedGradients(kernels: ProductKernels): ProductKernels {
  const known: Gradient[] = [];
  return {
    ...kernels,
    convolutionInputGradient(dz, w, geometry) {
      const same = known.find(
        (gradient) =>
          sameData(gradient.geometry, geometry) && isSame(gradient.w, w) && isSame(gradient.dz, dz),
      );
      if (same) return same.dx;
      const dx = kernels.convolutionInputGradient(dz, w, geometry);
      known.push({ dz, w, geometry, dx });
      return dx;
    },
  };
}

function isSame(a: Tensor, b: Tensor): boolean {
  if (a.data === b.data && a.shape === b.shape) return true;
  return sameData(a.shape, b.shape) && a.data.every((value, i) => Object.is(value, b.data[i]));
}
