import type { Box, Mark } from '../draw-list.ts';
import { ink, muted, point, rect, space, text, textWidth } from '../marks.ts';
import { isRead, type FieldAxis } from './field-axis.ts';
import type { FieldPart, FieldStep } from './receptive-field.ts';
import { fieldFill, readFill } from './receptive-style.ts';

/** Cells of a tile that are at least this large need no lens. */
const seenCell = 6;
/** Windows of more cells than this are seen in the tile. */
const mostCells = 16;
const largestCell = 40;
const indexSize = 10;
const smallestIndex = 7.5;
const gap = space.m;

/** What is read of a tensor that is too large for its cells to be told apart, and the side of the cells that it is drawn with. */
export interface Magnified {
  readonly part: FieldPart;
  readonly rows: FieldAxis['runs'][number];
  readonly columns: FieldAxis['runs'][number];
  readonly cell: number;
  /** The size of the indices in them. */
  readonly index: number;
}

/**
 * The one window in a tile that its cells are too small to be seen in; null where it has no need of a lens, or where one would
 * show neither indices nor holes.
 */
export function magnifiedOf(step: FieldStep, cell: number, tile: number): Magnified | null {
  const [part] = step.parts;
  if (!part || step.parts.length > 1 || cell >= seenCell) return null;
  const [rows, columns] = [spanOf(part.rows), spanOf(part.columns)];
  const most = Math.max(lengthOf(rows), lengthOf(columns));
  // One cell says nothing more than its indices do.
  if (most > mostCells || most === 1) return null;
  const side = Math.min(largestCell, tile / most);
  const index = Math.min(
    indexSize,
    (side - space.xs) / textWidth(labelOf(step, rows.last, columns.last), 1, 'mono'),
  );
  const hasHoles = part.rows.runs.length > 1 || part.columns.runs.length > 1;
  return index < smallestIndex && !hasHoles ? null : { part, rows, columns, cell: side, index };
}

const labelOf = ({ rank }: FieldStep, row: number, column: number): string =>
  rank > 1 ? `${row},${column}` : String(column);

/** What the lens takes below its tile. */
export const magnifiedHeight = ({ rows, cell }: Magnified): number => gap + lengthOf(rows) * cell;

/** The window's cells with their indices, below the tile, and lines from where it is in it. */
export function magnifiedMarks(
  { part, rows, columns, cell, index }: Magnified,
  step: FieldStep,
  tile: Box,
  window: Box,
): Mark[] {
  const box = {
    x: tile.x,
    y: tile.y + tile.height + gap,
    width: lengthOf(columns) * cell,
    height: lengthOf(rows) * cell,
  };
  const bottom = window.y + window.height;
  const cells = Array.from({ length: lengthOf(rows) * lengthOf(columns) }, (_, place): readonly Mark[] => {
    const [r, c] = [Math.floor(place / lengthOf(columns)), place % lengthOf(columns)];
    const [row, column] = [rows.first + r, columns.first + c];
    const read = isRead(part.rows, row) && isRead(part.columns, column);
    const at = { x: box.x + c * cell, y: box.y + r * cell, width: cell, height: cell };
    return [
      rect(at, {
        ...(read && { fill: readFill }),
        stroke: { paint: { role: 'activation', tint: 0.6 }, width: 0.75 },
      }),
      ...(index < smallestIndex
        ? []
        : [
            text(at.x + cell / 2, at.y + cell / 2, labelOf(step, row, column), {
              size: index,
              font: 'mono',
              anchor: 'middle',
              fill: read ? ink : muted,
            }),
          ]),
    ];
  });
  return [
    {
      kind: 'path',
      d: `M${point(window.x, bottom)}L${point(box.x, box.y)}M${point(window.x + window.width, bottom)}L${point(box.x + box.width, box.y)}`,
      stroke: { paint: { role: 'lit', alpha: 0.5 }, width: 1 },
    },
    rect(box, { fill: fieldFill }),
    ...cells.flat(),
    rect(box, { stroke: { paint: { role: 'lit' }, width: 1.25 } }),
  ];
}

const lengthOf = ({ first, last }: { readonly first: number; readonly last: number }): number =>
  last - first + 1;

/** From the first cell to the last one that is read. */
export const spanOf = ({ runs }: FieldAxis) => ({
  first: runs[0]?.first ?? 0,
  last: runs.at(-1)?.last ?? 0,
});
