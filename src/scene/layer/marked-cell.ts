import type { Plane, PlaneAxis, TensorName } from '../../engine/trace/lesson.ts';
import type { Mark } from '../draw-list.ts';
import { rect } from '../marks.ts';
import { cellBox, type PlacedPlane } from './arrange.ts';
import { cellPlace } from './cell-place.ts';
import { casing } from './highlights.ts';
import type { Cell } from './steps.ts';

/** One value of a tensor, by its place in C order. */
export interface MarkedCell {
  readonly tensor: TensorName;
  readonly index: number;
}

const lineWidth = 2;

/** A dashed outline around the cell, on its tensor and on that one's gradient: lit is what the step is at. */
export function markedCell(placed: PlacedPlane, { tensor, index }: MarkedCell): Mark[] {
  const { plane } = placed;
  const cell = plane.tensor === tensor || plane.tensor === `d${tensor}` ? cellAt(plane, index) : null;
  if (!cell) return [];
  const box = cellBox(placed, cell.row, cell.column);
  return [
    rect(box, { radius: 3, stroke: { paint: { role: 'surface' }, width: lineWidth + 2 * casing } }),
    rect(box, { radius: 3, stroke: { paint: { role: 'ink' }, width: lineWidth, dash: [4, 3] } }),
  ];
}

/** Where a plane shows this value of its tensor; null where it shows another part of it. */
function cellAt(plane: Plane, index: number): Cell | null {
  const { shape, at, rows, columns } = plane;
  const [width, height] = [shape.at(-1) ?? 1, shape.length > 3 ? (shape.at(-2) ?? 1) : 1];
  const [firstRow = 0, firstColumn = 0] = shape.length === 2 ? at : [];
  const row = shape.length === 2 ? Math.floor(index / width) : Math.floor(index / width) % height;
  const cell = {
    row: placeOf(rows, row - firstRow),
    column: placeOf(columns, (index % width) - firstColumn),
  };
  return cellPlace(plane, cell.row, cell.column)?.index === index ? cell : null;
}

/** Where the axis has this one of the tensor's own cells. */
function placeOf({ kinds }: PlaneAxis, data: number): number {
  let left = data;
  return kinds.findIndex((kind) => kind === 'data' && left-- === 0);
}
