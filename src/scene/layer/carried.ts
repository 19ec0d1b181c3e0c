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
 * A heat map has no cells that could move: it goes as a whole from where its cells are in the stage before, while that one
 * fades; where it has grown, it appears around that one. Where zeros come between its cells, one fades into the other.
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
  const left = planeMarks(ancestor, { scale: scaleOf(ancestor.plane.values) });
  if (rows === null || columns === null) return [...faded(left, 1 - share), ...faded(children, share)];
  const scale = between(ancestor.cell / placed.cell, 1, share);
  const whole: Mark = {
    kind: 'group',
    children,
    scale,
    x: between(ancestor.x + columns * ancestor.cell, placed.x, share) - placed.x * scale,
    y: between(ancestor.y + rows * ancestor.cell, placed.y, share) - placed.y * scale,
  };
  const isCut = rows > 0 || columns > 0 || hasMoreCells(ancestor.plane, placed.plane);
  if (!isCut && hasMoreCells(placed.plane, ancestor.plane)) {
    // What comes around it appears while the old one goes to its place.
    const grown = between(1, placed.cell / ancestor.cell, share);
    const inside: Mark = {
      kind: 'group',
      children: left,
      scale: grown,
      x: between(ancestor.x, placed.x - columns * placed.cell, share) - ancestor.x * grown,
      y: between(ancestor.y, placed.y - rows * placed.cell, share) - ancestor.y * grown,
    };
    return [inside, ...faded([whole], secondHalf(share))];
  }
  return isCut ? [...faded(left, Math.max(0, 1 - 2 * share)), whole] : [whole];
}

/** Whether its cells stand as they did, so that it goes as a whole. */
export const isCarried = ({ plane: before }: PlacedPlane, { plane: now }: PlacedPlane): boolean =>
  shiftOf(before.rows, now.rows) !== null && shiftOf(before.columns, now.columns) !== null;

const hasMoreCells = (before: Plane, now: Plane): boolean =>
  rowCount(before) > rowCount(now) || columnCount(before) > columnCount(now);
