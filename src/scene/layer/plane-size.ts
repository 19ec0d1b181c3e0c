import type { Plane } from '../../engine/trace/lesson.ts';
import { isLine } from './cell-name.ts';
import { columnCount, rowCount } from './steps.ts';

/** `3×4`, of a layer with one axis `4`. */
export const planeSize = (plane: Plane): string =>
  isLine(plane) ? String(columnCount(plane)) : `${rowCount(plane)}×${columnCount(plane)}`;
