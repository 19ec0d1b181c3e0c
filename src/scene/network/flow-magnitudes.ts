import type { FlowLayer } from './flow-chart.ts';
import type { NetworkView } from './view.ts';

/**
 * How large each layer's gradient is beside the others, 0 to 1, by the logarithm of its norm; a folded block has the
 * greatest of its layers. Six powers of ten below the largest is nothing.
 */
export function flowMagnitudes(
  { layers }: NetworkView,
  run: readonly FlowLayer[],
): ReadonlyMap<string, number> {
  const norms = new Map(run.map(({ id, gradient }) => [id, gradient?.norm ?? 0]));
  const largest = Math.max(...norms.values());
  const share = (norm: number): number =>
    norm > 0 && largest > 0 ? Math.max(0, 1 + Math.log10(norm / largest) / powers) : 0;
  return new Map(
    layers.map(({ id, fold }) => {
      const members = (fold?.members ?? [id]).map((member) => norms.get(member) ?? 0);
      return [id, share(Math.max(0, ...members))];
    }),
  );
}

const powers = 6;
