import type { ProductKernels } from '../../../src/engine/network/product-kernels.ts';
import type { Tensor } from '../../../src/engine/tensor.ts';
import type { Contestant, Pass } from './contestant.ts';
import type { Workload } from './workload.ts';

/** The engine as networks call it: from tensors on JavaScript's side to a tensor there, weights packed anew each time. */
export function convLens(name: string, kernels: ProductKernels): Contestant {
  return {
    name,
    prepare: (workload, pass) =>
      Promise.resolve({
        run: passOf(kernels, workload, pass),
        read: (result) => (result as Tensor).data as Float32Array,
        dispose: () => undefined,
      }),
  };
}

/** A pass with any kernels, in the number format of the workload's tensors. */
export function passOf(
  kernels: ProductKernels,
  { x, w, dz, geometry }: Pick<Workload, 'x' | 'w' | 'dz' | 'geometry'>,
  pass: Pass,
): () => Tensor {
  switch (pass) {
    case 'forward':
      return () => kernels.convolve(x, w, null, geometry);
    case 'dX':
      return () => kernels.convolutionInputGradient(dz, w, geometry);
    case 'dW':
      return () => kernels.convolutionKernelGradient(x, dz, geometry);
  }
}
