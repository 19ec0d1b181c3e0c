import { fitText, muted, space, text, textWidth, type, wrapText } from '../marks.ts';
import { badgeWidth } from './item-marks.ts';
import type { NetworkItem } from './network-item.ts';
import { operationText } from './operation-text.ts';
import type { PlacedItem } from './placed-item.ts';

export const labelLine = 15;

/** `max_pool1`, `relu` and `flatten()` say of what kind they are: it need not stand beside them. */
const saysType = (title: string, type: string): boolean =>
  title.toLowerCase().replace(/[\d_.()-]+$/, '') === type.toLowerCase();

type Words = Pick<PlacedItem, 'labels' | 'badge'>;

/**
 * The words of a row, line by line; the verdict stands behind the shape, or below all where there is no room, each axis in
 * a line of its own where that is too little, too.
 */
export function rowWords(
  item: NetworkItem,
  x: number,
  width: number,
): { readonly lines: number; readonly width: number; readonly at: (middle: number) => Words } {
  const small = { size: type.small, fill: muted } as const;
  const verdictWidth = badgeWidth(item);
  const shapeWidth = textWidth(item.shape, type.small, 'mono') + space.m;
  const beside = !item.plate && shapeWidth + verdictWidth <= width;
  const stacked = !beside && verdictWidth > width;
  const badgeLines = verdictWidth === 0 || beside ? 0 : stacked ? item.misfits.length : 1;
  const kind = saysType(item.title, item.layer.type) ? [] : [item.layer.type];
  const whole = kind.length > 0 ? operationText(item.layer.type, item.summary) : item.summary;
  // Where there is room for one of them only, the block's colour tells its kind.
  const short = textWidth(whole, type.small) <= width ? whole : item.summary || whole;
  const summary = saysType(item.title, short) ? '' : short;
  const configured = wrapText(summary, width, type.small);
  const written = item.plate ? 1 : 2 + configured.length;
  const lines = written + badgeLines;
  const plate = [item.title, ...kind].join(' · ');
  const needed = item.plate
    ? textWidth(plate, type.small)
    : Math.max(
        textWidth(item.title, type.body),
        textWidth(summary, type.small),
        shapeWidth + (beside ? verdictWidth : 0),
      );
  const at = (middle: number): Words => {
    const line = (place: number) => middle + (place - (lines - 1) / 2) * labelLine;
    const badge = beside
      ? ({ x: x + shapeWidth, y: line(1), anchor: 'start' } as const)
      : ({ x, y: line(written), anchor: 'start', ...(stacked && { stacked: labelLine }) } as const);
    if (item.plate) return { badge, labels: [text(x, line(0), fitText(plate, width, type.small), small)] };
    return {
      badge,
      labels: [
        text(x, line(0), fitText(item.title, width, type.body), { weight: 600 }),
        text(x, line(1), item.shape, { size: type.small, font: 'mono' }),
        ...configured.map((words, place) => text(x, line(2 + place), words, small)),
      ],
    };
  };
  return { lines, width: Math.min(width, Math.max(needed, beside ? 0 : verdictWidth)), at };
}
