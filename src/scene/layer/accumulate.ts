import type { Motion, Plane, Stage } from '../../engine/trace/lesson.ts';
import { rememberLast } from '../../util/remember-last.ts';
import { kindAt } from './cell-style.ts';
import { scaleOf } from './plane-scale.ts';
import { columnCount, isMatrix, positionAt, rowCount, valueAt, windowCells } from './steps.ts';

type Scatter = Extract<Motion, { kind: 'scatter' }>;
type Collect = Extract<Motion, { kind: 'collect' }>;
type FoldBack = Extract<Motion, { kind: 'fold-back' }>;
type Total = Extract<Motion, { kind: 'total' }>;
type Route = Extract<Motion, { kind: 'route' }>;

/** What adds to its target step by step. */
type Adding = Scatter | Route | Collect | FoldBack;

/** More cells than this are not added up on screen: they show their end. */
const mostCells = 2500;

/**
 * What a target holds after a step of scattering or routing: the engine's own values at the last step, before it
 * the parts that have arrived. Null where the target is too large to follow.
 */
export function accumulated(stage: Stage, motion: Adding, step: number): Float64Array | null {
  const [source, target] = [stage.planes[motion.source], stage.planes[motion.target]];
  if (!source || !target || rowCount(target) * columnCount(target) > mostCells) return null;
  const sums = Float64Array.from(target.values);
  const steps = motion.rows.positions * motion.columns.positions;
  if (step >= steps - 1) return sums;
  if (isMatrix(target)) return firstColumns(target, step + 1, motion.others);
  for (let i = 0; i < sums.length; i++) sums[i] = motion.others?.[i] ?? 0;
  for (let i = 0; i <= step; i++) {
    for (const { row, column, value } of contributions(stage, motion, i)) {
      if (row >= rowCount(target) || column >= columnCount(target)) continue;
      // A pool's share for the padding is cut off with it.
      if (motion.kind === 'route' && kindAt(target, row, column) !== 'data') continue;
      const place = row * columnCount(target) + column;
      sums[place] = (sums[place] ?? 0) + value;
    }
  }
  return sums;
}

/** What a sum over all cells has come to after a step: at the last one the engine's own value. */
export function runningTotal({ planes }: Stage, motion: Total, step: number): number {
  const [source, target] = [planes[motion.source], planes[motion.target]];
  if (!source || !target || step >= source.values.length - 1) return target?.values[0] ?? 0;
  let sum = motion.others;
  for (const value of source.values.subarray(0, step + 1)) sum += value;
  return sum;
}

/**
 * The end of a plane's colour scale: of a sum that grows the greatest that it comes to on its way, of a table of planes the
 * greatest of all, so that equal colours are equal values.
 */
export function planeScale(stage: Stage, place: number): number {
  const { motion, planes, perRow } = stage;
  if (perRow !== undefined) return Math.max(...planes.map(({ values }) => scaleOf(values)));
  if (motion?.kind === 'total' && place === motion.target) return greatestTotal(stage, motion);
  if (motion?.kind === 'collect' && place === motion.target) return greatestCollected(stage, motion);
  return scaleOf(planes[place]?.values ?? []);
}

const greatestTotal = rememberLast((stage: Stage, motion: Total): number => {
  let [sum, greatest] = [motion.others, Math.abs(runningTotal(stage, motion, Infinity))];
  for (const value of stage.planes[motion.source]?.values ?? []) {
    sum += value;
    greatest = Math.max(greatest, Math.abs(sum));
  }
  return greatest === 0 ? 1 : greatest;
});

/** More additions than this would take too long for a frame: the scale is then that of the end. */
const mostAdditions = 50_000;

const greatestCollected = rememberLast((stage: Stage, motion: Collect): number => {
  const { rows, columns, others } = motion;
  const values = stage.planes[motion.target]?.values ?? new Float64Array();
  const steps = rows.positions * columns.positions;
  if (steps * values.length > mostAdditions) return scaleOf(values);
  const sums = Float64Array.from(values, (_, place) => others?.[place] ?? 0);
  let greatest = 0;
  for (const value of [...sums, ...values]) greatest = Math.max(greatest, Math.abs(value));
  for (let step = 0; step < steps; step++) {
    contributions(stage, motion, step).forEach(({ value }, place) => {
      sums[place] = (sums[place] ?? 0) + value;
      greatest = Math.max(greatest, Math.abs(sums[place] ?? 0));
    });
  }
  return greatest === 0 ? 1 : greatest;
});

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
  const source = stage.planes[motion.source];
  const target = stage.planes[motion.target];
  if (!source || !target) return [];
  const at = positionAt(motion, stage.planes, step);
  if (motion.kind === 'fold-back') {
    const width = columnCount(source);
    return windowCells(motion.rows, motion.columns, at).map((cell, tap) => ({
      ...cell,
      value: source.values[(motion.firstRow + tap) * width + step] ?? 0,
    }));
  }
  const value = valueAt(source, at);
  if (motion.kind === 'route' && motion.reduce.kind === 'max') {
    const winner = motion.reduce.winners[step] ?? -1;
    if (winner < 0) return [];
    return [{ row: Math.floor(winner / columnCount(target)), column: winner % columnCount(target), value }];
  }
  const cells = windowCells(motion.rows, motion.columns, at);
  if (motion.kind === 'collect') {
    const window = stage.planes[motion.window];
    const width = motion.columns.taps;
    return cells.map((cell, tap) => ({
      row: Math.floor(tap / width),
      column: tap % width,
      value: value * (window ? valueAt(window, cell) : 0),
    }));
  }
  if (motion.kind === 'route') {
    const divisor = motion.reduce.kind === 'average' ? (motion.reduce.divisors[step] ?? 1) : 1;
    return cells.map((cell) => ({ ...cell, value: value / divisor }));
  }
  const kernel = stage.planes[motion.kernel];
  return cells.map((cell, tap) => ({ ...cell, value: value * (kernel?.values[tap] ?? 0) }));
}
