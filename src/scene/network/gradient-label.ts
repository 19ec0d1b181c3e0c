import type { Mark } from '../draw-list.ts';
import { text, textWidth } from '../marks.ts';
import type { NetworkItem } from './network-item.ts';

const type = { size: 10, font: 'mono' } as const;

/** The gradient has the shape of what it is the gradient of. Plates go without: what stands beside them says it. */
const gradientText = (item: NetworkItem): string =>
  item.plate ? '' : `${item.layer.kind === 'input' ? 'dX' : 'dZ'} ${item.shape}`;

export const gradientTextWidth = (item: NetworkItem): number =>
  textWidth(gradientText(item), type.size, type.font);

export const gradientLabel = (item: NetworkItem, x: number, y: number): Mark[] =>
  item.plate
    ? []
    : [text(x, y, gradientText(item), { ...type, anchor: 'middle', fill: { role: 'gradient' } })];
