import { createFastKernels, type FastKernels } from '../../../src/engine/fast/fast-kernels.ts';
import { warmUpRounds } from '../../../src/engine/fast/warm-up.ts';
import { workloadOf, workloadSizes } from './workload.ts';

/** Milliseconds, in the order in which a worker meets them. */
export interface StartTimes {
  /** From the binary's bytes to the first result of a small convolution. */
  readonly firstResult: number;
  /** All rounds of the warm-up. */
  readonly warmUp: number;
  /** The first convolution of 56×56×64→64 after it, beside a later one in the table. */
  readonly firstLarge: number;
}

export function startEngine(): StartTimes & { readonly kernels: FastKernels } {
  const [small, large] = workloadSizes;
  if (!small || !large) throw new Error('There are no workloads.');
  const [{ x, w, geometry }, first] = [workloadOf({ ...small, size: 16 }), workloadOf(large)];
  const begin = performance.now();
  const kernels = createFastKernels(WebAssembly);
  if (!kernels) throw new Error('This runtime has no WebAssembly SIMD.');
  kernels.convolve(x, w, null, geometry);
  const started = performance.now();
  for (const round of warmUpRounds(kernels)) round();
  const warm = performance.now();
  kernels.convolve(first.x, first.w, null, first.geometry);
  const end = performance.now();
  return { kernels, firstResult: started - begin, warmUp: warm - started, firstLarge: end - warm };
}
