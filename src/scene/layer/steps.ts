import { assertNever } from '../../util/assert-never.ts';
import type { Motion, MotionAxis, Plane, Stage } from '../../engine/trace/lesson.ts';

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Steps that a stage is played in: one per position of its motion, one where nothing moves. */
export function stepCount({ motion, planes }: Stage): number {
  if (motion === null) return 1;
  switch (motion.kind) {
    case 'gather':
    case 'pool':
    case 'scatter':
    case 'route':
    case 'collect':
    case 'unroll':
    case 'fold-back':
      return motion.rows.positions * motion.columns.positions;
    case 'cellwise':
    case 'multiply': {
      const target = planes[motion.target];
      return target ? target.rows.kinds.length * target.columns.kinds.length : 1;
    }
    case 'compare':
    case 'total':
    case 'share':
    case 'neurons':
    case 'readers': {
      const walked = planes[walkedPlane(motion)];
      return walked ? walked.rows.kinds.length * walked.columns.kinds.length : 1;
    }
    default:
      return assertNever(motion);
  }
}

/** The plane whose cells are the steps of a motion. */
export function walkedPlane(motion: Motion): number {
  switch (motion.kind) {
    case 'scatter':
    case 'route':
    case 'collect':
    case 'total':
    case 'readers':
    case 'unroll':
    case 'fold-back':
      return motion.source;
    case 'share':
    case 'neurons':
      return motion.kernel;
    case 'gather':
    case 'pool':
    case 'cellwise':
    case 'multiply':
    case 'compare':
      return motion.target;
    default:
      return assertNever(motion);
  }
}

/** The position of a motion at a step, counted row by row. */
export function positionAt(motion: Motion, planes: readonly Plane[], step: number): Cell {
  const columns =
    'columns' in motion ? motion.columns.positions : (planes[walkedPlane(motion)]?.columns.kinds.length ?? 1);
  return { row: Math.floor(step / columns), column: step % columns };
}

/** The cells that a window touches at a position, row by row. */
export function windowCells(rows: MotionAxis, columns: MotionAxis, at: Cell): Cell[] {
  const cells: Cell[] = [];
  for (let r = 0; r < rows.taps; r++) {
    for (let c = 0; c < columns.taps; c++) {
      cells.push({
        row: at.row * rows.stride + r * rows.dilation,
        column: at.column * columns.stride + c * columns.dilation,
      });
    }
  }
  return cells;
}

/** Cells that a window spans, holes included. */
export const spanOf = ({ taps, dilation }: MotionAxis): number => (taps - 1) * dilation + 1;

/** Windows as columns. */
export const isMatrix = ({ tensor }: Plane): boolean => tensor === 'M' || tensor === 'dM';

export const rowCount = (plane: Plane): number => plane.rows.kinds.length;
export const columnCount = (plane: Plane): number => plane.columns.kinds.length;

export const valueAt = (plane: Plane, { row, column }: Cell): number =>
  plane.values[row * columnCount(plane) + column] ?? 0;
