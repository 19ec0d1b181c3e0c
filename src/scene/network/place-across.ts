import type { Mark } from '../draw-list.ts';
import { fitText, muted, space, text, textWidth, type } from '../marks.ts';
import { blockBox, scaledSize } from './block.ts';
import { gradientScale } from './item-marks.ts';
import { gridPlaces } from './layout.ts';
import type { NetworkItem } from './network-item.ts';
import type { PlacedItem } from './placed-item.ts';
import type { NetworkView } from './view.ts';

const gap = 34;
const labelLine = 15;
const widestLabel = 132;

/** Ranks are columns as wide as their widest layer; every lane has its blocks around one axis, its gradients below. */
export function placeAcross(
  view: NetworkView,
  items: readonly NetworkItem[],
  compact: boolean,
): PlacedItem[] {
  const labelLines = compact ? 2 : 4;
  const laneHeight = (height: number): number => heightOf(height, labelLines, compact);
  const places = gridPlaces(view);
  const widths: number[] = [];
  const tallest: number[] = [];
  items.forEach((item, i) => {
    const { rank, lane } = places[i] ?? { rank: 0, lane: 0 };
    widths[rank] = Math.max(widths[rank] ?? 0, columnWidth(item));
    tallest[lane] = Math.max(tallest[lane] ?? 0, blockBox(item.size).height);
  });
  const lefts = cumulate(
    widths.map((width) => width + gap),
    space.l,
  );
  const tops = cumulate(tallest.map(laneHeight), space.l);
  return items.map((item, i) => {
    const { rank, lane } = places[i] ?? { rank: 0, lane: 0 };
    const [left, top, width, height] = [
      lefts[rank] ?? 0,
      tops[lane] ?? 0,
      widths[rank] ?? 0,
      tallest[lane] ?? 0,
    ];
    const box = blockBox(item.size);
    const axis = top + space.l + height / 2;
    const center = left + width / 2;
    const labelTop = top + space.l + height + space.m;
    const gradientTop = labelTop + labelLines * labelLine + space.xs;
    const gradientSize = scaledSize(item.size, gradientScale);
    const small = blockBox(gradientSize);
    return {
      item,
      bounds: { x: left - space.s, y: top, width: width + 2 * space.s, height: laneHeight(height) - space.l },
      block: { x: center - box.width / 2, y: axis - box.height / 2, ...box },
      blockSize: item.size,
      badge: compact
        ? null
        : { x: center, y: labelTop + (item.plate ? 1 : labelLines - 1) * labelLine, anchor: 'middle' },
      gradient: compact
        ? null
        : {
            box: {
              x: center - small.width / 2,
              y: gradientTop + (height * gradientScale - small.height) / 2,
              ...small,
            },
            size: gradientSize,
            words: labelLine,
          },
      labels: [
        ...labels(item, center, labelTop, width).slice(0, compact ? 2 : 3),
        ...(compact ? [] : gradientLabel(item, center, gradientTop + height * gradientScale + space.s)),
      ],
    };
  });
}

const heightOf = (height: number, labelLines: number, compact: boolean): number => {
  const forward = space.l + height + space.m + labelLines * labelLine;
  return compact
    ? forward + space.m
    : forward + space.xs + height * gradientScale + labelLine + space.l + space.s;
};

function columnWidth(item: NetworkItem): number {
  const { width } = blockBox(item.size);
  if (item.plate) return Math.max(width, Math.min(56, textWidth(item.layer.id, type.small)));
  const words = [
    textWidth(item.layer.id, type.body),
    textWidth(item.shape, type.small, 'mono'),
    textWidth(item.layer.summary, type.small),
  ];
  return Math.max(width, Math.min(widestLabel, ...[Math.max(...words)]));
}

function labels(item: NetworkItem, x: number, top: number, width: number): Mark[] {
  const small = { size: type.small, anchor: 'middle', fill: muted } as const;
  if (item.plate) return [text(x, top, fitText(item.layer.id, width + gap / 2, type.small), small)];
  return [
    text(x, top, fitText(item.layer.id, width + gap / 2, type.body), { anchor: 'middle', weight: 600 }),
    text(x, top + labelLine, item.shape, { size: type.small, font: 'mono', anchor: 'middle' }),
    text(x, top + 2 * labelLine, fitText(item.layer.summary, width + gap / 2, type.small), small),
  ];
}

/** The gradient has the shape of what it is the gradient of. */
function gradientLabel(item: NetworkItem, x: number, y: number): Mark[] {
  if (item.plate) return [];
  const name = item.layer.kind === 'input' ? 'dX' : 'dZ';
  return [
    text(x, y, `${name} ${item.shape}`, {
      size: 10,
      font: 'mono',
      anchor: 'middle',
      fill: { role: 'gradient' },
    }),
  ];
}

function cumulate(sizes: readonly number[], start: number): number[] {
  const starts: number[] = [];
  let place = start;
  for (const size of sizes) {
    starts.push(place);
    place += size;
  }
  return starts;
}
