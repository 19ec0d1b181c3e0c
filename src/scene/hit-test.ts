import type { Box, HitArea, HitLine } from './draw-list.ts';

/** What the pointer is over: an area, and the cell in it. */
export interface Hit {
  readonly id: string;
  readonly row: number;
  readonly column: number;
}

/** What lies at a place of the picture, the last drawn first. */
export function hitAt(hits: readonly HitArea[], x: number, y: number): Hit | null {
  for (const area of hits.toReversed()) {
    const hit = isInside(area, x, y) ? hitIn(area, x, y) : null;
    if (hit) return hit;
  }
  return null;
}

const whole = { row: 0, column: 0, rowStep: 1, columnStep: 1 };

const isInside = (area: HitArea, x: number, y: number): boolean =>
  x >= area.x && y >= area.y && x < area.x + area.width && y < area.y + area.height;

function hitIn(area: HitArea, x: number, y: number): Hit | null {
  const { id, lines, rows = 1, columns = 1, part = whole } = area;
  if (!lines)
    return {
      id,
      row: part.row + Math.floor(((y - area.y) / area.height) * rows) * part.rowStep,
      column: part.column + Math.floor(((x - area.x) / area.width) * columns) * part.columnStep,
    };
  const line = nearest(lines, x, y);
  return line && { id, row: line.row, column: line.column };
}

/** Where a cell of a plane stands in an area; null where the area does not hold it. */
export function cellIn(area: HitArea, row: number, column: number): Box | null {
  const { rows = 1, columns = 1, part = whole } = area;
  const [r, c] = [(row - part.row) / part.rowStep, (column - part.column) / part.columnStep];
  const holds = Number.isInteger(r) && Number.isInteger(c) && r >= 0 && c >= 0 && r < rows && c < columns;
  if (!holds) return null;
  const [width, height] = [area.width / columns, area.height / rows];
  return { x: area.x + c * width, y: area.y + r * height, width, height };
}

/** Lines are thin: so far beside one it is still pointed at. */
const reach = 5;

function nearest(lines: readonly HitLine[], x: number, y: number): HitLine | null {
  let [found, least]: [HitLine | null, number] = [null, reach];
  for (const line of lines) {
    const distance = distanceTo(line, x, y);
    if (distance >= least) continue;
    [found, least] = [line, distance];
  }
  return found;
}

function distanceTo({ from: [x1, y1], to: [x2, y2] }: HitLine, x: number, y: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1);
  const share = Math.max(0, Math.min(1, along));
  return Math.hypot(x - x1 - share * dx, y - y1 - share * dy);
}
