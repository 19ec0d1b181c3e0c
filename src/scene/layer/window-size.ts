import type { Lesson, Stage } from '../../engine/trace/lesson.ts';
import type { Words } from '../words/english.ts';
import { isLine } from './cell-name.ts';

/** What moves over a plane: `3×3`, of a volume with its slices `3×3×3`, along a line `3-cell`. */
export function windowSize({ choices, facts }: Lesson, { motion, planes }: Stage, words: Words): string {
  if (!motion || !('rows' in motion)) return '';
  const [source] = planes;
  if (source && isLine(source)) return words.cellsWide(motion.columns.taps);
  const plane = `${motion.rows.taps}×${motion.columns.taps}`;
  return facts?.axes.length === 3 ? `${choices.kernelSlices}×${plane}` : plane;
}
