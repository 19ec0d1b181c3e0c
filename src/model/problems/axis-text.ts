import { listed } from './number-text.ts';
import { capital } from './words/capital.ts';

interface AxisName {
  readonly axis: string;
  readonly cell: string;
}

const names: Readonly<Record<number, readonly AxisName[]>> = {
  1: [{ axis: 'length', cell: 'cell' }],
  2: [
    { axis: 'height', cell: 'row' },
    { axis: 'width', cell: 'column' },
  ],
  3: [
    { axis: 'depth', cell: 'slice' },
    { axis: 'height', cell: 'row' },
    { axis: 'width', cell: 'column' },
  ],
};

function nameOf(axis: number, spatialRank: number): AxisName {
  return names[spatialRank]?.[axis] ?? { axis: `axis ${axis}`, cell: 'cell' };
}

/** `height`, `height and width` */
export function axisNames(axes: readonly number[], spatialRank: number): string {
  return listed(axes.map((axis) => nameOf(axis, spatialRank).axis));
}

/** `row and column`, `rows and columns` */
export function cellNames(axes: readonly number[], spatialRank: number, count: number): string {
  return listed(axes.map((axis) => nameOf(axis, spatialRank).cell + (count === 1 ? '' : 's')));
}

/** `the last row and column`, `the last 2 rows and columns` */
export function lastCells(axes: readonly number[], spatialRank: number, count: number): string {
  const cells = cellNames(axes, spatialRank, count);
  return count === 1 ? `the last ${cells}` : `the last ${count} ${cells}`;
}

/** `Height: `, so that two problems of one layer can be told apart; nothing where all axes are meant. */
export function axisPrefix(axes: readonly number[], spatialRank: number): string {
  if (axes.length === spatialRank) return '';
  const text = axisNames(axes, spatialRank);
  return `${capital(text)}: `;
}
