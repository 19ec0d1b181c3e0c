import type { Plane } from '../../engine/trace/lesson.ts';
import type { Mark } from '../draw-list.ts';
import { faded } from '../marks.ts';
import type { PlacedPlane } from './arrange.ts';
import { shiftOf } from './axis-identity.ts';
import { secondHalf } from './morph.ts';
import { planeMarks } from './plane-marks.ts';
import { scaleOf } from './plane-scale.ts';
import { between } from './playhead.ts';
import { columnCount, rowCount } from './steps.ts';

/**
 * A heat map has no cells that could move: it goes as a whole to where its cells are in the stage before, while that one
 * fades. Where zeros come between its cells, one fades into the other.
 */
export function carried(
  children: readonly Mark[],
  placed: PlacedPlane,
  ancestor: PlacedPlane | undefined,
  share: number,
): readonly Mark[] {
  if (!ancestor) return faded(children, secondHalf(share));
  const rows = shiftOf(ancestor.plane.rows, placed.plane.rows);
  const columns = shiftOf(ancestor.plane.columns, placed.plane.columns);
  const leaving = faded(planeMarks(ancestor, { scale: scaleOf(ancestor.plane.values) }), 1 - share);
  if (rows === null || columns === null) return [...leaving, ...faded(children, share)];
  const scale = between(ancestor.cell / placed.cell, 1, share);
  const whole: Mark = {
    kind: 'group',
    children,
    scale,
    x: between(ancestor.x + columns * ancestor.cell, placed.x, share) - placed.x * scale,
    y: between(ancestor.y + rows * ancestor.cell, placed.y, share) - placed.y * scale,
  };
  const isCut = rows > 0 || columns > 0 || hasMoreCells(ancestor.plane, placed.plane);
  return isCut ? [...leaving, whole] : [whole];
}

const hasMoreCells = (before: Plane, now: Plane): boolean =>
  rowCount(before) > rowCount(now) || columnCount(before) > columnCount(now);
