import { estimateMemory, type MemoryEstimate } from '../network/memory.ts';
import type { CompiledNetwork } from './compiled-network.ts';
import type { NetworkChoices } from './network-run.ts';
import type { MemoryOffer, MemoryRefusal } from './run-refusal.ts';

/** Why a run would take too much memory, and what would fit; null where it fits. */
export function memoryRefusal(
  network: CompiledNetwork,
  { arithmetic, loss }: Pick<NetworkChoices, 'arithmetic' | 'loss'>,
  maximumBytes: number,
): MemoryRefusal | null {
  const estimate = estimateMemory(network.program, arithmetic === 'exact' ? 'float64' : 'float32');
  const needed = loss.kind === 'none' ? estimate.forwardBytes : estimate.trainingBytes;
  if (needed <= maximumBytes) return null;
  const fixed = estimate.parameterBytes * (loss.kind === 'none' ? 1 : 2);
  const share = (maximumBytes - fixed) / (needed - fixed);
  const halved: MemoryOffer | null =
    arithmetic === 'exact' && needed / 2 <= maximumBytes ? { kind: 'fast' } : null;
  const offers = [smallerInput(network, share), halved, forwardOnly(estimate, loss, maximumBytes)];
  return {
    kind: 'memory',
    neededBytes: needed,
    allowedBytes: maximumBytes,
    offers: offers.filter((offer) => offer !== null),
  };
}

/** An input whose activations fit: fewer samples, then smaller planes. They grow with both in proportion. */
function smallerInput({ inputs: [input] }: CompiledNetwork, share: number): MemoryOffer | null {
  if (!input || share <= 0) return null;
  const [batch = 1, channels = 1, ...spatial] = input.shape;
  const samples = Math.floor(batch * share);
  if (samples >= 1) return { kind: 'fewer-samples', shape: [samples, channels, ...spatial] };
  const side = (share * batch) ** (1 / Math.max(1, spatial.length));
  const sizes = spatial.map((size) => wholeSteps(size * side));
  if (spatial.length === 0 || sizes.some((size) => size < 1)) return null;
  return { kind: 'smaller-input', shape: [1, channels, ...sizes] };
}

/** Multiples of 32, which most networks can halve five times, where that leaves something. */
const wholeSteps = (size: number): number => (size >= 32 ? Math.floor(size / 32) * 32 : Math.floor(size));

function forwardOnly(
  { forwardBytes }: MemoryEstimate,
  loss: NetworkChoices['loss'],
  maximumBytes: number,
): MemoryOffer | null {
  if (loss.kind === 'none' || forwardBytes > maximumBytes) return null;
  return { kind: 'forward-only', bytes: forwardBytes };
}
