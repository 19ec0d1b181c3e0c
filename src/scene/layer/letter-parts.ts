import type {
  Motion,
  MotionAxis,
  Plane,
  PlaneAxis,
  Stage,
  StageId,
  Zeros,
} from '../../engine/trace/lesson.ts';
import type { AxisGeometry } from '../../engine/geometry/axis.ts';
import { isLine } from './cell-name.ts';
import { columnCount, positionAt, rowCount, spanOf, windowCells, type Cell } from './steps.ts';
import { matrixColumn } from './matrix-column.ts';

/** Letters of equations that may stand for something in the picture; tensors are named by letters of their own. */
const letters = ['i', 'j', 'k', 'l', 'S', 'D', 'F', 'F′', 'P', 't', 'W', 'O'] as const;
export type Letter = (typeof letters)[number];

export const isLetter = (text: string): text is Letter => letters.some((letter) => letter === text);

/** Which letter says how many zeros of a kind there are. */
export const letterOfZeros: Readonly<Record<Zeros, Letter>> = {
  padding: 'P',
  gap: 'S',
  tail: 't',
  border: 'F′',
};

/** Cells of a stage's plane. */
export interface Part {
  readonly plane: number;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * What windows step by and what stands between the cells of one: dZ takes the kernel's place when dW is made, steps by D,
 * and its own cells stand S apart already.
 */
export const stepLetters = (
  id: StageId,
): { readonly position: Letter | null; readonly tap: Letter | null } =>
  id === 'slide' ? { position: 'D', tap: null } : { position: id === 'sweep' ? null : 'S', tap: 'D' };

/** What a letter stands for at a step; none where nothing that is shown is its counterpart. */
export function partsOf(stage: Stage, step: number, letter: Letter): readonly Part[] {
  const zeros = zeroParts(stage, letter);
  const parts = zeros.length > 0 ? zeros : [...sizeParts(stage, letter), ...movingParts(stage, step, letter)];
  return parts.filter((part) => isOnPlane(stage.planes[part.plane], part));
}

/** The letters that stand for a cell, or for what it is a part of. */
export const lettersAt = (stage: Stage, step: number, plane: number, at: Cell): readonly Letter[] =>
  letters.filter((letter) =>
    partsOf(stage, step, letter).some((part) => part.plane === plane && holds(part, at)),
  );

const holds = ({ row, column, rows, columns }: Part, at: Cell): boolean =>
  at.row >= row && at.row < row + rows && at.column >= column && at.column < column + columns;

const isOnPlane = (plane: Plane | undefined, { row, column, rows, columns }: Part): boolean =>
  plane !== undefined &&
  Math.min(row, column) >= 0 &&
  row + rows <= rowCount(plane) &&
  column + columns <= columnCount(plane);

function zeroParts({ planes }: Stage, letter: Letter): readonly Part[] {
  const kind = (Object.keys(letterOfZeros) as Zeros[]).find((zeros) => letterOfZeros[zeros] === letter);
  if (!kind) return [];
  return planes.flatMap((shown, plane) => [
    ...runsOf(shown.rows, kind).map(([row, rows]) => acrossRows(shown, plane, row, rows)),
    ...runsOf(shown.columns, kind).map(([column, columns]) => acrossColumns(shown, plane, column, columns)),
  ]);
}

const acrossRows = (shown: Plane, plane: number, row: number, rows = 1): Part => ({
  ...{ plane, row, rows },
  column: 0,
  columns: columnCount(shown),
});

const acrossColumns = (shown: Plane, plane: number, column: number, columns = 1): Part => ({
  ...{ plane, column, columns },
  row: 0,
  rows: rowCount(shown),
});

/** Where runs of a kind begin along an axis, and how long they are. */
function runsOf(
  { kinds }: PlaneAxis,
  wanted: Zeros | 'data',
): readonly (readonly [from: number, count: number])[] {
  return kinds.flatMap((kind, from) => {
    if (kind !== wanted || kinds[from - 1] === wanted) return [];
    const end = kinds.findIndex((other, place) => place > from && other !== wanted);
    return [[from, (end < 0 ? kinds.length : end) - from] as const];
  });
}

/** The sizes of what the windows lie on and of what they make: a plane's own cells, without what was put around them. */
function sizeParts({ id, planes: [shown] }: Stage, letter: Letter): readonly Part[] {
  const size = id === 'input' || id === 'pad' ? 'W' : id === 'spread' || id === 'tail' ? 'O' : null;
  if (!shown || letter !== size) return [];
  return runsOf(shown.rows, 'data').flatMap(([row, rows]) =>
    runsOf(shown.columns, 'data').map(([column, columns]) => ({ plane: 0, row, column, rows, columns })),
  );
}

function movingParts(stage: Stage, step: number, letter: Letter): readonly Part[] {
  const { id, motion, planes } = stage;
  if (motion === null) return [];
  if (motion.kind === 'readers')
    return letter === 'S' ? strideParts(motion, positionAt(motion, planes, step)) : [];
  const steps = stepLetters(id);
  switch (letter) {
    case 'i':
    case 'j':
    case 'O':
      return indexParts(stage, motion, step, letter);
    case 'k':
    case 'l':
      return tapParts(stage, motion, step, letter);
    case 'F':
      return windowParts(stage, step, ({ plane, rows, columns }, at) =>
        windowCells(rows, columns, at).map((cell) => ({ plane, ...cell, rows: 1, columns: 1 })),
      );
    case 'S':
    case 'D':
      return windowParts(stage, step, (window, at) => [
        ...(letter === steps.position ? positionDistance(window, at) : []),
        ...(letter === steps.tap ? tapDistance(window, at) : []),
      ]);
    default:
      return [];
  }
}

/** The row and the column of the lit cell; of windows as columns of a matrix, a row of windows and the lit column. */
function indexParts(stage: Stage, motion: Motion, step: number, letter: 'i' | 'j' | 'O'): readonly Part[] {
  const { planes } = stage;
  const { row, column } = positionAt(motion, planes, step);
  if (motion.kind === 'unroll' || motion.kind === 'fold-back') {
    const place = motion.kind === 'unroll' ? motion.target : motion.source;
    const matrix = planes[place];
    const lit = matrixColumn(stage, step);
    if (!matrix) return [];
    return letter === 'j' || motion.rows.positions === 1
      ? [acrossColumns(matrix, place, lit)]
      : [acrossColumns(matrix, place, lit - column, motion.columns.positions)];
  }
  const place = indexedPlane(motion);
  const indexed = planes[place];
  if (!indexed || letter === 'O') return [];
  return letter === 'j' || isLine(indexed)
    ? [acrossColumns(indexed, place, column)]
    : [acrossRows(indexed, place, row)];
}

/** The plane whose cells i and j count: what windows make, or what is handed back through them; −1 where none is. */
function indexedPlane(motion: Motion): number {
  switch (motion.kind) {
    case 'gather':
    case 'pool':
      return motion.target;
    case 'scatter':
    case 'route':
    case 'collect':
    case 'total':
      return motion.source;
    default:
      return -1;
  }
}

/** Rows and columns of the kernel one by one; where none is shown, those that the lit window reads, or its winner's. */
function tapParts(stage: Stage, motion: Motion, step: number, letter: 'k' | 'l'): readonly Part[] {
  const place = kernelPlane(motion);
  const kernel = stage.planes[place];
  if (kernel) {
    return letter === 'l' || isLine(kernel)
      ? kernel.columns.kinds.map((_, column) => acrossColumns(kernel, place, column))
      : kernel.rows.kinds.map((_, row) => acrossRows(kernel, place, row));
  }
  return windowParts(stage, step, ({ plane, rows, columns }, at) => {
    const isAlongColumns = letter === 'l' || rows.positions * rows.taps === 1;
    const whole = { row: at.row * rows.stride, column: at.column * columns.stride };
    const winner = winnerOf(stage, step);
    return isAlongColumns
      ? tapsAlong(columns, at.column, winner?.column).map((column) => ({
          ...{ plane, row: whole.row, column, rows: spanOf(rows), columns: 1 },
        }))
      : tapsAlong(rows, at.row, winner?.row).map((row) => ({
          ...{ plane, row, column: whole.column, rows: 1, columns: spanOf(columns) },
        }));
  });
}

const kernelPlane = (motion: Motion): number =>
  motion.kind === 'gather' || motion.kind === 'scatter'
    ? motion.kernel
    : motion.kind === 'collect'
      ? motion.target
      : -1;

const tapsAlong = ({ stride, taps, dilation }: MotionAxis, at: number, only?: number): readonly number[] =>
  Array.from({ length: taps }, (_, tap) => at * stride + tap * dilation).filter(
    (place) => only === undefined || place === only,
  );

/** The cell that a pool's gradient goes to. */
function winnerOf({ motion, planes }: Stage, step: number): Cell | null {
  if (motion?.kind !== 'route' || motion.reduce.kind !== 'max') return null;
  const target = planes[motion.target];
  const winner = motion.reduce.winners[step] ?? -1;
  if (!target || winner < 0) return null;
  return { row: Math.floor(winner / columnCount(target)), column: winner % columnCount(target) };
}

interface Window {
  readonly plane: number;
  readonly rows: MotionAxis;
  readonly columns: MotionAxis;
}

function windowParts(
  { motion, planes }: Stage,
  step: number,
  parts: (window: Window, at: Cell) => readonly Part[],
): readonly Part[] {
  if (!motion || !('rows' in motion)) return [];
  const { rows, columns } = motion;
  return parts({ plane: windowPlane(motion), rows, columns }, positionAt(motion, planes, step));
}

function windowPlane(motion: Extract<Motion, { readonly rows: MotionAxis }>): number {
  switch (motion.kind) {
    case 'gather':
    case 'pool':
    case 'unroll':
      return motion.source;
    case 'scatter':
    case 'route':
    case 'fold-back':
      return motion.target;
    case 'collect':
      return motion.window;
  }
}

/** From where the lit window starts to where the next one does; from the one before to the last. */
function positionDistance({ plane, rows, columns }: Window, at: Cell): readonly Part[] {
  const start = ({ positions, stride }: MotionAxis, place: number) => Math.min(place, positions - 2) * stride;
  const [row, column] = [at.row * rows.stride, at.column * columns.stride];
  return [
    ...(columns.positions > 1
      ? [{ plane, row, column: start(columns, at.column), rows: 1, columns: columns.stride }]
      : []),
    ...(rows.positions > 1
      ? [{ plane, row: start(rows, at.row), column, rows: rows.stride, columns: 1 }]
      : []),
  ];
}

/** From the lit window's first cell to its second. */
function tapDistance({ plane, rows, columns }: Window, at: Cell): readonly Part[] {
  const [row, column] = [at.row * rows.stride, at.column * columns.stride];
  return [
    ...(columns.taps > 1 ? [{ plane, row, column, rows: 1, columns: columns.dilation }] : []),
    ...(rows.taps > 1 ? [{ plane, row, column, rows: rows.dilation, columns: 1 }] : []),
  ];
}

/** From the first window that starts on the input to the next one, in the row and the column of the cell that is read. */
function strideParts({ source, along }: Extract<Motion, { kind: 'readers' }>, at: Cell): readonly Part[] {
  const start = ({ padding, stride }: AxisGeometry) =>
    Math.ceil(padding.before / stride) * stride - padding.before;
  const hasNext = ({ padding, stride, outputSize }: AxisGeometry) =>
    Math.ceil(padding.before / stride) + 1 < outputSize;
  const { rows, columns } = along;
  return [
    ...(hasNext(columns)
      ? [{ plane: source, row: at.row, column: start(columns), rows: 1, columns: columns.stride }]
      : []),
    ...(hasNext(rows)
      ? [{ plane: source, row: start(rows), column: at.column, rows: rows.stride, columns: 1 }]
      : []),
  ];
}
