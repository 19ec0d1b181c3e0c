import type { Mark } from '../draw-list.ts';
import { fitText, muted, space, text, textWidth, type } from '../marks.ts';
import { blockBox, scaledSize } from './block.ts';
import { gradientScale } from './item-marks.ts';
import { gridPlaces } from './layout.ts';
import type { NetworkItem } from './network-item.ts';
import type { PlacedItem } from './placed-item.ts';
import type { NetworkView } from './view.ts';

/** Rows are short, so that many layers are seen at once. */
const blockScale = 0.7;
const plateScale = 0.4;

const lanePitch = 100;
const gradientWidth = 64;
const labelLine = 15;

/** One row a layer: its block, its words, its gradient at the right edge. */
export function placeDown(view: NetworkView, items: readonly NetworkItem[], width: number): PlacedItem[] {
  const places = gridPlaces(view);
  const lanes = Math.max(0, ...places.map(({ lane }) => lane)) + 1;
  const labelLeft = space.s + lanes * lanePitch + space.s;
  const right = Math.max(width - space.m, labelLeft + 120 + gradientWidth);
  const labelWidth = right - gradientWidth - space.s - labelLeft;
  let top = space.m;
  return items.map((item, i) => {
    const lane = places[i]?.lane ?? 0;
    const size = scaledSize(item.size, item.plate ? plateScale : blockScale);
    const gradientSize = scaledSize(size, gradientScale);
    const [box, small] = [blockBox(size), blockBox(gradientSize)];
    const height = Math.max(item.plate ? 28 : 58, box.height + space.s);
    const middle = top + height / 2;
    const placed: PlacedItem = {
      item,
      bounds: { x: space.xs, y: top, width: right - space.xs, height },
      block: {
        x: space.s + lane * lanePitch + (lanePitch - box.width) / 2,
        y: middle - box.height / 2,
        ...box,
      },
      blockSize: size,
      badge: {
        x: labelLeft + (item.plate ? 0 : textWidth(item.shape, type.small, 'mono') + space.m),
        y: item.plate ? middle + labelLine : middle,
        anchor: 'start',
      },
      gradient: {
        box: { x: right - (gradientWidth + small.width) / 2, y: middle - small.height / 2, ...small },
        size: gradientSize,
      },
      labels: [
        ...labels(item, labelLeft, middle, labelWidth),
        ...gradientLabel(item, right - (gradientWidth + small.width) / 2 - 6, middle),
      ],
    };
    top += height + space.m;
    return placed;
  });
}

/** Only where it is no plate: the words beside it say the shape already. */
function gradientLabel(item: NetworkItem, x: number, y: number): Mark[] {
  if (item.plate) return [];
  const name = item.layer.kind === 'input' ? 'dX' : 'dZ';
  return [text(x, y, name, { size: 10, font: 'mono', anchor: 'end', fill: { role: 'gradient' } })];
}

function labels(item: NetworkItem, x: number, middle: number, width: number): Mark[] {
  const small = { size: type.small, fill: muted } as const;
  const name = fitText(item.layer.id, width, type.body);
  if (item.plate)
    return [text(x, middle, fitText(`${item.layer.id} · ${item.layer.type}`, width, type.small), small)];
  return [
    text(x, middle - labelLine, name, { weight: 600 }),
    text(x, middle, item.shape, { size: type.small, font: 'mono' }),
    text(
      x,
      middle + labelLine,
      fitText([item.layer.type, item.layer.summary].filter(Boolean).join(' '), width, type.small),
      small,
    ),
  ];
}
