import type { Plane, PlaneAxis, Stage } from '../../engine/trace/lesson.ts';
import { matchAxes } from './axis-identity.ts';
import { between } from './playhead.ts';
import type { PlacedPlane } from './arrange.ts';
import type { PlaneStyle } from './plane-style.ts';
import { columnCount, rowCount } from './steps.ts';

type Move = NonNullable<PlaneStyle['move']>;

/** Cells that the stage before had move from there; new ones fade in on the second half of the way. */
export function moveFrom(before: PlacedPlane, now: PlacedPlane, share: number): Move {
  const rows = matchAxes(before.plane.rows, now.plane.rows);
  const columns = matchAxes(before.plane.columns, now.plane.columns);
  const fade = secondHalf(share);
  const side = between(before.cell / now.cell, 1, share);
  return (row, column) => {
    const [fromRow, fromColumn] = [rows[row] ?? null, columns[column] ?? null];
    if (fromRow === null || fromColumn === null) return { x: column, y: row, alpha: fade };
    const x = (before.x - now.x + fromColumn * before.cell) / now.cell;
    const y = (before.y - now.y + fromRow * before.cell) / now.cell;
    return { x: between(x, column, share), y: between(y, row, share), alpha: 1, side };
  };
}

/** How far what comes has come: it appears on the second half of the way. */
export const secondHalf = (share: number): number => Math.max(0, share * 2 - 1);

/**
 * From where a plane stands to where it stood, in pixels, by the first cell that both have; null where none is the same.
 * What stands around the plane goes with it.
 */
export function wayBack(before: PlacedPlane, now: PlacedPlane): { x: number; y: number } | null {
  const [fromRow, row] = firstShared(before.plane.rows, now.plane.rows) ?? [];
  const [fromColumn, column] = firstShared(before.plane.columns, now.plane.columns) ?? [];
  if (fromRow === undefined || row === undefined || fromColumn === undefined || column === undefined)
    return null;
  return {
    x: before.x + fromColumn * before.cell - now.x - column * now.cell,
    y: before.y + fromRow * before.cell - now.y - row * now.cell,
  };
}

function firstShared(before: PlaneAxis, now: PlaneAxis): readonly [from: number, to: number] | null {
  const places = matchAxes(before, now);
  const to = places.findIndex((place) => place !== null);
  const from = places[to];
  return from === undefined || from === null ? null : [from, to];
}

/** Cells that are cut off fade where they stood. */
export function leaving(before: Plane, now: Plane, share: number): Move {
  const rows = new Set(matchAxes(before.rows, now.rows));
  const columns = new Set(matchAxes(before.columns, now.columns));
  return (row, column) => ({
    x: column,
    y: row,
    alpha: rows.has(row) && columns.has(column) ? 0 : Math.max(0, 1 - share * 2),
  });
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

/** A part of a matrix row on its way to being a plane again. */
export function fold(
  before: PlacedPlane,
  now: PlacedPlane,
  from: NonNullable<Stage['foldedFrom']>,
  share: number,
): Move {
  const width = columnCount(now.plane);
  const side = between(before.cell / now.cell, 1, share);
  return (row, column) => {
    const x = (before.x - now.x + (from.column + row * width + column) * before.cell) / now.cell;
    const y = (before.y - now.y + from.row * before.cell) / now.cell;
    return { x: between(x, column, share), y: between(y, row, share), alpha: 1, side };
  };
}

export const fadeIn =
  (share: number): Move =>
  (row, column) => ({ x: column, y: row, alpha: secondHalf(share) });

/** The plane of the stage before that a plane goes on from. */
export function ancestorOf(plane: Plane, before: readonly PlacedPlane[]): PlacedPlane | undefined {
  const same = before.filter((candidate) => candidate.plane.tensor === plane.tensor);
  return same.find((candidate) => isSamePlace(candidate.plane, plane)) ?? same[0];
}

function isSamePlace(a: Plane, b: Plane): boolean {
  return a.at.every((index, axis) => index === b.at[axis]);
}
