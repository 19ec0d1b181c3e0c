import { plainNumber } from '../numbers.ts';
import { powerText, type FlowLayer } from './flow-chart.ts';
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

/** The norms of the palest and of the strongest colour, as they are written; null where no gradient has one. */
export function magnitudeScale(
  run: readonly FlowLayer[],
): { readonly from: string; readonly to: string } | null {
  const to = Math.max(0, ...run.map(({ gradient }) => gradient?.norm ?? 0));
  return to > 0 && Number.isFinite(to) ? { from: normText(to / 10 ** powers), to: normText(to) } : null;
}

const powers = 6;

/** Two digits: `0.32`, `3.2 · 10⁻⁷`. */
function normText(norm: number): string {
  const rounded = Number(norm.toPrecision(2));
  if (rounded >= 0.01 && rounded < 1000) return plainNumber(rounded);
  const [digits = '', power = '0'] = rounded.toExponential().replace('+', '').split('e');
  return `${digits} · ${powerText(Number(power))}`;
}
