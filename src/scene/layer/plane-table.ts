import type { Plane, PlaneAxis } from '../../engine/trace/lesson.ts';
import { spokenNumber } from '../numbers.ts';
import type { Words } from '../words/english.ts';
import { planeTitle } from './captions.ts';
import { columnCount, rowCount } from './steps.ts';

/** A plane for those who do not see it. */
export interface PlaneTable {
  readonly title: string;
  /** What each column is: its index, or the zeros that it is of. */
  readonly columns: readonly string[];
  /** None where there are more cells than one would go through. */
  readonly rows: readonly { readonly name: string; readonly cells: readonly string[] }[];
}

/** A picture of so many cells is a heat map in most panels, too. */
const mostCells = 256;

/** The cells of a plane with what their rows and columns are; of a large one its range alone. */
export function planeTable(plane: Plane, words: Words): PlaneTable {
  const { name, detail } = planeTitle(plane, words);
  const title = `${name}${words.colon}${detail}`;
  const width = columnCount(plane);
  if (plane.values.length > mostCells)
    return { title: `${title}${words.comma}${rangeOf(plane, words)}`, columns: [], rows: [] };
  const cells = Array.from(plane.values, spokenNumber);
  const rows = namesAlong(plane.rows, words).slice(0, rowCount(plane));
  return {
    title,
    columns: namesAlong(plane.columns, words),
    rows: rows.map((row, place) => ({ name: row, cells: cells.slice(place * width, (place + 1) * width) })),
  };
}

function rangeOf({ values }: Plane, words: Words): string {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return words.lesson.range(spokenNumber(least), spokenNumber(most));
}

function namesAlong({ kinds, unread }: PlaneAxis, words: Words): string[] {
  const zeros = {
    padding: words.paddingZeros,
    gap: words.gapZeros,
    tail: words.tailZeros,
    border: words.borderZeros,
  };
  let index = 0;
  return kinds.map((kind, place) => {
    const name = kind === 'data' ? String(index++) : zeros[kind];
    return unread.includes(place) ? `${name}${words.comma}${words.unread}` : name;
  });
}
