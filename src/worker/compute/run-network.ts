import type { ProductKernels } from '../../engine/network/product-kernels.ts';
import { memoryRefusal } from '../../engine/session/memory-limit.ts';
import { RunRefusal, type RefusedRun } from '../../engine/session/run-refusal.ts';
import { runNetwork } from '../../engine/session/run-network.ts';
import { runWordsOf } from '../../language/words/run-words-of.ts';
import type { NetworkProgress, RunNetworkWork } from '../../protocol/compute.ts';
import { RpcError } from '../../protocol/rpc/error.ts';
import type { WordedRun } from '../../protocol/worded-run.ts';
import { sentenceFor } from '../../util/sentences.ts';
import type { Pacer } from './pacer.ts';

/** Runs a network in pauses; what cannot be run is refused with a sentence in the user's language. */
export async function runNetworkWork(
  { run, network, choices, layer, maximumBytes }: RunNetworkWork,
  kernels: ProductKernels,
  pacer: Pacer,
  progress: (notice: NetworkProgress) => void,
  language: string | undefined,
): Promise<WordedRun> {
  const words = runWordsOf(language);
  const refused = (reason: RefusedRun) => new RpcError('refused', sentenceFor(words.refused, reason));
  const refusal = memoryRefusal(network, choices, maximumBytes);
  if (refusal !== null) throw refused(refusal);
  try {
    const { skipped: _, ...result } = await runNetwork(network, choices, {
      kernels,
      layer: layer ?? undefined,
      checkpoint: (done, total, next) => pacer.pause(() => progress({ run, done, total, layer: next })),
    });
    return { ...result, notes: result.notes.map((note) => sentenceFor(words.notes, note)) };
  } catch (error) {
    if (error instanceof RunRefusal) throw refused(error.refusal);
    throw error;
  }
}
