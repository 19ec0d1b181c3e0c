import { plainNumber } from '../numbers.ts';
import { powerText, type FlowLayer } from './flow-chart.ts';
import type { NetworkView } from './view.ts';

/** What of a run the backward lane shows: the gradients by the inputs and by the layers' outputs. */
export interface RunGradients {
  readonly inputs: readonly { readonly name: string; readonly gradient: FlowLayer['gradient'] }[];
  readonly layers: readonly FlowLayer[];
}

/**
 * How large each layer's gradient is beside the others, 0 to 1, by the logarithm of its norm; a folded block has the
 * greatest of its layers. Six powers of ten below the largest is nothing. Layers without a gradient have no share: those
 * that did not run, or that the loss does not depend on. Null where none has one: a pass that ran forward alone.
 */
export function flowMagnitudes(
  { layers }: NetworkView,
  run: RunGradients,
): ReadonlyMap<string, number> | null {
  const norms = normsOf(run);
  if (norms.size === 0) return null;
  const largest = Math.max(...norms.values());
  const share = (norm: number): number =>
    norm > 0 && largest > 0 ? Math.max(0, 1 + Math.log10(norm / largest) / powers) : 0;
  return new Map(
    layers.flatMap(({ id, fold }) => {
      const members = (fold?.members ?? [id]).flatMap((member) => norms.get(member) ?? []);
      return members.length > 0 ? [[id, share(Math.max(...members))]] : [];
    }),
  );
}

const normsOf = ({ inputs, layers }: RunGradients): ReadonlyMap<string, number> =>
  new Map(
    [...inputs.map(({ name, gradient }) => ({ id: name, gradient })), ...layers].flatMap(
      ({ id, gradient }) => (gradient ? [[id, gradient.norm]] : []),
    ),
  );

/** The norms of the palest and of the strongest colour, as they are written; null where no gradient has one. */
export function magnitudeScale(run: RunGradients): { readonly from: string; readonly to: string } | null {
  const to = Math.max(0, ...normsOf(run).values());
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
