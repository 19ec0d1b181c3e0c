import { estimateMemory, type MemoryEstimate } from '../network/memory.ts';
import type { CompiledNetwork } from './compiled-network.ts';
import type { NetworkChoices } from './network-run.ts';

/** Why a run would take too much memory, and what would fit; null where it fits. */
export function memoryRefusal(
  network: CompiledNetwork,
  { arithmetic, loss }: Pick<NetworkChoices, 'arithmetic' | 'loss'>,
  maximumBytes: number,
): string | null {
  const estimate = estimateMemory(network.program, arithmetic === 'exact' ? 'float64' : 'float32');
  const needed = loss.kind === 'none' ? estimate.forwardBytes : estimate.trainingBytes;
  if (needed <= maximumBytes) return null;
  const fixed = estimate.parameterBytes * (loss.kind === 'none' ? 1 : 2);
  const share = (maximumBytes - fixed) / (needed - fixed);
  const offers = [
    smallerInput(network, share),
    arithmetic === 'exact' && needed / 2 <= maximumBytes ? 'the fast mode needs half of it' : null,
    forwardOnly(estimate, loss, maximumBytes),
  ].filter((offer) => offer !== null);
  return [
    `This run needs about ${megabytes(needed)}, and ${megabytes(maximumBytes)} are allowed.`,
    ...(offers.length > 0 ? [`What fits: ${offers.join('; ')}.`] : []),
  ].join(' ');
}

/** An input whose activations fit: fewer samples, then smaller planes. They grow with both in proportion. */
function smallerInput({ inputs: [input] }: CompiledNetwork, share: number): string | null {
  if (!input || share <= 0) return null;
  const [batch = 1, channels = 1, ...spatial] = input.shape;
  const samples = Math.floor(batch * share);
  if (samples >= 1) return `an input of ${[samples, channels, ...spatial].join('x')}`;
  const side = (share * batch) ** (1 / Math.max(1, spatial.length));
  const sizes = spatial.map((size) => wholeSteps(size * side));
  if (spatial.length === 0 || sizes.some((size) => size < 1)) return null;
  return `an input of about ${[1, channels, ...sizes].join('x')}`;
}

/** Multiples of 32, which most networks can halve five times, where that leaves something. */
const wholeSteps = (size: number): number => (size >= 32 ? Math.floor(size / 32) * 32 : Math.floor(size));

function forwardOnly(
  { forwardBytes }: MemoryEstimate,
  loss: NetworkChoices['loss'],
  maximumBytes: number,
): string | null {
  if (loss.kind === 'none' || forwardBytes > maximumBytes) return null;
  return `a forward pass alone takes ${megabytes(forwardBytes)}`;
}

function megabytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e7 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
