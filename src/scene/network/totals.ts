import { amountText } from '../../util/amount-text.ts';
import { byteText } from '../../util/byte-text.ts';
import { count } from '../numbers.ts';
import type { NetworkView } from './view.ts';

/** How many layers there are: what comes in is none. */
export const layerCount = (layers: NetworkView['layers']): number =>
  layers.reduce(
    (count, { kind, fold }) => count + (fold ? fold.members.length : kind === 'input' ? 0 : 1),
    0,
  );

/** The sums of a network's costs; `atLeast` words one to which some layers' parts are missing. */
export function totalTexts({ totals }: NetworkView, atLeast: (amount: string) => string = orMore) {
  const { params, macs, trainingBytes, whole } = totals;
  return {
    parameters: amountText(params, whole.params, count, atLeast) ?? '?',
    multiplyAdds: amountText(macs, whole.macs, count, atLeast) ?? '?',
    memory: amountText(trainingBytes, whole.memory, byteText, atLeast) ?? '?',
  };
}

const orMore = (amount: string): string => `≥ ${amount}`;
