import type { Box, Mark } from '../draw-list.ts';
import { fitText, muted, space, text, textWidth, type } from '../marks.ts';
import { blockBox, scaledSize, type BlockSize } from './block.ts';
import { frameTitle, type Frame } from './frames.ts';
import { badgeWidth, gradientScale } from './item-marks.ts';
import { laneExtent, lanePitch } from './lanes.ts';
import type { NetworkLayout, Sources } from './layout.ts';
import type { NetworkItem } from './network-item.ts';
import type { Arrow, PlacedItem, PlacedNetwork, Point } from './placed-item.ts';

const gap = 34;
/** Between an arrow's ends and the blocks. */
const inset = 5;
const labelLine = 15;
const widestLabel = 132;

/**
 * Ranks are columns as wide as their widest layer, lanes are rows of blocks around one axis. Below all lanes they stand
 * again as gradients, mirrored.
 */
export function placeAcross(
  items: readonly NetworkItem[],
  layout: NetworkLayout,
  frames: readonly Frame[],
  compact: boolean,
): PlacedNetwork {
  const sources = items.map((item) => item.sources);
  const labelLines = compact ? 2 : 4;
  const solids = compact ? shrunk(items) : items.map(({ size }) => size);
  const boxes = solids.map(blockBox);
  const small = items.map(({ size }) => blockBox(scaledSize(size, gradientScale)));
  const [tallest = 0, smallest = 0] = [boxes, small].map((all) =>
    Math.max(0, ...all.map(({ height }) => height)),
  );
  const { first, last } = laneExtent(layout);
  const single = first === last;
  const words = labelLines * labelLine;
  // Frames keep their titles above their parts.
  const headroom = frameTitle * Math.max(0, ...frames.map(({ inside }) => inside + 1));
  const forward = laneAxis(layout, sources, space.l + headroom + tallest / 2, 1, (place) => {
    const half = (boxes[place]?.height ?? 0) / 2;
    return { before: half + space.m, after: half + space.m + words };
  });
  const mirror = forward.end + tallest / 2 + space.m + words + space.m;
  const backward = laneAxis(layout, sources, mirror + smallest / 2, -1, (place) => {
    const half = (small[place]?.height ?? 0) / 2;
    return { before: half + labelLine + space.m, after: half + space.s };
  });
  const columns = columnsOf(items, layout, compact);
  const placed = items.map((item, place): PlacedItem => {
    const { rank, across } = layout.places[place] ?? { rank: 0, across: 0 };
    const { left, width } = columns[rank] ?? { left: 0, width: 0 };
    const [box, tiny] = [boxes[place] ?? none, small[place] ?? none];
    const center = left + width / 2;
    // In a chain all words stand on one line; where lanes branch they stand at their own block.
    const above = forward.at(across) - (single ? tallest : box.height) / 2 - space.s;
    const labelTop = forward.at(across) + (single ? tallest : box.height) / 2 + space.m;
    const below = backward.at(-across) - (single ? smallest : tiny.height) / 2 - space.xs;
    const wordsTop = backward.at(-across) + (single ? smallest : tiny.height) / 2 + space.s;
    const area = { x: left - space.s, width: width + 2 * space.s };
    return {
      item,
      areas: [
        { ...area, y: above, height: labelTop + (labelLines - 1) * labelLine + space.s - above },
        ...(compact ? [] : [{ ...area, y: below, height: wordsTop + labelLine - below }]),
      ],
      block: { x: center - box.width / 2, y: forward.at(across) - box.height / 2, ...box },
      blockSize: solids[place] ?? item.size,
      badge: compact
        ? null
        : { x: center, y: labelTop + (item.plate ? 1 : labelLines - 1) * labelLine, anchor: 'middle' },
      gradient: compact
        ? null
        : {
            box: { x: center - tiny.width / 2, y: backward.at(-across) - tiny.height / 2, ...tiny },
            size: scaledSize(item.size, gradientScale),
          },
      labels: [
        ...labels(item, center, labelTop, width).slice(0, compact ? 2 : 3),
        ...(compact ? [] : gradientLabel(item, center, wordsTop)),
      ],
    };
  });
  return {
    items: placed,
    wordsLeft: null,
    arrows: arrowsAcross(placed, layout, columns, forward.at, compact ? null : backward.at),
  };
}

const none = { width: 0, height: 0 };

/** Blocks beside a layer are low: otherwise their names would be too small to be read. */
const compactHeight = 48;

function shrunk(items: readonly NetworkItem[]): BlockSize[] {
  const tallest = Math.max(1, ...items.map(({ size }) => blockBox(size).height));
  const scale = Math.min(1, compactHeight / tallest);
  return items.map(({ size }) => scaledSize(size, scale));
}

interface Column {
  readonly left: number;
  readonly width: number;
}

function columnsOf(items: readonly NetworkItem[], { places }: NetworkLayout, compact: boolean): Column[] {
  const widths: number[] = [];
  for (const [place, item] of items.entries()) {
    const rank = places[place]?.rank ?? 0;
    widths[rank] = Math.max(widths[rank] ?? 0, columnWidth(item), compact ? 0 : badgeWidth(item.layer));
  }
  let left = space.l;
  return widths.map((width) => {
    const column = { left, width };
    left += width + gap;
    return column;
  });
}

/** From a lane to its place in the picture; `start` is where the first lane lies. */
function laneAxis(
  layout: NetworkLayout,
  sources: Sources,
  start: number,
  direction: 1 | -1,
  reach: (place: number) => { readonly before: number; readonly after: number },
) {
  const pitch = lanePitch(layout, sources, reach);
  const { first, last } = laneExtent(layout);
  const from = direction === 1 ? first : -last;
  return { at: (across: number) => start + (across - from) * pitch, end: start + (last - first) * pitch };
}

/** Arrows bend between columns only, so that they cross nothing; those of the gradients are their mirror image. */
function arrowsAcross(
  items: readonly PlacedItem[],
  layout: NetworkLayout,
  columns: readonly Column[],
  forward: (across: number) => number,
  backward: ((across: number) => number) | null,
): Arrow[] {
  return items.flatMap((target, place) =>
    target.item.sources.flatMap((from, order) => {
      const source = items[from];
      const [start, end] = [layout.places[from], layout.places[place]];
      if (!source || !start || !end) return [];
      const passed = [start.across, ...(layout.routes[place]?.[order] ?? []), end.across];
      const line = (a: Box, b: Box, at: (across: number) => number): Point[] => {
        const points = passed.flatMap((across, i) => {
          const { left, width } = columns[start.rank + i] ?? { left: 0, width: 0 };
          return [
            { x: left, y: at(across) },
            { x: left + width, y: at(across) },
          ];
        });
        const inner = points.slice(1, -1);
        return [
          { x: a.x + a.width + inset, y: at(start.across) },
          ...inner,
          { x: b.x - inset, y: at(end.across) },
        ];
      };
      const there: Arrow = {
        lane: 'forward',
        path: { kind: 'through', points: line(source.block, target.block, forward) },
      };
      if (!backward || !source.gradient || !target.gradient) return [there];
      const back = line(source.gradient.box, target.gradient.box, (across) => backward(-across));
      return [there, { lane: 'backward', path: { kind: 'through', points: back.reverse() } }];
    }),
  );
}

function columnWidth(item: NetworkItem): number {
  const { width } = blockBox(item.size);
  if (item.plate) return Math.max(width, Math.min(56, textWidth(item.title, type.small)));
  const words = [
    textWidth(item.title, type.body),
    textWidth(item.shape, type.small, 'mono'),
    textWidth(item.summary, type.small),
  ];
  return Math.max(width, Math.min(widestLabel, ...[Math.max(...words)]));
}

function labels(item: NetworkItem, x: number, top: number, width: number): Mark[] {
  const small = { size: type.small, anchor: 'middle', fill: muted } as const;
  if (item.plate) return [text(x, top, fitText(item.title, width + gap / 2, type.small), small)];
  return [
    text(x, top, fitText(item.title, width + gap / 2, type.body), { anchor: 'middle', weight: 600 }),
    text(x, top + labelLine, item.shape, { size: type.small, font: 'mono', anchor: 'middle' }),
    text(x, top + 2 * labelLine, fitText(item.summary, width + gap / 2, type.small), small),
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
