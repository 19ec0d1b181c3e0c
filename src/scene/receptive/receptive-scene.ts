import type { HitArea, Mark, Scene } from '../draw-list.ts';
import { fitText, ink, muted, rect, space, text, textWidth, type } from '../marks.ts';
import type { Words } from '../words/english.ts';
import type { FieldRange, FieldStep } from './receptive-field.ts';

const largestTile = 260;
const smallestTile = 72;
/** What `reads 11×11 of 224×224` takes. */
const labelWidth = 150;
const titleHeight = 54;
const largestCell = 40;

/** Every tensor on the way back to the input as a tile, what the cell reads of it lit. The first tile is pointed at. */
export function receptiveScene(steps: readonly FieldStep[], width: number, words: Words): Scene {
  const across = Math.max(1, Math.floor((width - space.m) / labelWidth));
  const perRow = Math.min(across, Math.max(1, steps.length));
  const slot = (width - 2 * space.m) / perRow;
  const tile = Math.max(smallestTile, Math.min(largestTile, slot - space.l));
  const lineHeight = tile + titleHeight + space.m;
  const marks: Mark[] = [];
  const hits: HitArea[] = [];
  steps.forEach((step, place) => {
    const x = space.m + (place % perRow) * slot;
    const y = Math.floor(place / perRow) * lineHeight;
    const { rows, columns } = step;
    const cell = Math.min(largestCell, tile / Math.max(rows.size, columns.size));
    const box = { x, y: y + titleHeight, width: columns.size * cell, height: rows.size * cell };
    const part = {
      x: box.x + columns.first * cell,
      y: box.y + rows.first * cell,
      width: Math.max(2, count(columns) * cell),
      height: Math.max(2, count(rows) * cell),
    };
    marks.push(
      text(x, y + 10, fitText(step.layer, slot - space.s, type.body), { weight: 600 }),
      text(
        x,
        y + 26,
        fitText(words.lesson.fieldOf(sizeOf(step), wholeOf(step)), slot - space.s, type.small),
        {
          size: type.small,
          fill: muted,
        },
      ),
      text(x, y + 40, fitText(placesOf(step), slot - space.s, type.small, 'mono'), {
        size: type.small,
        font: 'mono',
        fill: muted,
      }),
      rect(box, {
        fill: { role: 'activation', tint: 0.85 },
        stroke: { paint: { role: 'activation' }, width: 1 },
      }),
      ...grid(box, step, cell),
      rect(part, {
        radius: Math.min(3, cell * 0.2),
        fill: { role: 'lit', alpha: 0.45 },
        stroke: { paint: { role: 'lit' }, width: 1.75 },
      }),
      ...indices(box, step, cell),
    );
    if (place === 0) hits.push({ id: 'field', ...box, rows: rows.size, columns: columns.size });
  });
  return {
    width,
    height: Math.ceil(steps.length / perRow) * lineHeight,
    marks,
    hits,
    description: steps.map(
      (step) => `${step.layer}: ${words.lesson.fieldOf(sizeOf(step), wholeOf(step))}, ${placesOf(step)}.`,
    ),
  };
}

const count = ({ first, last }: FieldRange): number => last - first + 1;
const sizeOf = ({ rows, columns }: FieldStep): string => `${count(rows)}×${count(columns)}`;
const wholeOf = ({ rows, columns }: FieldStep): string => `${rows.size}×${columns.size}`;

/** The cells that are read, as indices: `[3…5, 0…2]`. */
const placesOf = ({ rows, columns }: FieldStep): string => `[${placesAlong(rows)}, ${placesAlong(columns)}]`;

const placesAlong = ({ first, last }: FieldRange): string =>
  first === last ? String(first) : `${first}…${last}`;

const indexSize = 10;

/** Each cell's indices in it, where there is room. */
function indices(
  box: { readonly x: number; readonly y: number },
  { rows, columns }: FieldStep,
  cell: number,
): Mark[] {
  const longest = `${rows.size - 1},${columns.size - 1}`;
  if (textWidth(longest, indexSize, 'mono') > cell - 2) return [];
  return Array.from({ length: rows.size * columns.size }, (_, place) => {
    const [row, column] = [Math.floor(place / columns.size), place % columns.size];
    return text(box.x + (column + 0.5) * cell, box.y + (row + 0.5) * cell, `${row},${column}`, {
      size: indexSize,
      font: 'mono',
      anchor: 'middle',
      fill: isIn(row, rows) && isIn(column, columns) ? ink : muted,
    });
  });
}

const isIn = (place: number, { first, last }: FieldRange): boolean => place >= first && place <= last;

/** Lines between cells, where they can be told apart. */
function grid(
  box: { x: number; y: number; width: number; height: number },
  { rows, columns }: FieldStep,
  cell: number,
): Mark[] {
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
