import type { Shape } from '../model/graph/shape.ts';
import { dimText } from '../model/problems/number-text.ts';

const steps = [
  { from: 1e15, unit: ' P' },
  { from: 1e12, unit: ' T' },
  { from: 1e9, unit: ' G' },
  { from: 1e6, unit: ' M' },
] as const;

/** A count as one reads it: `9,472`, `61.1 M`, `7.73 G`; `unknown` where it is not known. */
export function countText(count: number | null): string {
  if (count === null) return 'unknown';
  const step = steps.find(({ from }) => count >= from);
  if (!step) return count.toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${threeDigits(count / step.from)}${step.unit}`;
}

/** Memory as one reads it, in powers of 1,024: `3.1 MiB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${unit === 0 ? value.toString() : threeDigits(value)} ${units[unit] ?? ''}`;
}

/** Three significant digits, more where the whole part has them. */
function threeDigits(value: number): string {
  return value >= 100 ? Math.round(value).toString() : value.toPrecision(3);
}

/** `1×3×224×224`; `?` where even the rank is unknown. */
export function fullShapeText(shape: Shape): string {
  return shape === null ? '?' : shape.map(dimText).join('×');
}
