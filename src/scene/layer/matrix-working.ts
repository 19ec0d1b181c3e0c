import { readersOf } from '../../engine/geometry/readers.ts';
import type { AxisGeometry } from '../../engine/geometry/axis.ts';
import type { Motion, Plane, Stage } from '../../engine/trace/lesson.ts';
import type { Words } from '../words/english.ts';
import { cellName, isLine } from './cell-name.ts';
import { matrixColumn } from './matrix-column.ts';
import { columnCount, rowCount, valueAt, windowCells, type Cell } from './steps.ts';
import { partOf, productOf } from './work-grid.ts';
import type { LedgerLine, WorkGrid, Working } from './working.ts';

type Of<Kind extends Motion['kind']> = Extract<Motion, { kind: Kind }>;

/** A window as a column of the matrix, or a column on its way back. */
export function columnWorking(
  stage: Stage,
  motion: Of<'unroll'> | Of<'fold-back'>,
  at: Cell,
  step: number,
  words: Words,
): Working | null {
  const { planes } = stage;
  const matrix = planes[motion.kind === 'unroll' ? motion.target : motion.source];
  if (!matrix) return null;
  const values = windowCells(motion.rows, motion.columns, at).map(
    (_, tap) => matrix.values[(motion.firstRow + tap) * columnCount(matrix) + step] ?? 0,
  );
  const cellsOf = (rows: string, cells: number): LedgerLine => ({
    label: `${matrix.tensor}[${rows}, ${matrixColumn(stage, step)}]`,
    value: cells,
    text: words.lesson.column(cells),
  });
  return {
    grids: [partOf(matrix, { rows: motion.rows.taps, columns: motion.columns.taps }, values)],
    // Where a column holds several channels or slices, the shown one is a part of it.
    lines:
      values.length < rowCount(matrix)
        ? [cellsOf(`${motion.firstRow} … ${motion.firstRow + values.length - 1}`, values.length)]
        : [],
    signs: '',
    isList: true,
    result: cellsOf(':', rowCount(matrix)),
  };
}

/** How many copies of a kernel cell a matrix has, and how much of it is 0. */
export function sharingWorking({ planes }: Stage, motion: Of<'share'>, at: Cell, step: number, words: Words) {
  const [kernel, matrix] = [planes[motion.kernel], planes[motion.matrix]];
  if (!kernel || !matrix?.classes) return null;
  const { ledger } = words.lesson;
  return {
    grids: [],
    lines: [
      { label: ledger.copies, value: matrix.classes.filter((cell) => cell === step).length },
      {
        label: ledger.zeros(matrix.classes.length),
        value: matrix.classes.filter((cell) => cell < 0).length,
      },
    ],
    signs: '',
    result: resultOf(kernel, at),
    isList: true,
  } satisfies Working;
}

/** How many connections share a kernel cell, and how many a dense layer would have. */
export function neuronWorking(
  { planes }: Stage,
  motion: Of<'neurons'>,
  at: Cell,
  step: number,
  words: Words,
) {
  const kernel = planes[motion.kernel];
  if (!kernel) return null;
  const { ledger } = words.lesson;
  return {
    grids: [],
    lines: [
      {
        label: ledger.connections,
        value: motion.connections.filter((value, i) => i % 3 === 2 && value === step).length,
      },
      { label: ledger.allConnections, value: motion.connections.length / 3 },
      { label: ledger.dense(motion.inputs, motion.outputs), value: motion.inputs * motion.outputs },
    ],
    signs: '',
    result: resultOf(kernel, at),
    isList: true,
  } satisfies Working;
}

/** Which outputs read a cell, of a transposed convolution which inputs add to it: those of both axes, and how many they make. */
export function boundsWorking(
  { planes }: Stage,
  { along, target }: Of<'readers'>,
  source: Plane,
  at: Cell,
  words: Words,
): Working {
  const { ledger } = words.lesson;
  const isMade = isTransposed(planes[target]);
  const { outer } = along;
  const sum = { label: isMade ? ledger.writes : ledger.reads, value: valueAt(source, at) };
  // Only what is read of the volume itself counts.
  if (outer && (outer.at < 0 || outer.at >= outer.axis.inputSize))
    return { grids: [], lines: [{ label: words.paddingSlice, value: 0 }], result: sum };
  const names = isMade
    ? {
        slices: ledger.inputsOfSlice,
        rows: ledger.inputsOfRow,
        columns: ledger.inputsOfColumn,
        cells: ledger.inputsOfCell,
      }
    : ledger;
  const line = (label: string, axis: AxisGeometry, at: number, reader: string): LedgerLine => {
    const outputs = readersOf(axis, at);
    return {
      label,
      value: outputs.length,
      text: outputs.length === 0 ? ledger.none : `${reader} = ${outputs.join(', ')}`,
    };
  };
  return {
    grids: [],
    lines: [
      ...(outer ? [line(names.slices(outer.at), outer.axis, outer.at, 'z′')] : []),
      ...(isLine(source) ? [] : [line(names.rows(at.row), along.rows, at.row, 'y′')]),
      line(
        isLine(source) ? names.cells(at.column) : names.columns(at.column),
        along.columns,
        at.column,
        'x′',
      ),
    ],
    signs: '',
    isList: true,
    result: sum,
  };
}

/** A transposed convolution's X reads nothing: it adds to the cells that its adjoint's outputs would read. */
export const isTransposed = (readers: Plane | undefined): boolean => readers?.tensor === 'X';

const resultOf = (plane: Plane, at: Cell): LedgerLine => ({
  label: cellName(plane, at),
  value: valueAt(plane, at),
});

/** A row of one matrix, a column of another, and their products, all side by side. */
export function rowTimesColumn(left: Plane, right: Plane, { row, column }: Cell): readonly WorkGrid[] {
  const count = columnCount(left);
  const line = (plane: Plane, cellAt: (place: number) => Cell): WorkGrid =>
    partOf(
      plane,
      { rows: 1, columns: count },
      Array.from({ length: count }, (_, place) => valueAt(plane, cellAt(place))),
    );
  const ofLeft = line(left, (place) => ({ row, column: place }));
  const ofRight = line(right, (place) => ({ row: place, column }));
  const products = ofLeft.values.map((value, place) => value * (ofRight.values[place] ?? 0));
  return [ofLeft, ofRight, productOf(ofLeft, ofRight, products)];
}
