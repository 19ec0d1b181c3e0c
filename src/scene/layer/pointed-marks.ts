import type { Stage, TensorName } from '../../engine/trace/lesson.ts';
import type { Mark } from '../draw-list.ts';
import { point, rect } from '../marks.ts';
import { cellBox, planeBox, type PlacedPlane } from './arrange.ts';
import { roleOfTensor } from './captions.ts';
import { kindAt } from './cell-style.ts';
import { casing } from './highlights.ts';
import { letterOfZeros, lettersAt, partsOf, type Letter } from './letter-parts.ts';
import type { Cell } from './steps.ts';

/** What is pointed at, in the picture or in an equation. */
export interface Pointed {
  readonly tensor: TensorName | null;
  /** The letters that stand for it in the equations. */
  readonly letters: readonly Letter[];
  /** The one whose cells are outlined in the picture. */
  readonly outlined: Letter | null;
}

export const nothingPointed: Pointed = { tensor: null, letters: [], outlined: null };

export const isSamePointed = (a: Pointed, b: Pointed): boolean =>
  a.tensor === b.tensor && a.outlined === b.outlined && a.letters.join() === b.letters.join();

/** A cell of the picture as what is pointed at: its letters, and of zeros that were put in all that are like it. */
export function pointedAt(stage: Stage | undefined, step: number, place: number, at: Cell | null): Pointed {
  const plane = stage?.planes[place];
  if (!stage || !plane || !at) return nothingPointed;
  const kind = kindAt(plane, at.row, at.column);
  return {
    tensor: plane.tensor,
    letters: lettersAt(stage, step, place, at),
    outlined: kind === 'data' ? null : letterOfZeros[kind],
  };
}

/** A frame around a tensor that is pointed at; what a letter stands for, lit. */
export function pointedMarks(
  stage: Stage,
  planes: readonly PlacedPlane[],
  step: number,
  { tensor, outlined }: Pointed,
): Mark[] {
  return [
    ...planes.flatMap((placed) => (placed.plane.tensor === tensor ? [frame(placed)] : [])),
    ...(outlined === null ? [] : outline(stage, planes, step, outlined)),
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

function outline(stage: Stage, planes: readonly PlacedPlane[], step: number, letter: Letter): Mark[] {
  const boxes = partsOf(stage, step, letter).flatMap(({ plane, row, column, rows, columns }) => {
    const placed = planes[plane];
    return placed ? [cellBox(placed, row, column, rows, columns)] : [];
  });
  if (boxes.length === 0) return [];
  // One shape, above a rim of its own: where rows and columns cross, no rim lies over a line.
  const d = boxes.map(({ x, y, width, height }) => `M${point(x, y)}h${width}v${height}h${-width}Z`).join('');
  // Outlines, with a rim that is seen on every colour: gold over numbers would leave them too little contrast.
  return [
    { kind: 'path', d, stroke: { paint: { role: 'surface' }, width: lineWidth + 2 * casing } },
    { kind: 'path', d, stroke: { paint: { role: 'lit' }, width: lineWidth } },
  ];
}
