import { createFastKernels, type FastKernels } from '../../engine/fast/fast-kernels.ts';
import { warmUpRounds } from '../../engine/fast/warm-up.ts';
import type { WebAssemblyHost } from '../../engine/fast/wasm-module.ts';
import { plainKernels, type ProductKernels } from '../../engine/network/product-kernels.ts';
import type { Schedule } from '../../protocol/rpc/port.ts';

/**
 * The kernels of fast mode for one thread: made at its start and warmed up a round at a time, so that the first request
 * waits for one round at most. The plain kernels where there is no WebAssembly SIMD.
 */
export function fastEngine(webAssembly: WebAssemblyHost | null, schedule: Schedule): () => ProductKernels {
  let kernels: FastKernels | null | undefined;
  const made = (): FastKernels | null => (kernels ??= webAssembly && createFastKernels(webAssembly));
  const warmUp = ([round, ...others]: readonly (() => void)[]): void => {
    if (!round) return;
    round();
    schedule(1, () => warmUp(others));
  };
  schedule(1, () => {
    const fast = made();
    if (fast) schedule(1, () => warmUp(warmUpRounds(fast)));
  });
  return () => made() ?? plainKernels;
}
