import type { Lesson } from '../../engine/trace/lesson.ts';
import type { Fault } from '../../engine/trace/options.ts';

/** Why a mistake changes nothing in a layer: its usual reason, or one of this kind of layer. */
export function harmlessWhy(
  fault: Fault,
  { operation, facts }: Pick<Lesson, 'operation' | 'facts'>,
): Fault | 'one-axis' | 'own-bias' | 'one-channel' {
  if (fault === 'transposed' && facts?.axes.length === 1) return 'one-axis';
  if (fault === 'bias' && operation === 'transposed-convolution') return 'own-bias';
  if (fault === 'bias' && facts?.inChannels === 1 && facts.outChannels > 1) return 'one-channel';
  return fault;
}
