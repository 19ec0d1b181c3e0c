import type { Plane, PlaneAxis } from '../../engine/trace/lesson.ts';
import type { Mark, Role } from '../draw-list.ts';
import { fitText, muted, point, rect, text, textWidth, type } from '../marks.ts';
import { shortNumber } from '../numbers.ts';
import type { Words } from '../words/english.ts';
import { rememberLast } from '../../util/remember-last.ts';
import { bottomOf, captionWidth, hasZeros, planeBox, type PlacedPlane } from './arrange.ts';
import { isLine } from './cell-name.ts';
import { planeSize } from './plane-size.ts';

/** Colours tell activations, kernels and gradients apart; letters say the same. */
export function roleOfTensor({ tensor }: Plane): Role {
  if (tensor.startsWith('d')) return 'gradient';
  return tensor === 'W' || tensor === 'b' || tensor === 'T' ? 'kernel' : 'activation';
}

/** Counts are no tensor of the layer: they have a word. */
type CountName = keyof Words['lesson']['counts'];

const isCountName = (tensor: Plane['tensor']): tensor is CountName =>
  tensor === 'count' || tensor === 'writes' || tensor === 'wins';

const isCount = ({ tensor }: Plane): boolean => isCountName(tensor);

const tensorTitle = ({ tensor, variant }: Plane, words: Words): string =>
  isCountName(tensor)
    ? words.lesson.counts[tensor]
    : tensor === 'mask'
      ? 'σ′'
      : variant === 'transposed'
        ? `${tensor}ᵀ`
        : tensor;

export function planeTitle(plane: Plane, words: Words): { name: string; detail: string } {
  return { name: tensorTitle(plane, words), detail: detailsOf(plane, words).join(' · ') };
}

/** What tells the plane apart: what was done to it, its size, and which channel it is. */
function detailsOf(plane: Plane, words: Words): string[] {
  return [
    ...madeOf(plane, words),
    sizeText(plane, words),
    channelText(plane, words.channelOf),
    sliceText(plane, words),
  ].filter(Boolean);
}

/** The padding of a gradient that is made is still to be cut off; dZ is given. */
const madeOf = ({ tensor, variant, rows, columns }: Plane, words: Words): string[] => [
  tensor === 'mask' ? words.ledger.masked : variantText(variant, words),
  variant === 'plain' && rows.kinds.concat(columns.kinds).includes('padding')
    ? tensor.startsWith('d') && tensor !== 'dZ'
      ? words.uncropped
      : words.padded
    : '',
];

function variantText(variant: Plane['variant'], words: Words): string {
  switch (variant) {
    case 'plain':
    case 'transposed':
      return '';
    case 'rotated':
      return words.rotated;
    case 'uncropped':
      return words.uncropped;
    case 'wrong':
      return words.lesson.wrong;
    case 'difference':
      return words.lesson.ledger.difference;
  }
}

/** Its size, and of a part that of the whole. */
function sizeText(plane: Plane, words: Words): string {
  const size = ownSize(plane, words);
  const whole = plane.shape.slice(isLine(plane) ? -1 : -2);
  return isPart(plane, whole) ? words.partOf(size, whole.join('×')) : size;
}

const ownSize = (plane: Plane, words: Words): string =>
  isLine(plane) ? words.cells(planeSize(plane)) : planeSize(plane);

/** Whether a plane of a layer's own tensor lacks rows or columns of it. */
const isPart = ({ shape, rows, columns }: Plane, whole: readonly number[]): boolean =>
  shape.length > 2 && (dataIn(columns) < (whole.at(-1) ?? 0) || dataIn(rows) < (whole.at(-2) ?? 0));

const dataIn = ({ kinds }: PlaneAxis): number => kinds.filter((kind) => kind === 'data').length;

/** Which of several channels; of a kernel, which of each kind. */
function channelText({ tensor, shape, at }: Plane, name: Words['channelOf']): string {
  const [filters = 1, channels = 1] = shape;
  if (shape.length < 3) return '';
  if (tensor === 'W' || tensor === 'dW')
    return filters * channels > 1 ? `[${at.slice(0, 2).join(', ')}]` : '';
  return channels > 1 ? name(at[1] ?? 0, channels) : '';
}

/** Of a volume, which slice; beyond its ends there is padding. */
function sliceText({ tensor, shape, at: [, , slice] }: Plane, words: Words): string {
  const depth = shape[2] ?? 1;
  if (shape.length !== 5 || slice === undefined || depth === 1) return '';
  if (tensor === 'W' || tensor === 'dW' || (slice >= 0 && slice < depth)) return words.sliceOf(slice, depth);
  return words.paddingSlice;
}

/** What tells a plane apart better than its size. */
const saysMost: readonly Plane['variant'][] = ['rotated', 'uncropped', 'difference', 'wrong'];

/** As many of the details as there is room for; the size stays longest, of a plane that is turned, cut or compared what it shows. */
function fittingDetail(plane: Plane, width: number, words: Words, way: string): string {
  const { variant } = plane;
  const [made, size, own] = [
    [way, ...madeOf(plane, words)].filter(Boolean),
    sizeText(plane, words),
    ownSize(plane, words),
  ];
  const channel = channelText(plane, words.channelShort);
  const slice = sliceText(plane, words);
  const choices = [
    [way, ...detailsOf(plane, words)],
    [...made, size, channel, slice],
    [...made, size, slice],
    [...made, size],
    ...(way || saysMost.includes(variant) ? [made] : []),
    [size],
    [own],
  ];
  const fitting = choices
    .map((details) => details.filter(Boolean).join(' · '))
    .find((detail) => textWidth(detail, type.small) <= width);
  return fitting ?? fitText(own, width, type.small);
}

/** Bold letters are that much wider. */
const bold = 1.15;

/**
 * The name above a plane. `room` is the width that it and its details may take, `way` how the plane was worked out where
 * several are compared.
 */
export const captionMarks = rememberLast(captionOf);

function captionOf(placed: PlacedPlane, room: number, words: Words, way: string): readonly Mark[] {
  const box = planeBox(placed);
  const name = tensorTitle(placed.plane, words);
  const nameWidth = textWidth(name, type.strong) * bold + 9;
  const y = box.y - captionAbove(placed.plane);
  return [
    text(box.x, y, name, { size: type.strong, weight: 600, fill: { role: roleOfTensor(placed.plane) } }),
    text(box.x + nameWidth, y + 0.5, fittingDetail(placed.plane, room - nameWidth, words, way), {
      size: type.small,
      fill: muted,
    }),
  ];
}

/** The value scale below a plane; equal weights have none. */
export const legendMarks = rememberLast(
  (placed: PlacedPlane, scale: number, room: number): readonly Mark[] => {
    const { plane, x } = placed;
    // Of nothing but zeros there is no scale.
    if (plane.classes || plane.values.every((value) => value === 0)) return [];
    const from = lowest(plane, scale);
    // A narrow plane has room on its left, too.
    const free = Math.max(0, (captionWidth - planeBox(placed).width) / 2);
    const shift = Math.max(0, Math.min(free, legendWidth(from, scale) - room));
    return legend(x - shift, bottomOf(placed) + (hasZeros(plane) ? 32 : 14), from, scale, room + shift);
  },
);

/** The value scale below a table of planes: their zeros have no brackets. */
export const sheetLegend = rememberLast((placed: PlacedPlane, scale: number, room: number): readonly Mark[] =>
  legend(placed.x, bottomOf(placed) + 14, lowest(placed.plane, scale), scale, room),
);

/** One of a table of planes: its place in the batch and among the channels. */
export function sheetTitle(placed: PlacedPlane, room: number, { lesson: words }: Words): Mark[] {
  const { tensor, at } = placed.plane;
  const { x, y } = planeBox(placed);
  const name = textWidth(tensor, type.strong) * bold + 9;
  return [
    text(x, y - 14, tensor, {
      size: type.strong,
      weight: 600,
      fill: { role: roleOfTensor(placed.plane) },
    }),
    text(x + name, y - 13.5, sheetDetail(at, room - name, words), { size: type.small, fill: muted }),
  ];
}

/** `m 0, C 2`, or the two numbers alone. */
function sheetDetail([sample = 0, channel = 0]: readonly number[], room: number, words: Words['lesson']) {
  const whole = words.sheet(sample, channel);
  return textWidth(whole, type.small) <= room ? whole : fitText(`${sample}, ${channel}`, room, type.small);
}

const legendSteps = 9;
const legendStep = 5;
const legendGap = 4;

/** Counts begin at 0. */
const lowest = (plane: Plane, scale: number): number => (isCount(plane) ? 0 : -scale);

const legendText = (content: string): number => textWidth(content, 10, 'mono');

/** What a legend takes with all of its bar. */
const legendWidth = (from: number, scale: number): number =>
  legendText(shortNumber(from)) + legendText(shortNumber(scale)) + 2 * legendGap + legendSteps * legendStep;

/** The colour scale: −m … m, the same on both sides of 0; of counts 0 … m. Shorter where there is little room. */
function legend(x: number, y: number, from: number, scale: number, room: number): Mark[] {
  const [low, high] = [shortNumber(from), shortNumber(scale)];
  const [lowWidth, highWidth] = [legendText(low), legendText(high)];
  const step = Math.min(legendStep, (room - lowWidth - highWidth - 2 * legendGap) / legendSteps);
  const small = { size: 10, font: 'mono', fill: muted } as const;
  if (step < 1) return lowWidth <= room ? [text(x, y, low, small)] : [];
  const start = from / scale;
  const left = x + lowWidth + legendGap;
  const width = legendSteps * step;
  const bar = Array.from({ length: legendSteps }, (_, place) =>
    rect(
      { x: left + place * step, y: y - 3, width: step, height: 6 },
      { fill: { value: start + ((1 - start) * place) / (legendSteps - 1) } },
    ),
  );
  return [
    text(x, y, low, small),
    ...bar,
    rect({ x: left, y: y - 3, width, height: 6 }, { stroke: { paint: { role: 'line' }, width: 0.75 } }),
    text(left + width + legendGap, y, high, small),
  ];
}

const sheetStep = 3.5;
const mostSheets = 4;

const sheetsBehind = ({ shape }: Plane): number =>
  Math.min(mostSheets, (shape.length < 3 ? 1 : (shape[1] ?? 1)) - 1);

/** From a plane up to the middle of its caption: above the sheets that lie behind it. */
const captionAbove = (plane: Plane): number => Math.max(14, sheetsBehind(plane) * sheetStep + 8.5);

/** Further channels, as sheets behind the one that is shown. */
export const sheetMarks = rememberLast((placed: PlacedPlane): readonly Mark[] => {
  const { plane } = placed;
  const sheets = sheetsBehind(plane);
  const box = planeBox(placed);
  const role = roleOfTensor(plane);
  const front = rect(box, { fill: { role: 'surface' }, stroke: { paint: { role, tint: 0.5 }, width: 1 } });
  const behind = Array.from({ length: sheets }, (_, place): Mark => {
    const offset = (sheets - place) * sheetStep;
    const [left, top, right, bottom] = [
      box.x + offset,
      box.y - offset,
      box.x + box.width + offset,
      box.y + box.height - offset,
    ];
    return {
      kind: 'path',
      d: `M${point(left, top)}L${point(right, top)}L${point(right, bottom)}L${point(left, bottom)}Z`,
      fill: { role, tint: 0.86 + 0.03 * (sheets - place) },
      stroke: { paint: { role, tint: 0.45 + 0.1 * (sheets - place) }, width: 1 },
    };
  });
  return [...behind, front];
});
