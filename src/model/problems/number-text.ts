import type { Dim, Shape } from '../graph/shape.ts';
import { isSymbolic } from '../shapes/dims.ts';

/** A whole or broken number: `112.5`, `−1`, `≈ 37.33` where three decimals do not hold it. */
export function numberText(value: number): string {
  const rounded = Number(value.toFixed(3));
  const text = rounded === value ? value.toString() : `≈ ${value.toFixed(2)}`;
  return text.replace('-', '−');
}

/** `= 112.5`, `≈ 37.33` */
export function equalsText(value: number): string {
  const text = numberText(value);
  return text.startsWith('≈') ? text : `= ${text}`;
}

/** One size: `3`, `N`, `2·N`, `?`. */
export function dimText(dim: Dim): string {
  if (dim === null) return '?';
  if (!isSymbolic(dim)) return dim.toString();
  return dim.factor === 1 ? dim.symbol : `${numberText(dim.factor)}·${dim.symbol}`;
}

/** `[1, 3, 224, 224]`; `?` where even the rank is unknown. */
export function shapeText(shape: Shape): string {
  if (shape === null) return '?';
  const sizes = shape.slice(0, mostSizes).map(dimText).join(', ');
  return shape.length > mostSizes ? `[${sizes}, …, ${shape.length} sizes]` : `[${sizes}]`;
}

/** Tensors with more axes are mistakes: not all of them need be read. */
const mostSizes = 8;

/** One sample's sizes: `64×112×112`. */
export function compactShapeText(shape: Shape): string {
  if (shape === null) return '?';
  return shape.length === 1 ? dimText(shape[0] ?? null) : shape.slice(1).map(dimText).join('×');
}

/** `1 cell`, `2 cells` */
export function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`;
}

/** `a`, `a and b`, `a, b and c` */
export function listed(items: readonly string[], last = 'and'): string {
  if (items.length <= 1) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1) ?? ''}`;
}
