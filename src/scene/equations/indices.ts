import type { Plane } from '../../engine/trace/lesson.ts';
import { cellIndices, isLine } from '../layer/cell-name.ts';
import type { Cell } from '../layer/steps.ts';
import { sub, tensor, type MathNode } from './math-node.ts';

type Parts = readonly string[];

/** What is written once for each axis of a plane's tensor, with the letters of a cell and of a kernel cell along it. */
export function alongAxes(plane: Plane, of: (cell: string, tap: string) => Parts): Parts {
  const columns = of('j', 'l');
  return isLine(plane) ? of('i', 'k') : [...of('i', 'k'), ',', ...columns];
}

/** A tensor's cell with its numbers. */
export const cellOf = (plane: Plane, at: Cell): MathNode =>
  sub(
    tensor(plane.tensor),
    ...cellIndices(plane, at).flatMap((index, place) => (place > 0 ? [',', index] : [index])),
  );

/** A tensor's cell in letters. */
export const letterOf = (plane: Plane): MathNode =>
  sub(tensor(plane.tensor), ...alongAxes(plane, (cell) => [cell]));
