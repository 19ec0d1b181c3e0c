import { createFastKernels } from '../engine/fast/fast-kernels.ts';
import { plainKernels, type ProductKernels } from '../engine/network/product-kernels.ts';

/** `fast` takes WebAssembly where the machine has its SIMD. */
export const kernelsOf = (mode: 'exact' | 'fast'): ProductKernels =>
  mode === 'fast' ? (createFastKernels(WebAssembly) ?? plainKernels) : plainKernels;
