import type { ProductKernels } from '../../engine/network/product-kernels.ts';
import { memoryRefusal } from '../../engine/session/memory-limit.ts';
import type { NetworkRun } from '../../engine/session/network-run.ts';
import { RunRefusal } from '../../engine/session/run-refusal.ts';
import { runNetwork } from '../../engine/session/run-network.ts';
import type { NetworkProgress, RunNetworkWork } from '../../protocol/compute.ts';
import { RpcError } from '../../protocol/rpc/error.ts';
import type { Pacer } from './pacer.ts';

/** Runs a network in pauses; what cannot be run is refused with a sentence for the user. */
export async function runNetworkWork(
  { run, network, choices, layer, maximumBytes }: RunNetworkWork,
  kernels: ProductKernels,
  pacer: Pacer,
  progress: (notice: NetworkProgress) => void,
): Promise<NetworkRun> {
  const refusal = memoryRefusal(network, choices, maximumBytes);
  if (refusal !== null) throw new RpcError('refused', refusal);
  try {
    return await runNetwork(network, choices, {
      kernels,
      layer: layer ?? undefined,
      checkpoint: (done, total, next) => pacer.pause(() => progress({ run, done, total, layer: next })),
    });
  } catch (error) {
    if (error instanceof RunRefusal) throw new RpcError('refused', error.message);
    throw error;
  }
}
