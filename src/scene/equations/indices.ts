import type { Facts, Plane } from '../../engine/trace/lesson.ts';
import { cellIndices, isLine } from '../layer/cell-name.ts';
import type { Cell } from '../layer/steps.ts';
import { sub, tensor, type MathNode } from './math-node.ts';

type Parts = readonly (string | MathNode)[];

/** Of a layer with three spatial axes, which its planes are slices of. */
export const isVolume = ({ shape }: Plane): boolean => shape.length === 5;

/** What is written once for each axis of a plane's tensor, with the letters of a cell and of a kernel cell along it. */
export function alongAxes(plane: Plane, of: (cell: string, tap: string) => Parts): Parts {
  if (isLine(plane)) return of('i', 'k');
  const outermost = isVolume(plane) ? [...of('d', 'm'), ','] : [];
  return [...outermost, ...of('i', 'k'), ',', ...of('j', 'l')];
}

/** A tensor's cell with its numbers. Rows and columns of what is not cropped yet begin with the padding; so does its slice. */
export function cellOf(plane: Plane, at: Cell, facts: Facts | null): MathNode {
  const [, , slice = 0] = plane.at;
  const before = plane.variant === 'uncropped' ? (facts?.axes[0]?.padding.before ?? 0) : 0;
  const indices = [...(isVolume(plane) ? [slice + before] : []), ...cellIndices(plane, at)];
  return sub(
    tensor(plane.tensor),
    ...indices.flatMap((index, place) => (place > 0 ? [',', index] : [index])),
  );
}

/** A tensor's cell in letters. */
export const letterOf = (plane: Plane): MathNode =>
  sub(tensor(plane.tensor), ...alongAxes(plane, (cell) => [cell]));
