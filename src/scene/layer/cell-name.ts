import type { Plane } from '../../engine/trace/lesson.ts';
import type { Cell } from './steps.ts';

/** Of a layer with one spatial axis: its planes have one row, along which nothing happens. */
export const isLine = ({ shape }: Pick<Plane, 'shape'>): boolean => shape.length === 3;

/** A linear layer's input or output of one sample. */
const isVector = ({ shape }: Pick<Plane, 'shape'>): boolean => shape.length === 2 && shape[1] === 1;

/** The indices of a plane's cell as its tensor counts them, along each axis that there is. */
export function cellIndices(plane: Pick<Plane, 'shape' | 'at'>, { row, column }: Cell): readonly number[] {
  if (isLine(plane)) return [column];
  // A part of a matrix of features begins where it was cut out.
  const [firstRow = 0, firstColumn = 0] = plane.shape.length === 2 ? plane.at : [];
  return isVector(plane) ? [firstRow + row] : [firstRow + row, firstColumn + column];
}

/** `Z[1, 2]`, of a layer with one axis `Z[2]`. */
export const cellName = (plane: Pick<Plane, 'tensor' | 'shape' | 'at'>, at: Cell): string =>
  `${plane.tensor}[${cellIndices(plane, at).join(', ')}]`;
