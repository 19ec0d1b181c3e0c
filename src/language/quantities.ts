import type { Shape } from '../model/graph/shape.ts';
import { dimText } from '../model/problems/number-text.ts';
import { threeDigits } from '../util/three-digits.ts';
import type { LayerWords } from './words/layers-english.ts';

const steps = [
  { from: 1e15, unit: ' P' },
  { from: 1e12, unit: ' T' },
  { from: 1e9, unit: ' G' },
  { from: 1e6, unit: ' M' },
] as const;

/** A count as one reads it: `9,472`, `61.1 M`, `7.73 G`. */
export const countText = (count: number | null): string =>
  count === null ? 'unknown' : knownCountText(count);

function knownCountText(count: number): string {
  const step = steps.find(({ from }) => count >= from);
  if (!step) return count.toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${threeDigits(count / step.from)}${step.unit}`;
}

/** `1×3×224×224`; `?` where even the rank is unknown. */
export function fullShapeText(shape: Shape): string {
  return shape === null ? '?' : shape.map(dimText).join('×');
}

/** `9,472 parameters, 118 M multiply-adds` */
export const costsText = (
  { params, macs }: { readonly params: number | null; readonly macs: number | null },
  words: LayerWords,
): string =>
  words.costs(params === null ? null : knownCountText(params), macs === null ? null : knownCountText(macs));
