import type { Box } from '../draw-list.ts';
import { smallestTextZoom, space } from '../marks.ts';
import { headSize } from './arrows.ts';
import { blockBox, scaledSize } from './block.ts';
import { gradientScale } from './item-marks.ts';
import { frameTitle, type Frame } from './frames.ts';
import { laneExtent, lanePitch, lanesBetween, rowReaches } from './lanes.ts';
import { gradientLabel, gradientTextWidth } from './gradient-label.ts';
import type { NetworkLayout } from './layout.ts';
import type { NetworkItem } from './network-item.ts';
import type { Arrow, PlacedItem, PlacedNetwork, Point } from './placed-item.ts';
import { labelLine, rowWords } from './row-words.ts';
import { skipRoom, skipTracks, trackPlace } from './skip-tracks.ts';

/** How closely a row is set. */
interface Setting {
  readonly blocks: number;
  readonly plates: number;
  readonly margin: number;
  readonly narrowestWords: number;
}

/** Rows are short, so that many layers are seen at once. */
const usual: Setting = { blocks: 0.7, plates: 0.4, margin: space.l, narrowestWords: 104 };
/** Of several lanes in a narrow view, so that the gradients are seen, too. */
const tight: Setting = { blocks: 0.56, plates: 0.32, margin: space.m, narrowestWords: 84 };

const gradientLine = 12;
/** Between an arrow's ends and the blocks. */
const inset = 3;
/** Between blocks, or arrows that pass them, and their words. */
const wordsGap = 12;
/** Between the longest words and the gradients: two lanes, which one still reads as one row. */
const laneGap = 2 * space.xl;

/** One row a layer: its block in its lane, its words, its gradient. */
export function placeDown(
  items: readonly NetworkItem[],
  layout: NetworkLayout,
  frames: readonly Frame[],
  width: number,
): PlacedNetwork {
  const tracks = skipTracks(items.map((item) => item.sources));
  const wide = columnsOf(items, layout, tracks.count, width, usual);
  const columns = wide.seen ? wide : columnsOf(items, layout, tracks.count, width, tight);
  const { sizes, laneAt, lefts, edge, gradientWidth, short, narrowestWords } = columns;
  const leftOf = (place: number): number => lefts[place] ?? 0;
  const rows = items.map((item, place) => {
    const left = leftOf(place);
    const wordsRight = edge - gradientWidth - space.s;
    // Words come before the gradients, which lie beyond what is seen where both have no room.
    const inView = Math.max(left + narrowestWords, width / smallestTextZoom - space.s);
    return rowWords(item, left, Math.min(wordsRight, inView) - left);
  });
  const longest = Math.max(0, ...rows.map((row, place) => leftOf(place) + row.width));
  const right = Math.min(edge, longest + laneGap + gradientWidth);
  let top = space.m;
  const placed = items.map((item, place): PlacedItem => {
    const size = sizes[place] ?? item.size;
    const gradientSize = scaledSize(size, gradientScale);
    const [box, small] = [blockBox(size), blockBox(gradientSize)];
    const words = rows[place] ?? rowWords(item, leftOf(place), narrowestWords);
    const gradientHeight = small.height + (item.plate ? 0 : gradientLine);
    const height =
      Math.max(words.lines * labelLine, box.height, gradientHeight) + (item.plate ? space.xs : space.s);
    top += frameTitle * frames.filter((frame) => frame.first === place).length;
    const middle = top + height / 2;
    const gradientTop = middle - gradientHeight / 2;
    const gradientMiddle = right - gradientWidth / 2;
    const { badge, labels } = words.at(middle);
    // With the tracks beside it: a frame's edge would run along one of them.
    const area = { x: space.m, y: top, width: right + skipRoom(tracks.count) - space.m, height };
    top += height + space.m + space.s * frames.filter((frame) => frame.last === place).length;
    return {
      item,
      areas: [area],
      block: {
        x: laneAt(layout.places[place]?.across ?? 0) - box.width / 2,
        y: middle - box.height / 2,
        ...box,
      },
      blockSize: size,
      badge,
      labels: [
        ...labels,
        ...gradientLabel(item, gradientMiddle, gradientTop + small.height + gradientLine * 0.75, short),
      ],
      gradient: {
        box: { x: gradientMiddle - small.width / 2, y: gradientTop, ...small },
        size: gradientSize,
      },
    };
  });
  return {
    items: placed,
    // Arrows bend between rows: none reaches further than it does in one of the two.
    titlesLeft: lefts.map((left, place) => Math.max(left, leftOf(place - 1))),
    arrows: placed.flatMap((target, place) =>
      target.item.sources.flatMap((from, order) => {
        const source = placed[from];
        if (!source) return [];
        const route = layout.routes[place]?.[order] ?? [];
        const lanes = lanesBetween(layout, from, place, route).map(laneAt);
        const forward: Arrow = {
          lane: 'forward',
          path: { kind: 'through', points: lineDown(placed, from, place, lanes) },
        };
        const side = right + trackPlace(tracks.of(from, place), tracks.count);
        const backward = arrowBack(source, target, side);
        return backward ? [forward, backward] : [forward];
      }),
    ),
  };
}

/** Across a row: the lanes of blocks, the words behind them, and the gradients up to `edge`. */
function columnsOf(
  items: readonly NetworkItem[],
  layout: NetworkLayout,
  tracks: number,
  width: number,
  { blocks, plates, margin, narrowestWords }: Setting,
) {
  const sources = items.map((item) => item.sources);
  const sizes = items.map(({ size, plate }) => scaledSize(size, plate ? plates : blocks));
  const boxes = sizes.map((size) => blockBox(size));
  const widths = boxes.map((box) => box.width);
  const { first } = laneExtent(layout);
  const pitch = lanePitch(layout, sources, (place) => {
    const half = (widths[place] ?? 0) / 2 + space.xs;
    return { before: half, after: half };
  });
  const firstLane = margin + Math.max(0, ...widths) / 2;
  const laneAt = (across: number): number => firstLane + (across - first) * pitch;
  const lefts = rowReaches(layout, sources, laneAt, widths).map((reach) => reach + wordsGap);
  const wordsOf = (item: NetworkItem) => Math.min(narrowestWords, rowWords(item, 0, Infinity).width);
  const least = Math.max(0, ...items.map((item, place) => (lefts[place] ?? 0) + wordsOf(item))) + space.s;
  // As wide as it can be seen without moving the picture.
  const room = width / smallestTextZoom - margin - skipRoom(tracks);
  const gradientWidthOf = (short: boolean): number =>
    space.s +
    Math.max(
      0,
      ...items.map((item) => gradientTextWidth(item, short)),
      ...sizes.map((size) => blockBox(scaledSize(size, gradientScale)).width),
    );
  const short = least + gradientWidthOf(false) > room;
  const gradientWidth = gradientWidthOf(short);
  return {
    ...{ sizes, laneAt, lefts, gradientWidth, short, narrowestWords },
    edge: Math.max(width - margin - skipRoom(tracks), least + gradientWidth),
    /** Nothing lies beyond what is seen. */
    seen: least + gradientWidth <= room,
  };
}

/** Down through the rows between, bending between rows only. */
function lineDown(items: readonly PlacedItem[], from: number, to: number, lanes: readonly number[]): Point[] {
  const [source, target] = [items[from], items[to]];
  if (!source || !target) return [];
  const middle = ({ x, width }: Box): number => x + width / 2;
  const rows = items.slice(from + 1, to).flatMap(({ areas: [row] }, i) => {
    const x = lanes[i] ?? 0;
    return row
      ? [
          { x, y: row.y },
          { x, y: row.y + row.height },
        ]
      : [];
  });
  const [own, next] = [source.areas[0], target.areas[0]];
  const [first, last] = [source.block.y + source.block.height + inset, target.block.y - inset];
  return [
    { x: middle(source.block), y: first },
    // A plate is nearly as high as its row.
    ...(own ? [{ x: middle(source.block), y: Math.max(first, own.y + own.height) }] : []),
    ...rows,
    ...(next ? [{ x: middle(target.block), y: Math.min(last - headSize, next.y) }] : []),
    { x: middle(target.block), y: last },
  ];
}

/** Up from gradient to gradient, around those between and their words, on the line at `side`. */
function arrowBack(source: PlacedItem, target: PlacedItem, side: number): Arrow | null {
  if (!source.gradient || !target.gradient) return null;
  const [to, from] = [source.gradient.box, target.gradient.box];
  const x = to.x + to.width / 2;
  const words = source.item.plate ? 0 : gradientLine;
  if (target.item.place === source.item.place + 1) {
    const end = { x, y: to.y + to.height + words + inset };
    const points = [{ x, y: from.y - inset }, end];
    return { lane: 'backward', path: { kind: 'through', points } };
  }
  return {
    lane: 'backward',
    path: {
      kind: 'around',
      from: { x: from.x + from.width + inset, y: from.y + from.height / 2 },
      to: { x: to.x + to.width + inset, y: to.y + to.height / 2 },
      side,
    },
  };
}
