import type { Stage } from '../../engine/trace/lesson.ts';
import { positionAt, rowCount, columnCount, stepCount, valueAt } from './steps.ts';

/** The step at which a stage is opened: its first one, of a comparison with a mistake the first cell that it has changed. */
export function openingStep(stage: Stage): number {
  const { id, motion, planes } = stage;
  if (id !== 'compare' || motion?.kind !== 'compare') return 0;
  const [wrong, right] = [planes[motion.left], planes[motion.target]];
  if (!wrong || !right) return 0;
  const steps = Array.from({ length: stepCount(stage) }, (_, step) => step);
  const changed = steps.find((step) => {
    const at = positionAt(motion, planes, step);
    const isThere = at.row < rowCount(wrong) && at.column < columnCount(wrong);
    return !isThere || valueAt(wrong, at) !== valueAt(right, at);
  });
  return changed ?? 0;
}
