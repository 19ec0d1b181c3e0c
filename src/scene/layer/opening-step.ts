import type { Stage } from '../../engine/trace/lesson.ts';
import { positionAt, rowCount, columnCount, stepCount, valueAt } from './steps.ts';

/**
 * The step at which a stage is opened: its first one, of a comparison with a mistake the cell that it has changed most. One
 * that is missing counts as 0, which it may be in the right plane, too: there the mistake does not show.
 */
export function openingStep(stage: Stage): number {
  const { id, motion, planes } = stage;
  if (id !== 'compare' || motion?.kind !== 'compare') return 0;
  const [wrong, right] = [planes[motion.left], planes[motion.target]];
  if (!wrong || !right) return 0;
  let opening = { step: 0, change: 0 };
  for (let step = 0; step < stepCount(stage); step++) {
    const at = positionAt(motion, planes, step);
    const isThere = at.row < rowCount(wrong) && at.column < columnCount(wrong);
    const change = Math.abs(valueAt(right, at) - (isThere ? valueAt(wrong, at) : 0));
    if (change > opening.change) opening = { step, change };
  }
  return opening.step;
}
