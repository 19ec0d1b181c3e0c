import type { Mark } from '../draw-list.ts';
import { fitText, muted, space, text, textWidth, type } from '../marks.ts';
import { blockBox, scaledSize } from './block.ts';
import { badgeWidth, gradientScale } from './item-marks.ts';
import { gridPlaces } from './layout.ts';
import type { NetworkItem } from './network-item.ts';
import type { PlacedItem } from './placed-item.ts';
import type { NetworkView } from './view.ts';

/** Rows are short, so that many layers are seen at once. */
const blockScale = 0.7;
const plateScale = 0.4;

const labelLine = 15;
const gradientLine = 12;
const narrowestWords = 120;
/** Arrows that skip layers bulge to the left of the blocks. */
const skipRoom = 28;

/** One row a layer: its block, its words, its gradient at the right edge. */
export function placeDown(view: NetworkView, items: readonly NetworkItem[], width: number): PlacedItem[] {
  const places = gridPlaces(view);
  const lanes = Math.max(0, ...places.map(({ lane }) => lane)) + 1;
  const sizes = items.map(({ size, plate }) => scaledSize(size, plate ? plateScale : blockScale));
  const lanePitch = Math.max(0, ...sizes.map((size) => blockBox(size).width)) + space.m;
  const gradientWidth = Math.max(0, ...items.map((item) => gradientTextWidth(item))) + space.s;
  const left = items.some(({ sources, place }) => sources.some((source) => source < place - 1))
    ? skipRoom
    : space.s;
  const labelLeft = left + lanes * lanePitch + space.s;
  const right = Math.max(width - space.m, labelLeft + narrowestWords + gradientWidth);
  const labelWidth = right - gradientWidth - space.s - labelLeft;
  let top = space.m;
  return items.map((item, i) => {
    const lane = places[i]?.lane ?? 0;
    const size = sizes[i] ?? item.size;
    const gradientSize = scaledSize(size, gradientScale);
    const [box, small] = [blockBox(size), blockBox(gradientSize)];
    const words = rowWords(item, labelLeft, labelWidth);
    const gradientHeight = small.height + (item.plate ? 0 : gradientLine);
    const height =
      Math.max(words.lines * labelLine, box.height, gradientHeight) + (item.plate ? space.xs : space.s);
    const middle = top + height / 2;
    const gradientTop = middle - gradientHeight / 2;
    const gradientMiddle = right - gradientWidth / 2;
    const placed: PlacedItem = {
      item,
      bounds: { x: space.xs, y: top, width: right - space.xs, height },
      block: {
        x: left + lane * lanePitch + (lanePitch - box.width) / 2,
        y: middle - box.height / 2,
        ...box,
      },
      blockSize: size,
      ...words.at(middle),
      gradient: {
        box: { x: gradientMiddle - small.width / 2, y: gradientTop, ...small },
        size: gradientSize,
        words: gradientHeight - small.height,
      },
    };
    top += height + space.m;
    const label = gradientLabel(item, gradientMiddle, gradientTop + small.height + gradientLine * 0.75);
    return { ...placed, labels: [...placed.labels, ...label] };
  });
}

const gradientType = { size: 10, font: 'mono' } as const;

const gradientText = (item: NetworkItem): string =>
  `${item.layer.kind === 'input' ? 'dX' : 'dZ'} ${item.shape}`;

const gradientTextWidth = (item: NetworkItem): number =>
  item.plate ? 0 : textWidth(gradientText(item), gradientType.size, gradientType.font);

/** Only where it is no plate: the words beside it say the shape already. */
function gradientLabel(item: NetworkItem, x: number, y: number): Mark[] {
  if (item.plate) return [];
  return [text(x, y, gradientText(item), { ...gradientType, anchor: 'middle', fill: { role: 'gradient' } })];
}

type Words = Pick<PlacedItem, 'labels' | 'badge'>;

/** The words of a row, line by line; the verdict stands behind the shape, or below all where there is no room. */
function rowWords(
  item: NetworkItem,
  x: number,
  width: number,
): { readonly lines: number; readonly at: (middle: number) => Words } {
  const small = { size: type.small, fill: muted } as const;
  const verdictWidth = badgeWidth(item.layer);
  const shapeWidth = textWidth(item.shape, type.small, 'mono') + space.m;
  const beside = !item.plate && shapeWidth + verdictWidth <= width;
  const written = item.plate ? 1 : 3;
  const lines = written + (verdictWidth > 0 && !beside ? 1 : 0);
  const at = (middle: number): Words => {
    const line = (place: number) => middle + (place - (lines - 1) / 2) * labelLine;
    const badge = beside
      ? ({ x: x + shapeWidth, y: line(1), anchor: 'start' } as const)
      : ({ x, y: line(written), anchor: 'start' } as const);
    if (item.plate) {
      const name = fitText(`${item.layer.id} · ${item.layer.type}`, width, type.small);
      return { badge, labels: [text(x, line(0), name, small)] };
    }
    const summary = [item.layer.type, item.layer.summary].filter(Boolean).join(' ');
    return {
      badge,
      labels: [
        text(x, line(0), fitText(item.layer.id, width, type.body), { weight: 600 }),
        text(x, line(1), item.shape, { size: type.small, font: 'mono' }),
        text(x, line(2), fitText(summary, width, type.small), small),
      ],
    };
  };
  return { lines, at };
}
