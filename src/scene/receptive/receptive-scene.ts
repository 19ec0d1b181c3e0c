import type { Box, HitArea, Mark, Scene } from '../draw-list.ts';
import { fitText, ink, muted, rect, space, text, textWidth, type } from '../marks.ts';
import type { Words } from '../words/english.ts';
import { cellCount, isRead, type FieldAxis, type Run } from './field-axis.ts';
import { magnifiedHeight, magnifiedMarks, magnifiedOf, spanOf } from './magnified.ts';
import type { FieldPart, FieldStep } from './receptive-field.ts';
import { fieldFill, readFill } from './receptive-style.ts';

/** In a picture that is as high as it needs to be, and in one that has to fill a room. */
const largestTile = 260;
const largestInRoom = 360;
const smallestTile = 72;
/** What `reads 11×11 of 224×224` takes. */
const labelWidth = 150;
const titleHeight = 54;
const largestCell = 56;

/** More tensors than this are not drawn: the nearest are, and those next to the input. */
const mostTiles = 60;
const lastTiles = 12;

export const tensorsLeftOut = ({ length }: readonly FieldStep[]): number => Math.max(0, length - mostTiles);

interface Grid {
  readonly perRow: number;
  readonly slot: number;
  readonly tile: number;
}

/** As few rows as the width allows; where the height has room for more of them, of fewer and larger tiles. */
function gridOf(steps: readonly FieldStep[], width: number, height: number): Grid {
  const margin = marginOf(width);
  const across = Math.max(1, Math.floor((width - margin) / labelWidth));
  const most = Math.min(across, Math.max(1, steps.length));
  const grid = (perRow: number, largest: number): Grid => {
    const slot = (width - 2 * margin) / perRow;
    return { perRow, slot, tile: Math.max(smallestTile, Math.min(largest, slot - space.l)) };
  };
  const inRoom = Array.from({ length: most }, (_, less) => grid(most - less, largestInRoom)).filter(
    (each) => heightOf(lineHeights(steps, each)) <= height,
  );
  return inRoom.reduce((best, next) => (next.tile > best.tile ? next : best), grid(most, largestTile));
}

/** Where a panel is narrow, pictures stand as close to its edge as the words above them. */
const marginOf = (width: number): number => (width <= 620 ? space.s : space.m);

/** The side of a tensor's cells in a tile. */
function cellIn(step: FieldStep, { tile }: Grid): number {
  const { rows, columns } = axesOf(step);
  return Math.min(largestCell, tile / Math.max(rows.size, columns.size));
}

/** What each row of tiles takes: as much as the highest tensor in it. */
const lineHeights = (steps: readonly FieldStep[], grid: Grid): readonly number[] =>
  Array.from({ length: Math.ceil(steps.length / grid.perRow) }, (_, line) => {
    const heights = steps.slice(line * grid.perRow, (line + 1) * grid.perRow).map((step) => {
      const cell = cellIn(step, grid);
      const lens = step === steps[0] ? null : magnifiedOf(step, cell, grid.tile);
      return axesOf(step).rows.size * cell + (lens ? magnifiedHeight(lens) : 0);
    });
    return titleHeight + Math.max(0, ...heights) + space.m;
  });

const heightOf = (lines: readonly number[]): number => lines.reduce((sum, line) => sum + line, 0);

/**
 * Every tensor on the way back to the input as a tile, what the cell reads of it lit. The first tile is pointed at.
 * `height` is the room that there is: a picture that needs more takes more.
 */
export function receptiveScene(
  all: readonly FieldStep[],
  { width, height = 0 }: { readonly width: number; readonly height?: number },
  words: Words,
): Scene {
  const { colon, comma, stop } = words;
  const left = tensorsLeftOut(all);
  const steps =
    left === 0 ? all : [...all.slice(0, mostTiles - lastTiles), ...all.slice(all.length - lastTiles)];
  const tiles = gridOf(steps, width, height);
  const { perRow, slot } = tiles;
  const lines = lineHeights(steps, tiles);
  const marks: Mark[] = [];
  const hits: HitArea[] = [];
  steps.forEach((step, place) => {
    const x = marginOf(width) + (place % perRow) * slot;
    const y = heightOf(lines.slice(0, Math.floor(place / perRow)));
    const { rows, columns } = axesOf(step);
    const cell = cellIn(step, tiles);
    const box = { x, y: y + titleHeight, width: columns.size * cell, height: rows.size * cell };
    marks.push(
      text(x, y + 10, fitText(step.layer, slot - space.s, type.body), { weight: 600 }),
      text(x, y + 26, fitText(saidOf(step, place, words), slot - space.s, type.small), {
        size: type.small,
        fill: muted,
      }),
      text(x, y + 40, fitText(placesOf(step), slot - space.s, type.small, 'mono'), {
        size: type.small,
        font: 'mono',
        fill: muted,
      }),
      rect(box, {
        fill: fieldFill,
        stroke: { paint: { role: 'activation' }, width: 1 },
      }),
      ...grid(box, step, cell),
      ...step.parts.flatMap((part) => partMarks(box, part, cell)),
      ...step.inner.map((part) => rect(spanBox(box, part, cell), { stroke: outline(1, [3, 2]) })),
      ...indices(box, step, cell),
    );
    const lens = place > 0 ? magnifiedOf(step, cell, tiles.tile) : null;
    if (lens) marks.push(...magnifiedMarks(lens, step, box, spanBox(box, lens.part, cell)));
    if (place === 0) hits.push({ id: 'field', ...box, rows: rows.size, columns: columns.size });
  });
  return {
    width,
    height: heightOf(lines),
    marks,
    hits,
    description: [
      ...steps.map(
        (step, place) => `${step.layer}${colon}${saidOf(step, place, words)}${comma}${placesOf(step)}${stop}`,
      ),
      ...(left === 0 ? [] : [words.lesson.fieldLeftOut(left)]),
    ],
  };
}

const noAxis: FieldAxis = { size: 1, runs: [] };
const axesOf = ({ parts }: FieldStep): FieldPart =>
  parts[0] ?? { slices: null, rows: noAxis, columns: noAxis };

/** The axes that have an index: along a line there are no rows. */
const indexed = ({ rank }: FieldStep, { slices, rows, columns }: FieldPart): readonly FieldAxis[] => [
  ...(slices ? [slices] : []),
  ...(rank > 1 ? [rows] : []),
  columns,
];

/** Parts of several branches stand beside each other: `3×3, 5×1`. */
const sizeOf = (step: FieldStep): string =>
  step.parts.map((part) => indexed(step, part).map(cellCount).join('×')).join(', ');

function wholeOf(step: FieldStep, words: Words): string {
  const sizes = indexed(step, axesOf(step)).map(({ size }) => size);
  return sizes.length === 1 ? words.cells(String(sizes[0])) : sizes.join('×');
}

/** What is read of a tensor; the first holds the output cell itself, which reads what comes after. */
const saidOf = (step: FieldStep, place: number, words: Words): string =>
  place === 0
    ? words.lesson.fieldItself(wholeOf(step, words))
    : words.lesson.fieldOf(sizeOf(step), wholeOf(step, words));

/** The cells that are read, as indices: `[3…5, 0…2]`; with holes `[{1, 3, 5}, 0…2]`; of a volume with its slices. */
export const placesOf = (step: FieldStep): string =>
  step.parts.map((part) => `[${placesIn(indexed(step, part))}]`).join(' ');

/** Several places along one of several axes are held together, else one could not tell where the next axis begins. */
const placesIn = (axes: readonly FieldAxis[]): string =>
  axes
    .map((axis) => (axes.length > 1 && axis.runs.length > 1 ? `{${placesAlong(axis)}}` : placesAlong(axis)))
    .join(', ');

const placesAlong = ({ runs }: FieldAxis): string => {
  const texts = runs.map(({ first, last }) => (first === last ? String(first) : `${first}…${last}`));
  return texts.length > 3 ? [...texts.slice(0, 2), '…', texts.at(-1)].join(', ') : texts.join(', ');
};

const outline = (width: number, dash?: readonly number[]) => ({
  paint: { role: 'lit' as const },
  width,
  ...(dash && { dash }),
});

/** Cells first … last of both axes, never too small to be seen. */
const runBox = (box: Box, rows: Run, columns: Run, cell: number): Box => ({
  x: box.x + columns.first * cell,
  y: box.y + rows.first * cell,
  width: Math.max(2, (columns.last - columns.first + 1) * cell),
  height: Math.max(2, (rows.last - rows.first + 1) * cell),
});

const spanBox = (box: Box, { rows, columns }: FieldPart, cell: number): Box =>
  runBox(box, spanOf(rows), spanOf(columns), cell);

/** Smaller holes than this are not seen. */
const smallestHole = 2;

/** What is read, filled; the holes between dilated windows are left open, inside of one outline. */
function partMarks(box: Box, part: FieldPart, cell: number): Mark[] {
  const { rows, columns } = part;
  const whole = rows.runs.length * columns.runs.length === 1;
  const radius = Math.min(3, cell * 0.2);

  if (whole || cell < smallestHole)
    return [rect(spanBox(box, part, cell), { radius, fill: readFill, stroke: outline(1.75) })];
  return [
    ...rows.runs.flatMap((row) =>
      columns.runs.map((column) => rect(runBox(box, row, column, cell), { radius, fill: readFill })),
    ),
    rect(spanBox(box, part, cell), { radius, stroke: outline(1.25) }),
  ];
}

const indexSize = 10;
const smallestIndex = 7.5;

/** Each cell's indices in it, where there is room. */
function indices(box: Box, step: FieldStep, cell: number): Mark[] {
  const { rows, columns } = axesOf(step);
  const indexOf = (row: number, column: number) => (step.rank > 1 ? `${row},${column}` : String(column));
  const longest = indexOf(rows.size - 1, columns.size - 1);
  const size = Math.min(indexSize, (cell - space.xs) / textWidth(longest, 1, 'mono'));
  if (size < smallestIndex) return [];
  return Array.from({ length: rows.size * columns.size }, (_, place) => {
    const [row, column] = [Math.floor(place / columns.size), place % columns.size];
    return text(box.x + (column + 0.5) * cell, box.y + (row + 0.5) * cell, indexOf(row, column), {
      size,
      font: 'mono',
      anchor: 'middle',
      fill: step.parts.some((part) => isRead(part.rows, row) && isRead(part.columns, column)) ? ink : muted,
    });
  });
}

/** Lines between cells, where they can be told apart. */
function grid(box: Box, step: FieldStep, cell: number): Mark[] {
  const { rows, columns } = axesOf(step);
  if (cell < 6) return [];
  const lines = [
    ...Array.from(
      { length: columns.size - 1 },
      (_, i) => `M${round(box.x + (i + 1) * cell)} ${round(box.y)}v${round(box.height)}`,
    ),
    ...Array.from(
      { length: rows.size - 1 },
      (_, i) => `M${round(box.x)} ${round(box.y + (i + 1) * cell)}h${round(box.width)}`,
    ),
  ];
  return lines.length === 0
    ? []
    : [
        {
          kind: 'path',
          d: lines.join(''),
          stroke: { paint: { role: 'activation', tint: 0.6 }, width: 0.75 },
        },
      ];
}

const round = (value: number): number => Math.round(value * 10) / 10;
