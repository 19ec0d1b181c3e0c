import type { Box, TextMark } from '../draw-list.ts';
import { fitText, muted, space, text, textBox, textWidth, type } from '../marks.ts';
import { headSize } from './arrows.ts';
import { blockBox, scaledSize, type BlockSize } from './block.ts';
import { frameTitle, type Frame } from './frames.ts';
import { gradientLabel, gradientTextWidth } from './gradient-label.ts';
import { badgeWidth, gradientScale } from './item-marks.ts';
import { laneExtent, lanePitch, oneLane } from './lanes.ts';
import type { NetworkLayout, Sources } from './layout.ts';
import type { NetworkItem } from './network-item.ts';
import type { Arrow, PlacedItem, PlacedNetwork, Point } from './placed-item.ts';

/** Between columns. Where lanes branch, arrows bend there: nothing else reaches into it. */
const gap = 34;
const branchingGap = 40;
/** Between an arrow's ends and the blocks. */
const inset = 5;
const labelLine = 15;
const widestLabel = 132;
/** `max 2, stride 2, padding 0+1` in full: no name is as telling. */
const widestSummary = 164;
const widestPlate = 56;
/** How much wider the longest words may be: in a chain they reach into the gaps, else the column is wider. */
const overhang = gap / 2;

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
  const titles = titleReaches(frames, layout, boxes);
  const forward = laneAxis(layout, sources, space.l + headroom + tallest / 2, 1, (place) => {
    const half = (boxes[place]?.height ?? 0) / 2;
    return { before: Math.max(half + space.m, titles[place] ?? 0), after: half + space.m + words };
  });
  const mirror = forward.end + tallest / 2 + space.m + words + space.m;
  const backward = laneAxis(layout, sources, mirror + smallest / 2, -1, (place) => {
    const half = (small[place]?.height ?? 0) / 2;
    return { before: half + labelLine + space.m, after: half + space.s };
  });
  const columns = columnsOf(items, layout, compact, single);
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
    const named = labels(item, center, labelTop, width + (single ? overhang : 0)).slice(0, compact ? 2 : 3);
    const half = areaHalf(width, named);
    const area = { x: center - half, width: 2 * half };
    return {
      item,
      areas: [
        { ...area, y: above, height: labelTop + (labelLines - 1) * labelLine + space.s + space.xs - above },
        ...(compact ? [] : [{ ...area, y: below, height: wordsTop + labelLine - below }]),
      ],
      block: { x: center - box.width / 2, y: forward.at(across) - box.height / 2, ...box },
      blockSize: solids[place] ?? item.size,
      badge: compact
        ? costly(item)
          ? {
              x: center + box.width / 2,
              y: forward.at(across) - box.height / 2,
              signOnly: true,
              anchor: 'middle',
            }
          : null
        : { x: center, y: labelTop + (item.plate ? 1 : labelLines - 1) * labelLine, anchor: 'middle' },
      gradient: compact
        ? null
        : {
            box: { x: center - tiny.width / 2, y: backward.at(-across) - tiny.height / 2, ...tiny },
            size: scaledSize(item.size, gradientScale),
          },
      labels: [...named, ...(compact ? [] : gradientLabel(item, center, wordsTop))],
    };
  });
  return {
    items: placed,
    titlesLeft: null,
    arrows: arrowsAcross(placed, layout, columns, forward.at, compact ? null : backward.at),
  };
}

const none = { width: 0, height: 0 };

/** Where there is no room for words: refused, or input is lost. */
const costly = ({ layer: { verdict } }: NetworkItem): boolean =>
  verdict === 'impossible' || verdict === 'pixels-lost';

/** Bold letters are that much wider than `textWidth` says, in the widest of fonts (DejaVu Sans). */
const bold = 1.25;

/** From the middle of a layer's area to its edge: around its column and its words, and clear of the next one's. */
function areaHalf(column: number, words: readonly TextMark[]): number {
  const widths = words.map((line) => textBox(line).width * (line.weight === 600 ? bold : 1));
  const wanted = Math.max(column / 2 + space.s, Math.max(0, ...widths) / 2 + space.s - 2);
  return Math.min(wanted, column / 2 + gap / 2 - 1);
}

/** By layer: how far the titles of the frames around it reach above its lane, where it is in their topmost. */
function titleReaches(
  frames: readonly Frame[],
  { places }: NetworkLayout,
  boxes: readonly { readonly height: number }[],
): number[] {
  const reaches = places.map(() => 0);
  for (const { first, last, inside } of frames) {
    const lane = (place: number): number => places[place]?.across ?? 0;
    const inFrame = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    const top = Math.min(...inFrame.map(lane));
    const topmost = inFrame.filter((place) => lane(place) - top < oneLane);
    const half = Math.max(...topmost.map((place) => (boxes[place]?.height ?? 0) / 2));
    for (const place of topmost)
      reaches[place] = Math.max(reaches[place] ?? 0, half + space.s + frameTitle * (inside + 1));
  }
  return reaches;
}

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

function columnsOf(
  items: readonly NetworkItem[],
  { places }: NetworkLayout,
  compact: boolean,
  single: boolean,
): Column[] {
  const widths: number[] = [];
  for (const [place, item] of items.entries()) {
    const rank = places[place]?.rank ?? 0;
    const below = compact ? 0 : Math.max(badgeWidth(item), gradientTextWidth(item));
    widths[rank] = Math.max(widths[rank] ?? 0, columnWidth(item, single ? 0 : overhang), below);
  }
  let left = space.l;
  return widths.map((width) => {
    const column = { left, width };
    left += width + (single ? gap : branchingGap);
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

/**
 * Arrows bend between columns only, so that they cross nothing, and are straight again where their head begins; those of
 * the gradients are their mirror image.
 */
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
        // A block as wide as its column leaves less between them.
        const [first, last] = [
          { x: a.x + a.width + inset, y: at(start.across) },
          { x: b.x - inset, y: at(end.across) },
        ];
        const inner = points.slice(1, -1).map(({ x, y }) => ({
          x: Math.max(first.x + headSize, Math.min(last.x - headSize, x)),
          y,
        }));
        return [first, ...inner, last];
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

function columnWidth(item: NetworkItem, more: number): number {
  const { width } = blockBox(item.size);
  if (item.plate) return Math.max(width, Math.min(widestPlate + more, textWidth(item.title, type.small)));
  const named = Math.max(textWidth(item.title, type.body), textWidth(item.shape, type.small, 'mono'));
  return Math.max(
    width,
    Math.min(widestLabel + more, named),
    Math.min(widestSummary + more, textWidth(item.summary, type.small)),
  );
}

/** A name that fits stays whole. */
const cutName = (name: string, room: number): string =>
  fitText(name, textWidth(name, type.body) > room ? room / bold : room, type.body);

function labels(item: NetworkItem, x: number, top: number, room: number): TextMark[] {
  const small = { size: type.small, anchor: 'middle', fill: muted } as const;
  if (item.plate) return [text(x, top, fitText(item.title, room, type.small), small)];
  return [
    text(x, top, cutName(item.title, room), { anchor: 'middle', weight: 600 }),
    text(x, top + labelLine, item.shape, { size: type.small, font: 'mono', anchor: 'middle' }),
    text(x, top + 2 * labelLine, fitText(item.summary, room, type.small), small),
  ];
}
