import type { Box, HitArea, Mark } from '../draw-list.ts';
import { muted, point, rect, space, text, textWidth, type } from '../marks.ts';
import { plainNumber, shortNumber } from '../numbers.ts';
import { lensId } from './hit-ids.ts';
import type { NumberStyle } from './number-style.ts';
import type { LedgerLine, WorkGrid, Working } from './working.ts';
import { cellStyle } from './cell-style.ts';

const lineHeight = 18;
const narrowestLedger = 176;
/** Between a label and its number, with the sign before it. */
const ledgerGap = 28;
const signWidth = 24;
const largestCell = 34;
const smallestCell = 5;
const smallestNumber = 7;
/** Two decimals and a sign can be read. */
const readableCell = 22;

export interface WorkingPicture {
  readonly marks: readonly Mark[];
  /** Where the first grid stands: the window, magnified. */
  readonly window: Box | null;
  /** Cells of planes that stand there once more. */
  readonly hits: readonly HitArea[];
}

/** The lit cell's factors and products side by side, and their sum as in an account book. */
export function workingMarks(working: Working, box: Box): WorkingPicture {
  const book = ledgerSize(working);
  const ledgerWidth = Math.min(box.width, ledgerWidthOf(working));
  const beside = box.width >= 420;
  const gridWidth = beside ? box.width - ledgerWidth - space.l : box.width;
  const gridHeight = beside ? box.height : box.height - book - space.s;
  const { shown, cell, stacked } = fitGrids(working.grids.filter(isReadable), gridWidth, gridHeight);
  const placed = placeGrids(shown, cell, stacked);
  const total = Math.max(0, ...placed.map(({ x, grid }) => x + grid.columns * cell));
  const whole = beside ? total + (shown.length ? space.l : 0) + ledgerWidth : total;
  const left = box.x + Math.max(0, (box.width - whole) / 2);
  const high = Math.max(0, ...placed.map(({ y, grid }) => y + grid.rows * cell));
  const middle = box.y + gridHeight / 2;
  const numbers = numbersOf(shown, cell);
  const marks: Mark[] = [];
  const hits: HitArea[] = [];
  let window: Box | null = null;
  placed.forEach(({ grid, x, y }, place) => {
    const gridBox = {
      x: left + x,
      y: middle - high / 2 + y,
      width: grid.columns * cell,
      height: grid.rows * cell,
    };
    if (place > 0) {
      const sign = place === shown.length - 1 ? '=' : '×';
      marks.push(
        text(gridBox.x - signWidth / 2, gridBox.y + gridBox.height / 2, sign, {
          size: type.title,
          anchor: 'middle',
          fill: muted,
        }),
      );
    } else window = gridBox;
    const { cells: part } = grid;
    if (part) hits.push({ id: lensId(part.plane), ...gridBox, rows: grid.rows, columns: grid.columns, part });
    marks.push(...gridMarks(grid, gridBox, cell, numbers[place]));
  });
  const bookLeft = beside
    ? left + total + (shown.length ? space.l : 0)
    : box.x + Math.max(0, (box.width - ledgerWidth) / 2);
  const bookTop = beside ? middle - book / 2 : box.y + (high + gridHeight) / 2 + space.s;
  marks.push(...ledgerMarks(working, bookLeft, bookTop, ledgerWidth));
  return { marks, window, hits };
}

/** Larger windows are seen on the planes alone. */
const isReadable = ({ rows, columns }: WorkGrid): boolean => rows <= 15 && columns <= 15;

interface GridFit {
  readonly shown: readonly WorkGrid[];
  readonly cell: number;
  /** Below each other: long rows have more room so. */
  readonly stacked: boolean;
}

/** All grids where their numbers can be read, else the last alone. */
function fitGrids(grids: readonly WorkGrid[], width: number, height: number): GridFit {
  const cellFor = (candidates: readonly WorkGrid[]): number => {
    const columns = candidates.reduce((sum, grid) => sum + grid.columns, 0);
    const rows = Math.max(1, ...candidates.map((grid) => grid.rows));
    const room = width - Math.max(0, candidates.length - 1) * signWidth;
    return Math.floor(Math.min(largestCell, room / Math.max(1, columns), height / rows));
  };
  const all = cellFor(grids);
  const below = stackedCell(grids, width, height);
  if (grids.length > 1 && all < readableCell && below > all * 1.2)
    return { shown: grids, cell: below, stacked: true };
  const enough = grids.length < 2 || all >= 12;
  const shown = enough ? grids : grids.slice(-1);
  return { shown, cell: Math.max(smallestCell, enough ? all : cellFor(shown)), stacked: false };
}

/** The cells of grids below each other, with their signs on the left. */
function stackedCell(grids: readonly WorkGrid[], width: number, height: number): number {
  const rows = grids.reduce((sum, grid) => sum + grid.rows, 0);
  const columns = Math.max(1, ...grids.map((grid) => grid.columns));
  const gaps = (grids.length - 1) * space.xs;
  return Math.floor(
    Math.min(largestCell, (width - signWidth) / columns, (height - gaps) / Math.max(1, rows)),
  );
}

/** Where each grid stands, from the top left corner of them all: beside each other in one line, or in rows. */
function placeGrids(
  grids: readonly WorkGrid[],
  cell: number,
  stacked: boolean,
): readonly { readonly grid: WorkGrid; readonly x: number; readonly y: number }[] {
  const highest = Math.max(0, ...grids.map(({ rows }) => rows));
  let [x, y] = [stacked ? signWidth : 0, 0];
  return grids.map((grid) => {
    const place = { grid, x, y: stacked ? y : ((highest - grid.rows) * cell) / 2 };
    if (stacked) y += grid.rows * cell + space.xs;
    else x += grid.columns * cell + signWidth;
    return place;
  });
}

/**
 * One size for the numbers of all grids, but for those that have longer ones. It leaves room for a sign and all decimals, so
 * that it stays as it is from step to step.
 */
function numbersOf(grids: readonly WorkGrid[], cell: number): readonly NumberStyle[] {
  const decimals = Math.min(Math.max(0, ...grids.map((grid) => grid.decimals)), cell >= 26 ? 2 : 1);
  const sizes = grids.map(({ values, scale }) => {
    const lengths = values.map((value) => shortNumber(value, decimals).length);
    return Math.min(11.5, (cell - 3) / (Math.max(lettersUpTo(scale, decimals), ...lengths) * 0.61));
  });
  const shared = Math.min(...sizes.filter((size) => size >= smallestNumber));
  return sizes.map((size) => ({ size: Math.min(size, shared), decimals }));
}

/** A sign, the digits of the greatest number, a point and decimals: in the six that the longest number has. */
const lettersUpTo = (greatest: number, decimals: number): number =>
  Math.min(6, 2 + String(Math.floor(greatest)).length + decimals);

function gridMarks(
  { rows, columns, values, scale }: WorkGrid,
  box: Box,
  cell: number,
  { size, decimals }: NumberStyle = { size: 0, decimals: 0 },
): Mark[] {
  const marks: Mark[] = [];
  for (let place = 0; place < rows * columns; place++) {
    const value = values[place] ?? 0;
    const [x, y] = [box.x + (place % columns) * cell, box.y + Math.floor(place / columns) * cell];
    const { text: paint, ...look } = cellStyle('data', value / scale, false);
    marks.push(
      rect(
        { x: x + 0.5, y: y + 0.5, width: cell - 1, height: cell - 1 },
        { radius: Math.min(3, cell * 0.12), ...look },
      ),
    );
    if (size >= smallestNumber) {
      marks.push(
        text(x + cell / 2, y + cell / 2, shortNumber(value, decimals), {
          size,
          font: 'mono',
          anchor: 'middle',
          fill: paint,
        }),
      );
    }
  }
  return marks;
}

const ledgerSize = ({ lines, isList }: Working): number =>
  (lines.length + 1) * lineHeight + (lines.length > 0 && !isList ? 6 : 0);

const numberText = ({ value, text: written }: LedgerLine): string => written ?? plainNumber(value);

/** A column of labels, of signs and of numbers. */
function ledgerWidthOf(working: Working): number {
  const { lines, result } = working;
  const labels = lines.map(({ label }) => textWidth(label, type.body));
  const numbers = [...signedLines(working), ...lines, result].map((line) =>
    textWidth(numberText(line), type.body, 'mono'),
  );
  const ownWidth = textWidth(result.label, type.body, 'mono') + ledgerGap + (numbers.at(-1) ?? 0);
  return Math.max(narrowestLedger, ownWidth, Math.max(0, ...labels) + ledgerGap + Math.max(...numbers));
}

function ledgerMarks(working: Working, x: number, top: number, width: number): Mark[] {
  const { lines, result } = working;
  const right = x + width;
  if (working.isList)
    return [result, ...lines].flatMap((line, place) =>
      ledgerLine(line, x, right, top + (place + 0.5) * lineHeight, place === 0),
    );
  const written = signedLines(working);
  // Signs stand below each other, left of the longest number.
  const numbers = [...written, result].map((line) => textWidth(numberText(line), type.body, 'mono'));
  const signRight = right - Math.max(...numbers) - space.s;
  let y = top + lineHeight / 2;
  const marks: Mark[] = [];
  for (const { sign, ...line } of written) {
    marks.push(...ledgerLine(line, x, right, y, false));
    if (sign) marks.push(text(signRight, y, sign, { font: 'mono', anchor: 'end', fill: muted }));
    y += lineHeight;
  }
  if (lines.length > 0) {
    marks.push({
      kind: 'path',
      d: `M${point(x, y - lineHeight / 2 + 3)}L${point(right, y - lineHeight / 2 + 3)}`,
      stroke: { paint: { role: 'faint' }, width: 1 },
    });
    y += 6;
  }
  return [...marks, ...ledgerLine(result, x, right, y, true)];
}

/** What is negative is subtracted, as the equation has it. */
const signedLines = ({ lines, signs = '+' }: Working) =>
  lines.map((line, place) => signed(line, place > 0 ? (line.sign ?? signs) : ''));

/** No two signs behind each other: what is negative is taken off instead of added, and stands in parentheses where it is taken off. */
function signed(line: LedgerLine, sign: string): LedgerLine & { readonly sign: string } {
  if (line.value < 0 && line.text === undefined) {
    if (sign === '+') return { ...line, value: -line.value, sign: '−' };
    if (sign === '−') return { ...line, text: `(${plainNumber(line.value)})`, sign };
  }
  return { ...line, sign };
}

function ledgerLine(line: LedgerLine, x: number, right: number, y: number, strong: boolean): Mark[] {
  const weight = strong ? 600 : 400;
  return [
    text(x, y, line.label, { fill: strong ? { role: 'lit' } : muted, weight, font: strong ? 'mono' : 'ui' }),
    text(right, y, numberText(line), { font: 'mono', anchor: 'end', weight }),
  ];
}
