import type { Stage } from '../../engine/trace/lesson.ts';
import type { Mark } from '../draw-list.ts';
import { rect } from '../marks.ts';
import { cellBox, type PlacedPlane } from './arrange.ts';
import { columnCount, rowCount, valueAt } from './steps.ts';

/** Values that differ by less than this are the same sum in another order. */
const tolerance = 1e-9;

/** What a mistaken plane lacks is hatched to scale, and cells of other values are outlined. */
export function compareMarks({ id, motion }: Stage, placed: readonly PlacedPlane[]): Mark[] {
  if (id !== 'compare' || motion?.kind !== 'compare') return [];
  const [wrong, right] = [placed[motion.left], placed[motion.target]];
  if (!wrong || !right) return [];
  const [rows, columns] = [rowCount(wrong.plane), columnCount(wrong.plane)];
  const [missingRows, missingColumns] = [rowCount(right.plane) - rows, columnCount(right.plane) - columns];
  const missing = [
    ...(missingRows > 0
      ? [cellBox(wrong, rows, 0, missingRows, Math.max(columns, columnCount(right.plane)))]
      : []),
    ...(missingColumns > 0 ? [cellBox(wrong, 0, columns, rows, missingColumns)] : []),
  ];
  return [
    ...missing.map((box) =>
      rect(box, {
        radius: 3,
        hatch: { role: 'error', alpha: 0.6 },
        stroke: { paint: { role: 'error' }, width: 1, dash: [3, 3] },
      }),
    ),
    ...differing(wrong, right),
  ];
}

function differing(wrong: PlacedPlane, right: PlacedPlane): Mark[] {
  const marks: Mark[] = [];
  const rows = Math.min(rowCount(wrong.plane), rowCount(right.plane));
  const columns = Math.min(columnCount(wrong.plane), columnCount(right.plane));
  if (wrong.cell < 9) return marks;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = { row, column };
      if (Math.abs(valueAt(wrong.plane, at) - valueAt(right.plane, at)) <= tolerance) continue;
      const box = cellBox(wrong, row, column);
      marks.push(
        rect(
          { x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2 },
          { radius: 3, stroke: { paint: { role: 'error' }, width: 1.5 } },
        ),
      );
    }
  }
  return marks;
}
