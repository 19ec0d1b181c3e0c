import type { Plane, PlaneAxis } from '../../engine/trace/lesson.ts';
import type { Mark, Paint, TextMark } from '../draw-list.ts';
import { faded, paleAlpha, rect, text, textBox } from '../marks.ts';
import { shortNumber } from '../numbers.ts';
import { planeBox, type PlacedPlane } from './arrange.ts';
import { classMarks } from './class-marks.ts';
import { cellStyle, kindAt } from './cell-style.ts';
import { patchedNumber } from './cell-texts.ts';
import { isReadable, numberStyle } from './number-style.ts';
import type { PlaneStyle } from './plane-style.ts';
import { rememberLast } from '../../util/remember-last.ts';
import { columnCount, rowCount } from './steps.ts';
import { isUnread } from './unread.ts';

/** Cells of this size and up are drawn one by one; below, the plane is a heat map. */
const smallestCell = 9;
/** More cells than this are a heat map whatever their size: a frame must stay short. */
const mostCells = 2500;

export const isHeatMap = ({ plane, cell }: PlacedPlane): boolean =>
  cell < smallestCell || rowCount(plane) * columnCount(plane) > mostCells;

/** Whether its numbers can be read, so that they stand in its cells. */
export const showsNumbers = (placed: PlacedPlane): boolean =>
  (placed.plane.classes !== undefined || !isHeatMap(placed)) &&
  isReadable(numberStyle(placed.plane.values, placed.cell));

/** A plane's cells: numbers where they can be read, colours where not. */
export function planeMarks(placed: PlacedPlane, style: PlaneStyle): readonly Mark[] {
  return isStill(style) ? stillMarks(placed, style.scale, style.written) : marksOf(placed, style);
}

/** Most planes of a stage stay as they are while it plays. */
const stillMarks = rememberLast((placed: PlacedPlane, scale: number, written: PlaneStyle['written']) =>
  marksOf(placed, { scale, ...(written && { written }) }),
);

const isStill = ({ values, revealed, revealedColumns, litClass, move }: PlaneStyle): boolean =>
  [values, revealed, revealedColumns, litClass, move].every((part) => part === undefined);

function marksOf(placed: PlacedPlane, style: PlaneStyle): Mark[] {
  if (placed.plane.classes) return classMarks(placed, placed.plane.classes, style);
  return isHeatMap(placed) ? heatMap(placed, style) : cells(placed, style);
}

function cells(placed: PlacedPlane, style: PlaneStyle): Mark[] {
  const { plane, cell } = placed;
  const values = style.values ?? plane.values;
  const written = style.written ?? plane.values;
  const numbers =
    style.numbers ?? (showsNumbers({ ...placed, plane: { ...plane, values: written } }) ? 1 : 0);
  const marks: Mark[] = [];
  for (let row = 0; row < rowCount(plane); row++) {
    for (let column = 0; column < columnCount(plane); column++) {
      const place = row * columnCount(plane) + column;
      const pale =
        (style.revealed !== undefined && place >= style.revealed) ||
        (style.revealedColumns !== undefined && column >= style.revealedColumns);
      const moved = style.move?.(row, column);
      const alpha = (moved?.alpha ?? 1) * (pale ? paleAlpha : 1);
      if (alpha <= 0) continue;
      const value = values[place] ?? 0;
      const hatch = style.hatch?.(row, column) ?? (isUnread(plane, row, column) ? 1 : 0);
      const kind = kindAt(plane, row, column);
      const { text: paint, ...look } = cellStyle(kind, value / style.scale, hatch === 1);
      const x = placed.x + (moved?.x ?? column) * cell;
      const y = placed.y + (moved?.y ?? row) * cell;
      const side = cell * (moved?.side ?? 1);
      const inset = side >= 20 ? 1 : 0.5;
      const box = { x: x + inset, y: y + inset, width: side - 2 * inset, height: side - 2 * inset };
      const radius = Math.min(4, side * 0.12);
      const parts: Mark[] = [rect(box, { radius, ...look })];
      if (hatch > 0 && hatch < 1) {
        const { hatch: lines, stroke } = cellStyle(kind, value / style.scale, true);
        parts.push(
          ...faded([rect(box, { radius, ...(lines && { hatch: lines }), ...(stroke && { stroke }) })], hatch),
        );
      }
      if (numbers > 0 && !pale) {
        // Of the finished plane: while sums grow, numbers would come and go.
        const { size, decimals } = numberStyle(written, side);
        const number = text(x + side / 2, y + side / 2, shortNumber(value, decimals), {
          size,
          font: 'mono',
          anchor: 'middle',
          fill: paint,
        });
        if (size > 0) parts.push(...faded(hatch > 0 ? patched(number, look.fill) : [number], numbers));
      }
      marks.push(...(alpha < 1 ? [{ kind: 'group' as const, alpha, children: parts }] : parts));
    }
  }
  return marks;
}

/** A number on its cell's own ground, between the lines of its hatching. */
function patched(number: TextMark, fill: Paint = { role: 'surface' }): readonly Mark[] {
  const { x, y, width, height } = textBox(number);
  const patch = rect({ x: x - 1.5, y: y - 1, width: width + 3, height: height + 2 }, { radius: 2, fill });
  return [{ kind: 'group', id: patchedNumber, children: [patch, number] }];
}

/** All cells as one picture. */
export function heatMap(placed: PlacedPlane, style: PlaneStyle): Mark[] {
  const { plane, cell } = placed;
  const box = planeBox(placed);
  const [rows, columns] = [rowCount(plane), columnCount(plane)];
  const bands = ({ unread, kinds }: PlaneAxis, across: boolean): Mark[] =>
    // Padding that is never read costs nothing: grey, as in cells that are drawn one by one.
    (['data', 'padding'] as const).flatMap((kind) => {
      const role = kind === 'data' ? 'warning' : 'muted';
      return runs(unread.filter((index) => (kinds[index] === 'data') === (kind === 'data'))).map(
        ([start, length]) =>
          rect(
            across
              ? { x: box.x, y: box.y + start * cell, width: box.width, height: Math.max(2, length * cell) }
              : { x: box.x + start * cell, y: box.y, width: Math.max(2, length * cell), height: box.height },
            { hatch: { role }, stroke: { paint: { role }, width: 1 } },
          ),
      );
    });
  const data = dataBox(plane);
  return [
    {
      kind: 'raster',
      ...box,
      rows,
      columns,
      values: style.values ?? plane.values,
      scale: style.scale,
      ...(style.revealed !== undefined && { revealed: style.revealed }),
      ...(style.revealedColumns !== undefined && { revealedColumns: style.revealedColumns }),
    },
    rect(box, { stroke: { paint: { role: 'line' }, width: 1 } }),
    ...(data
      ? [
          rect(
            {
              x: box.x + data.column * cell,
              y: box.y + data.row * cell,
              width: data.columns * cell,
              height: data.rows * cell,
            },
            { stroke: { paint: { role: 'faint' }, width: 1, dash: [3, 3] } },
          ),
        ]
      : []),
    // Gaps repeat all over a heat map; only what is lost in one piece is marked.
    ...(plane.rows.unread.length < rows / 3 ? bands(plane.rows, true) : []),
    ...(plane.columns.unread.length < columns / 3 ? bands(plane.columns, false) : []),
  ];
}

/** Where the tensor itself lies in a padded plane; null where the plane is nothing else. */
function dataBox({
  rows,
  columns,
}: Plane): { row: number; rows: number; column: number; columns: number } | null {
  const [row, column] = [rows.kinds.indexOf('data'), columns.kinds.indexOf('data')];
  const [rowEnd, columnEnd] = [rows.kinds.lastIndexOf('data') + 1, columns.kinds.lastIndexOf('data') + 1];
  if (row < 0 || column < 0) return null;
  const whole =
    row === 0 && column === 0 && rowEnd === rows.kinds.length && columnEnd === columns.kinds.length;
  return whole ? null : { row, rows: rowEnd - row, column, columns: columnEnd - column };
}

/** Neighbouring indices as [start, length]. */
function runs(indices: readonly number[]): [number, number][] {
  const result: [number, number][] = [];
  for (const index of indices) {
    const last = result.at(-1);
    if (last && last[0] + last[1] === index) last[1]++;
    else result.push([index, 1]);
  }
  return result;
}
