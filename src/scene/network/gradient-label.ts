import type { Mark } from '../draw-list.ts';
import { text, textWidth } from '../marks.ts';
import type { NetworkItem } from './network-item.ts';

const type = { size: 10, font: 'mono' } as const;

/**
 * The gradient has the shape of what it is the gradient of, which stands beside that, too: where there is little room it
 * need not stand here. Plates go without: what stands beside them says it.
 */
const gradientText = (item: NetworkItem, short: boolean): string => {
  if (item.plate) return '';
  const name = item.layer.kind === 'input' ? 'dX' : 'dZ';
  return short ? name : `${name} ${item.shape}`;
};

export const gradientTextWidth = (item: NetworkItem, short = false): number =>
  textWidth(gradientText(item, short), type.size, type.font);

export const gradientLabel = (item: NetworkItem, x: number, y: number, short = false): Mark[] =>
  item.plate
    ? []
    : [text(x, y, gradientText(item, short), { ...type, anchor: 'middle', fill: { role: 'gradient' } })];
