import type { Motion, Plane, Stage } from '../../engine/trace/lesson.ts';
import { assertNever } from '../../util/assert-never.ts';
import { rememberLast } from '../../util/remember-last.ts';
import { scaleOf } from './plane-scale.ts';
import { columnCount, isMatrix, positionAt, rowCount, valueAt, type Cell } from './steps.ts';

type Scatter = Extract<Motion, { kind: 'scatter' }>;
type Collect = Extract<Motion, { kind: 'collect' }>;
type FoldBack = Extract<Motion, { kind: 'fold-back' }>;
type Total = Extract<Motion, { kind: 'total' }>;
type Route = Extract<Motion, { kind: 'route' }>;

/** What adds to its target step by step. */
type Adding = Scatter | Route | Collect | FoldBack;

/** More cells than this are not added up on screen: they show their end. */
const mostCells = 2500;
/** More additions than this would take too long for a frame: what grows by them shows its end, too. */
const mostAdditions = 2 ** 21;

/** Whether a sum is seen to grow. */
function isFollowed({ planes }: Stage, motion: Adding): boolean {
  const target = planes[motion.target];
  const steps = motion.rows.positions * motion.columns.positions;
  return (
    target !== undefined &&
    target.values.length <= mostCells &&
    steps * motion.rows.taps * motion.columns.taps <= mostAdditions
  );
}

/**
 * What a target holds after a step of scattering or routing: the engine's own values at the last step, before it
 * the parts that have arrived. Null where there is too much to follow.
 */
export function accumulated(stage: Stage, motion: Adding, step: number): Float64Array | null {
  const target = stage.planes[motion.target];
  if (!target || !isFollowed(stage, motion)) return null;
  const steps = motion.rows.positions * motion.columns.positions;
  if (step >= steps - 1) return Float64Array.from(target.values);
  if (isMatrix(target)) return firstColumns(target, step + 1, motion.others);
  return growing(target, stage, motion).after(step).slice();
}

const growing = rememberLast(
  (target: Plane, stage: Stage, motion: Adding) => new Growing(target, stage, motion),
);

/** A target from step to step: the next one is added to the one before, and only a step back begins anew. */
class Growing {
  readonly #sums: Float64Array;
  #steps = 0;

  constructor(
    target: Plane,
    private readonly stage: Stage,
    private readonly motion: Adding,
  ) {
    this.#sums = new Float64Array(target.values.length);
    this.#begin();
  }

  after(step: number): Float64Array {
    if (step + 1 < this.#steps) this.#begin();
    for (; this.#steps <= step; this.#steps++) addStep(this.stage, this.motion, this.#steps, this.#sums);
    return this.#sums;
  }

  #begin(): void {
    this.#steps = 0;
    this.#sums.fill(0);
    if (this.motion.others) this.#sums.set(this.motion.others);
  }
}

/** Adds what one step adds, and says the greatest magnitude that a cell has come to by it. */
function addStep(stage: Stage, motion: Adding, step: number, sums: Float64Array): number {
  const target = stage.planes[motion.target];
  const part = target && partAt(stage, motion, step);
  if (!part) return 0;
  const [rows, columns] = [rowCount(target), columnCount(target)];
  let greatest = 0;
  for (let r = 0; r < part.rows; r++) {
    const row = part.top + r * part.rowStep;
    if (row >= rows) break;
    for (let c = 0; c < part.columns; c++) {
      const column = part.left + c * part.columnStep;
      if (column >= columns) break;
      if (motion.kind === 'route' && motion.shared && !isShared(motion.shared, row, column)) continue;
      const place = row * columns + column;
      const sum = (sums[place] ?? 0) + factorAt(part, r, c);
      sums[place] = sum;
      if (sum > greatest) greatest = sum;
      else if (-sum > greatest) greatest = -sum;
    }
  }
  return greatest;
}

/** What lies outside is never in the divisor, and gets no share. */
const isShared = ({ rows, columns }: NonNullable<Route['shared']>, row: number, column: number): boolean =>
  row >= rows.first && row < rows.end && column >= columns.first && column < columns.end;

/** What a sum over all cells has come to after each step: at the last one the engine's own value. */
export const runningTotals = rememberLast(({ planes }: Stage, motion: Total): Float64Array => {
  const [source, target] = [planes[motion.source], planes[motion.target]];
  const sums = Float64Array.from(source?.values ?? []);
  let sum = motion.others;
  sums.forEach((value, step) => (sums[step] = sum += value));
  const [result] = target?.values ?? [];
  if (result !== undefined) sums[sums.length - 1] = result;
  return sums;
});

/**
 * The end of a plane's colour scale, by one rule for dX, dW and db: the greatest that is shown of it at any step, so of a
 * sum that is seen to grow the greatest on its way. Of a table of planes the greatest of all: equal colours are equal values.
 */
export function planeScale(stage: Stage, place: number): number {
  const { motion, planes, perRow } = stage;
  if (perRow !== undefined) return Math.max(...planes.map(({ values }) => scaleOf(values)));
  if (motion !== null && 'target' in motion && motion.target === place && growsInSight(stage, motion))
    return greatestOnTheWay(stage, motion);
  return scaleOf(planes[place]?.values ?? []);
}

function growsInSight(stage: Stage, motion: Motion): motion is Adding | Total {
  switch (motion.kind) {
    case 'total':
      return true;
    case 'scatter':
    case 'route':
    case 'collect':
    case 'fold-back':
      return isFollowed(stage, motion);
    default:
      return false;
  }
}

const greatestOnTheWay = rememberLast((stage: Stage, motion: Adding | Total): number => {
  const target = stage.planes[motion.target];
  if (!target) return 1;
  const onTheWay =
    motion.kind === 'total'
      ? magnitudeOf(runningTotals(stage, motion))
      : isMatrix(target)
        ? 0
        : greatestSum(target, stage, motion);
  const greatest = Math.max(onTheWay, magnitudeOf(target.values));
  return greatest === 0 ? 1 : greatest;
});

function greatestSum(target: Plane, stage: Stage, motion: Adding): number {
  const sums = Float64Array.from(target.values, (_, place) => motion.others?.[place] ?? 0);
  const steps = motion.rows.positions * motion.columns.positions;
  let greatest = magnitudeOf(sums);
  for (let step = 0; step < steps; step++) greatest = Math.max(greatest, addStep(stage, motion, step, sums));
  return greatest;
}

function magnitudeOf(values: Iterable<number>): number {
  let greatest = 0;
  for (const value of values) greatest = Math.max(greatest, Math.abs(value));
  return greatest;
}

/** A step fills one column of a matrix and touches no other; in it the rows of padding stay 0. */
function firstColumns(matrix: Plane, count: number, others: Adding['others']): Float64Array {
  const columns = columnCount(matrix);
  return Float64Array.from(matrix.values, (value, place) =>
    place % columns < count ? value : (others?.[place] ?? 0),
  );
}

interface Contribution {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** What one step adds, and where. */
export function contributions(stage: Stage, motion: Adding, step: number): Contribution[] {
  const part = partAt(stage, motion, step);
  if (!part) return [];
  return Array.from({ length: part.rows * part.columns }, (_, tap) => {
    const [r, c] = [Math.floor(tap / part.columns), tap % part.columns];
    return {
      row: part.top + r * part.rowStep,
      column: part.left + c * part.columnStep,
      value: factorAt(part, r, c),
    };
  });
}

/** A step's addition without a list of its cells, and made of few objects: a frame adds up hundreds of thousands. */
interface Part {
  readonly rows: number;
  readonly columns: number;
  /** The cells that are added to: each tap's is that much further than the one before. */
  readonly top: number;
  readonly left: number;
  readonly rowStep: number;
  readonly columnStep: number;
  /** What is added is `value`, where there are factors times that of the tap. */
  readonly value: number;
  readonly factors: Factors | null;
}

interface Factors {
  readonly values: Plane['values'];
  readonly first: number;
  readonly perRow: number;
  readonly perColumn: number;
}

const factorAt = ({ value, factors }: Part, r: number, c: number): number =>
  factors === null
    ? value
    : value * (factors.values[factors.first + r * factors.perRow + c * factors.perColumn] ?? 0);

function partAt({ planes }: Stage, motion: Adding, step: number): Part | null {
  const [source, target] = [planes[motion.source], planes[motion.target]];
  if (!source || !target) return null;
  const { rows, columns } = motion;
  const at = positionAt(motion, planes, step);
  const value = valueAt(source, at);
  switch (motion.kind) {
    case 'scatter': {
      const values = planes[motion.kernel]?.values;
      const factors = values ? { values, first: 0, perRow: columns.taps, perColumn: 1 } : null;
      return ontoWindow(motion, at, value, factors);
    }
    case 'fold-back': {
      const width = columnCount(source);
      const first = motion.firstRow * width + step;
      const factors = { values: source.values, first, perRow: columns.taps * width, perColumn: width };
      return ontoWindow(motion, at, 1, factors);
    }
    case 'collect': {
      const read = planes[motion.window];
      if (!read) return null;
      const width = columnCount(read);
      const factors = {
        values: read.values,
        first: at.row * rows.stride * width + at.column * columns.stride,
        perRow: rows.dilation * width,
        perColumn: columns.dilation,
      };
      return onto(rows.taps, columns.taps, { row: 0, column: 0 }, value, factors);
    }
    case 'route': {
      if (motion.reduce.kind === 'average')
        return ontoWindow(motion, at, value / (motion.reduce.divisors[step] ?? 1), null);
      const winner = motion.reduce.winners[step] ?? -1;
      if (winner < 0) return null;
      const width = columnCount(target);
      return onto(1, 1, { row: Math.floor(winner / width), column: winner % width }, value, null);
    }
    default:
      return assertNever(motion);
  }
}

const ontoWindow = ({ rows, columns }: Adding, at: Cell, value: number, factors: Factors | null): Part => ({
  rows: rows.taps,
  columns: columns.taps,
  top: at.row * rows.stride,
  left: at.column * columns.stride,
  rowStep: rows.dilation,
  columnStep: columns.dilation,
  value,
  factors,
});

const onto = (rows: number, columns: number, first: Cell, value: number, factors: Factors | null): Part => ({
  rows,
  columns,
  top: first.row,
  left: first.column,
  rowStep: 1,
  columnStep: 1,
  value,
  factors,
});
