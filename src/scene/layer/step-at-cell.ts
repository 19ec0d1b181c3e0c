import type { Motion, MotionAxis, Stage } from '../../engine/trace/lesson.ts';
import { columnCount, rowCount, walkedPlane } from './steps.ts';

/** The step that pointing at a cell of one of the stage's planes means; null: none. */
export function stepAtCell(stage: Stage, plane: number, row: number, column: number): number | null {
  const { motion, planes } = stage;
  if (motion === null) return null;
  const pointed = planes[plane];
  const walked = planes[walkedPlane(motion)];
  if (!pointed || !walked) return null;
  const walkedCell =
    row < rowCount(walked) && column < columnCount(walked) ? row * columnCount(walked) + column : null;
  switch (motion.kind) {
    case 'share':
      // An entry of the matrix is the weight that it is a copy of.
      if (plane === motion.matrix)
        return weightAt(pointed.classes?.[row * columnCount(pointed) + column] ?? -1);
      break;
    case 'unroll':
    case 'fold-back':
      // A column of the matrix is a window.
      return plane === windowPlane(motion) ? windowAt(motion, row, column) : column;
    case 'cellwise':
    case 'compare':
      // All planes are gone through together.
      return walkedCell;
    case 'gather':
    case 'pool':
    case 'scatter':
    case 'route':
    case 'collect':
      if (plane === windowPlane(motion)) return windowAt(motion, row, column);
      break;
    case 'multiply':
    case 'readers':
    case 'neurons':
    case 'total':
      break;
  }
  return pointed === walked ? walkedCell : null;
}

const weightAt = (kernelCell: number): number | null => (kernelCell < 0 ? null : kernelCell);

type Windowed = Extract<Motion, { rows: MotionAxis }>;

/** The plane that the window moves over. */
function windowPlane(motion: Windowed): number {
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

/** The last window that begins before the cell or at it. */
function windowAt({ rows, columns }: Windowed, row: number, column: number): number {
  const along = ({ positions, stride }: MotionAxis, cell: number): number =>
    Math.min(positions - 1, Math.floor(cell / stride));
  return along(rows, row) * columns.positions + along(columns, column);
}
