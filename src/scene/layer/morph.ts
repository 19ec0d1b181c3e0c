import type { Plane, PlaneAxis, Stage } from '../../engine/trace/lesson.ts';
import { matchAxes } from './axis-identity.ts';
import { rememberLast } from '../../util/remember-last.ts';
import { between } from './playhead.ts';
import type { PlacedPlane } from './arrange.ts';
import type { PlaneStyle } from './plane-style.ts';
import { columnCount, rowCount } from './steps.ts';

type Move = NonNullable<PlaneStyle['move']>;

/**
 * Cells that the stage before had move from there. New ones fade in on the second half of the way: they come with their
 * neighbours, and between two that part they take the room that opens.
 */
export function moveFrom(
  before: PlacedPlane,
  now: PlacedPlane,
  share: number,
  shares: WayShares = evenly(share),
): Move {
  const rows = originsOf(now.plane.rows, before.plane.rows);
  const columns = originsOf(now.plane.columns, before.plane.columns);
  const fade = secondHalf(share);
  const along = (origin: Origin | undefined, place: number, shift: number, went: number) => {
    if (!origin) return { start: place, side: 1 };
    const within = between((origin.from * before.cell) / now.cell, place, shares.size);
    return {
      start: between(shift / now.cell, 0, went) + within,
      side: between((origin.side * before.cell) / now.cell, 1, shares.size),
    };
  };
  return (row, column) => {
    const [fromRow, fromColumn] = [rows[row], columns[column]];
    const y = along(fromRow, row, before.y - now.y, shares.y);
    const x = along(fromColumn, column, before.x - now.x, shares.x);
    const side = Math.min(x.side, y.side);
    const isOld = fromRow?.isOld === true && fromColumn?.isOld === true;
    return {
      x: x.start + (x.side - side) / 2,
      y: y.start + (y.side - side) / 2,
      alpha: isOld ? 1 : fade,
      side,
    };
  };
}

/** How far a plane has come across and down, and its cells in size. */
export interface WayShares {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

export const evenly = (share: number): WayShares => ({ x: share, y: share, size: share });

/**
 * Planes of a row that become a column go down before they go across: on straight ways they would lie over each other.
 * They shrink before they stand below each other, and grow where there is room.
 */
export function roundCorners(before: PlacedPlane, now: PlacedPlane, share: number): WayShares {
  const [first, second] = [Math.min(1, share * 2), secondHalf(share)];
  return { x: second, y: first, size: now.cell < before.cell ? first : second };
}

/** Where a row or column comes from, in cells of the plane before, and how much of one it has there. */
interface Origin {
  readonly from: number;
  readonly side: 0 | 1;
  readonly isOld: boolean;
}

/** None where the two have nothing in common. */
const originsOf = rememberLast((now: PlaneAxis, before: PlaneAxis): readonly Origin[] => {
  const places = matchAxes(before, now);
  const old = sharedPairs(before, now);
  const [first] = old;
  if (!first) return [];
  return places.map((from, to): Origin => {
    if (from !== null) return { from, side: 1, isOld: true };
    const last = old.findLast((shared) => shared.to < to) ?? first;
    const isBetween = last.to < to && old.some((shared) => shared.to > to);
    return isBetween
      ? { from: last.from + 1, side: 0, isOld: false }
      : { from: last.from + to - last.to, side: 1, isOld: false };
  });
});

/** The indices that two axes share. */
export const sharedPairs = (before: PlaneAxis, now: PlaneAxis): readonly { from: number; to: number }[] =>
  matchAxes(before, now).flatMap((from, to) => (from === null ? [] : [{ from, to }]));

/** How far what comes has come: it appears on the second half of the way. */
export const secondHalf = (share: number): number => Math.max(0, share * 2 - 1);

/** What makes way for something that moves has gone after a third of the time, and comes in the last third. */
export const firstFifth = (share: number): number => Math.max(0, 1 - share * 5);
export const lastFifth = (share: number): number => Math.max(0, share * 5 - 4);

/** A corner of what two planes share, in the one before and in the one now. */
export interface SharedPlace {
  readonly from: Point;
  readonly to: Point;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Where the cells that both have stood and stand: their first corner, and their last row's lower one; null where none is the
 * same. What is around a plane goes with the first, what is below it with the second.
 */
export function sharedPlaces(
  before: PlacedPlane,
  now: PlacedPlane,
): { readonly head: SharedPlace; readonly foot: SharedPlace } | null {
  const rows = sharedPairs(before.plane.rows, now.plane.rows);
  const [column] = sharedPairs(before.plane.columns, now.plane.columns);
  const [row, last] = [rows[0], rows.at(-1)];
  if (!row || !last || !column) return null;
  const at = ({ x, y, cell }: PlacedPlane, columns: number, down: number): Point => ({
    x: x + columns * cell,
    y: y + down * cell,
  });
  return {
    head: { from: at(before, column.from, row.from), to: at(now, column.to, row.to) },
    foot: { from: at(before, column.from, last.from + 1), to: at(now, column.to, last.to + 1) },
  };
}

/** Cells that are cut off fade on the way of those that stay: as new ones come, seen backwards. */
export function leaving(before: PlacedPlane, now: PlacedPlane, share: number): Move {
  const rows = new Set(matchAxes(before.plane.rows, now.plane.rows));
  const columns = new Set(matchAxes(before.plane.columns, now.plane.columns));
  const back = moveFrom(now, before, 1 - share);
  return (row, column) =>
    rows.has(row) && columns.has(column) ? { x: column, y: row, alpha: 0 } : back(row, column);
}

/** A kernel on its way round by 180°: the cells go, their numbers stay upright. */
export function turn(plane: Plane, share: number): Move {
  const [middleRow, middleColumn] = [(rowCount(plane) - 1) / 2, (columnCount(plane) - 1) / 2];
  // At the end every cell stands where it belongs; at the beginning it is half a turn away.
  const angle = Math.PI * (share - 1);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (row, column) => {
    const [dy, dx] = [row - middleRow, column - middleColumn];
    return { x: middleColumn + dx * cos - dy * sin, y: middleRow + dx * sin + dy * cos, alpha: 1 };
  };
}

/** A matrix on its way to its transpose: each cell crosses the diagonal. */
export function transpose(before: PlacedPlane, now: PlacedPlane, share: number): Move {
  const side = between(before.cell / now.cell, 1, share);
  return (row, column) => {
    const x = (before.x - now.x + row * before.cell) / now.cell;
    const y = (before.y - now.y + column * before.cell) / now.cell;
    return { x: between(x, column, share), y: between(y, row, share), alpha: 1, side };
  };
}

/** A part of a matrix row on its way to being a plane again: its rows drop apart, then come below each other. */
export function fold(
  before: PlacedPlane,
  now: PlacedPlane,
  from: NonNullable<Stage['foldedFrom']>,
  share: number,
): Move {
  const width = columnCount(now.plane);
  const [dropped, stacked] = [Math.min(1, share * 2), secondHalf(share)];
  const side = between(before.cell / now.cell, 1, stacked);
  return (row, column) => {
    const x = (before.x - now.x + (from.column + row * width + column) * before.cell) / now.cell;
    const y = (before.y - now.y + from.row * before.cell) / now.cell;
    return { x: between(x, column, stacked), y: between(y, row, dropped), alpha: 1, side };
  };
}

/** The cells of a matrix that are not part of what is folded go where they stand. */
export function unfolded(plane: Plane, from: NonNullable<Stage['foldedFrom']>, alpha: number): Move {
  const end = from.column + rowCount(plane) * columnCount(plane);
  return (row, column) => ({
    x: column,
    y: row,
    alpha: row === from.row && column >= from.column && column < end ? 0 : alpha,
  });
}

export const fadeIn =
  (alpha: number): Move =>
  (row, column) => ({ x: column, y: row, alpha });

/** The plane of the stage before that a plane goes on from. */
export function ancestorOf(plane: Plane, before: readonly PlacedPlane[]): PlacedPlane | undefined {
  const same = before.filter((candidate) => candidate.plane.tensor === plane.tensor);
  return same.find((candidate) => isSamePlace(candidate.plane, plane)) ?? same[0];
}

function isSamePlace(a: Plane, b: Plane): boolean {
  return a.at.every((index, axis) => index === b.at[axis]);
}
