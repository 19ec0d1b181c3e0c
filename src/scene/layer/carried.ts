import type { Plane, PlaneAxis } from '../../engine/trace/lesson.ts';
import type { Mark } from '../draw-list.ts';
import { faded } from '../marks.ts';
import type { PlacedPlane } from './arrange.ts';
import { secondHalf, sharedPairs } from './morph.ts';
import { heatMap, isHeatMap, planeMarks } from './plane-marks.ts';
import type { PlaneStyle } from './plane-style.ts';
import { scaleOf } from './plane-scale.ts';
import { between } from './playhead.ts';
import { columnCount, rowCount } from './steps.ts';

/**
 * A heat map has no cells that could move: it goes as a whole from where its cells are in the stage before, and that one
 * goes with it; where it has grown, it appears around that one. Where zeros come between its cells, both are stretched
 * alike, and one fades into the other.
 */
export function carried(
  style: PlaneStyle,
  placed: PlacedPlane,
  ancestor: PlacedPlane,
  share: number,
): readonly Mark[] {
  const shared = sharedCells(ancestor, placed);
  if (!shared) return [...faded(stillOf(ancestor), 1 - share), ...faded(heatMap(placed, style), share)];
  const { columns, rows, stretch } = shared;
  const { at, scale, grown } = onItsWay(placed, ancestor, shared, share);
  const whole = heatMap(movedTo(placed, scale, at, { row: rows.to, column: columns.to }), style);
  const before = movedAway(ancestor, shared, grown, at);
  if (stretch !== 1)
    return [...faded(before, Math.min(1, 2 - 2 * share)), ...faded(whole, Math.min(1, 2 * share))];
  const isCut =
    rows.from > rows.to || columns.from > columns.to || hasMoreCells(ancestor.plane, placed.plane);
  const leaving = faded(before, Math.max(0, 1 - 2 * share));
  if (isCut) return [...leaving, ...whole];
  // What comes around it appears while the old one goes to its place.
  if (hasMoreCells(placed.plane, ancestor.plane)) return [...before, ...faded(whole, secondHalf(share))];
  // Cells with their numbers become a heat map.
  return isHeatMap(ancestor) ? whole : [...whole, ...leaving];
}

/** A heat map whose values become cells that can be read: it goes with these, and fades. */
export function leftBehind(placed: PlacedPlane, ancestor: PlacedPlane, share: number): readonly Mark[] {
  const shared = sharedCells(ancestor, placed);
  const alpha = Math.max(0, 1 - 2 * share);
  if (!shared) return faded(stillOf(ancestor), alpha);
  const { at, grown } = onItsWay(placed, ancestor, shared, share);
  return faded(movedAway(ancestor, shared, grown, at), alpha);
}

/** The plane of the stage before on its way: a heat map is drawn anew, so that its lines stay as thin as they are. */
function movedAway(ancestor: PlacedPlane, { rows, columns }: SharedCells, grown: number, at: Point) {
  return isHeatMap(ancestor)
    ? heatMap(movedTo(ancestor, grown, at, { row: rows.from, column: columns.from }), {
        scale: scaleOf(ancestor.plane.values),
      })
    : [scaledTo(stillOf(ancestor), grown, at, cornerOf(ancestor, rows.from, columns.from))];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A plane with cells that much larger, one of which stands there. */
function movedTo(
  placed: PlacedPlane,
  scale: number,
  { x, y }: Point,
  { row, column }: { readonly row: number; readonly column: number },
): PlacedPlane {
  const cell = placed.cell * scale;
  return { plane: placed.plane, cell, x: x - column * cell, y: y - row * cell };
}

/** A plane as it stands. */
export const stillOf = (placed: PlacedPlane): readonly Mark[] =>
  planeMarks(placed, { scale: scaleOf(placed.plane.values) });

/** Where the first shared cell is, and how large cells are beside those now, and beside those before. */
function onItsWay(
  placed: PlacedPlane,
  ancestor: PlacedPlane,
  { rows, columns, stretch }: SharedCells,
  share: number,
) {
  const [from, to] = [
    cornerOf(ancestor, rows.from, columns.from),
    cornerOf(placed, rows.to, columns.to),
  ] as const;
  const start = ancestor.cell / (placed.cell * stretch);
  const scale = between(start, 1, share);
  return {
    at: { x: between(from.x, to.x, share), y: between(from.y, to.y, share) },
    scale,
    grown: scale / start,
  };
}

/** The first cell that both have, and how many cells further each next one is. */
interface SharedCells {
  readonly rows: { readonly from: number; readonly to: number };
  readonly columns: { readonly from: number; readonly to: number };
  readonly stretch: number;
}

/** Null where their cells are not equally far apart in each, so that it cannot go as a whole. */
export function sharedCells({ plane: before }: PlacedPlane, { plane: now }: PlacedPlane): SharedCells | null {
  const rows = sharedAlong(before.rows, now.rows);
  const columns = sharedAlong(before.columns, now.columns);
  if (!rows || rows.stretch !== columns?.stretch) return null;
  return { rows, columns, stretch: rows.stretch };
}

function sharedAlong(before: PlaneAxis, now: PlaneAxis) {
  const shared = sharedPairs(before, now);
  const [first, second] = shared;
  if (!first) return null;
  const stretch = second ? (second.to - first.to) / (second.from - first.from) : 1;
  const isEven = shared.every(({ from, to }) => to - first.to === (from - first.from) * stretch);
  return isEven ? { ...first, stretch } : null;
}

const cornerOf = ({ x, y, cell }: PlacedPlane, row: number, column: number) => ({
  x: x + column * cell,
  y: y + row * cell,
});

/** Marks made larger or smaller so that what stands at `from` comes to stand at `to`. */
const scaledTo = (children: readonly Mark[], scale: number, to: Point, from: Point): Mark => ({
  kind: 'group',
  children,
  scale,
  x: to.x - from.x * scale,
  y: to.y - from.y * scale,
});

const hasMoreCells = (before: Plane, now: Plane): boolean =>
  rowCount(before) > rowCount(now) || columnCount(before) > columnCount(now);
