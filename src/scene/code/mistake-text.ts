import type { Facts } from '../../engine/trace/lesson.ts';
import type { Fault } from '../../engine/trace/options.ts';
import type { Words } from '../words/english.ts';
import { kernelAxes } from './axis-swaps.ts';

/** What a mistake is called in a layer of one to three axes. */
export function mistakeText(fault: Fault, { axes }: Pick<Facts, 'axes'>, { lesson }: Words): string {
  if (fault !== 'transposed') return lesson.mistake[fault];
  const order = kernelAxes(axes.length).toReversed();
  return lesson.mistake.transposed(order.length > 1 ? `(${order.join(', ')})` : '');
}
