import type { Plane, PlaneAxis } from '../../engine/trace/lesson.ts';
import { rememberLast } from '../../util/remember-last.ts';
import { sharedPairs } from './morph.ts';
import type { PlaneStyle } from './plane-style.ts';

/** Whether no window reads a cell: its row or its column is left out. */
export const isUnread = ({ rows, columns }: Plane, row: number, column: number): boolean =>
  unreadOf(rows).has(row) || unreadOf(columns).has(column);

const unreadOf = rememberLast(({ unread }: PlaneAxis): ReadonlySet<number> => new Set(unread));

/** Hatching of cells that are read in one of two stages alone: it goes as what the first says goes, comes as the second's. */
export function hatchBetween(
  before: Plane,
  now: Plane,
  { leaves, comes }: { readonly leaves: number; readonly comes: number },
): NonNullable<PlaneStyle['hatch']> {
  const [rows, columns] = [originsOf(now.rows, before.rows), originsOf(now.columns, before.columns)];
  return (row, column) => {
    const isNow = isUnread(now, row, column);
    const [fromRow, fromColumn] = [rows.get(row), columns.get(column)];
    // A new cell comes with its hatching.
    const was =
      fromRow === undefined || fromColumn === undefined ? isNow : isUnread(before, fromRow, fromColumn);
    if (was === isNow) return isNow ? 1 : 0;
    return isNow ? comes : leaves;
  };
}

const originsOf = rememberLast(
  (now: PlaneAxis, before: PlaneAxis): ReadonlyMap<number, number> =>
    new Map(sharedPairs(before, now).map(({ from, to }) => [to, from])),
);
