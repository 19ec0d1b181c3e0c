import type { PlaneAxis, TensorName, Zeros } from '../../engine/trace/lesson.ts';
import type { Mark } from '../draw-list.ts';
import { point, rect } from '../marks.ts';
import { cellBox, planeBox, type PlacedPlane } from './arrange.ts';
import { roleOfTensor } from './captions.ts';
import { casing } from './highlights.ts';
import { columnCount, rowCount } from './steps.ts';

/** What is pointed at, in the picture or in an equation. */
export interface Pointed {
  readonly tensor: TensorName | null;
  /** The zeros that a letter counts: S those between gradients, t those of the tail. */
  readonly zeros: Zeros | null;
}

/** A frame around a tensor that is pointed at; zeros that are, lit. */
export function pointedMarks(placed: PlacedPlane, { tensor, zeros }: Pointed): Mark[] {
  return [
    ...(placed.plane.tensor === tensor ? [frame(placed)] : []),
    ...(zeros === null ? [] : zeroMarks(placed, zeros)),
  ];
}

function frame(placed: PlacedPlane): Mark {
  const { x, y, width, height } = planeBox(placed);
  return rect(
    { x: x - 4, y: y - 4, width: width + 8, height: height + 8 },
    { radius: 6, stroke: { paint: { role: roleOfTensor(placed.plane) }, width: 1.5 } },
  );
}

const lineWidth = 2.25;

function zeroMarks(placed: PlacedPlane, zeros: Zeros): Mark[] {
  const { rows, columns } = placed.plane;
  const boxes = [
    ...runsOf(rows, zeros).map(([from, count]) => cellBox(placed, from, 0, count, columnCount(placed.plane))),
    ...runsOf(columns, zeros).map(([from, count]) => cellBox(placed, 0, from, rowCount(placed.plane), count)),
  ];
  if (boxes.length === 0) return [];
  // One shape, above a rim of its own: where rows and columns cross, no rim lies over a line.
  const d = boxes.map(({ x, y, width, height }) => `M${point(x, y)}h${width}v${height}h${-width}Z`).join('');
  // Outlines, with a rim that is seen on every colour: gold over numbers would leave them too little contrast.
  return [
    { kind: 'path', d, stroke: { paint: { role: 'surface' }, width: lineWidth + 2 * casing } },
    { kind: 'path', d, stroke: { paint: { role: 'lit' }, width: lineWidth } },
  ];
}

/** Where runs of these zeros begin along an axis, and how long they are. */
function runsOf({ kinds }: PlaneAxis, zeros: Zeros): readonly (readonly [from: number, count: number])[] {
  return kinds.flatMap((kind, from) => {
    if (kind !== zeros || kinds[from - 1] === zeros) return [];
    const end = kinds.findIndex((other, place) => place > from && other !== zeros);
    return [[from, (end < 0 ? kinds.length : end) - from] as const];
  });
}
