import { convolve, inputGradientByScattering, kernelGradient } from '../kernels/convolution.ts';
import { maxPool, maxPoolGradient } from '../kernels/max-pool.ts';
import { relu, reluGradient } from '../kernels/relu.ts';
import { compareSlopes, type CellCheck } from '../network/check-gradient.ts';
import type { Tensor } from '../tensor.ts';
import { chainGeometry } from './chain-lesson.ts';
import type { LayerTensors } from './layer-lesson.ts';

/** What the example's loss depends on: its input and kernels, and what they become on the way. */
export type ChainTensor = 'X' | 'W' | 'Z' | 'A';

/**
 * The gradient of one cell of the example: as its backward passes give it, and as the slope of L = Σ dP·P through all
 * that comes after the cell.
 */
export function checkChain({ x, w, b, dz: dp }: LayerTensors, tensor: ChainTensor, index: number): CellCheck {
  const kernels = w ?? x;
  const { conv, pool } = chainGeometry;
  const geometry = { axes: conv, groups: 1 };
  const z = convolve(x, kernels, b, geometry);
  const a = relu(z);
  const pooled = (input: Tensor): Tensor => maxPool(input, pool).z;
  const da = maxPoolGradient(dp, maxPool(a, pool).winners, pool);
  const dz = reluGradient(da, z);
  switch (tensor) {
    case 'A':
      return compareSlopes(a, da, index, dp, pooled);
    case 'Z':
      return compareSlopes(z, dz, index, dp, (moved) => pooled(relu(moved)));
    case 'X': {
      const dx = inputGradientByScattering(dz, kernels, geometry);
      return compareSlopes(x, dx, index, dp, (moved) => pooled(relu(convolve(moved, kernels, b, geometry))));
    }
    case 'W': {
      const dw = kernelGradient(x, dz, geometry);
      return compareSlopes(kernels, dw, index, dp, (moved) => pooled(relu(convolve(x, moved, b, geometry))));
    }
  }
}
