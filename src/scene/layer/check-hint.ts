import type { Lesson } from '../../engine/trace/lesson.ts';
import type { Words } from '../words/english.ts';

/** Whose gradients can be checked: of the example those of all that stands on the way, too. */
export const checkHint = ({ operation }: Pick<Lesson, 'operation'>, { lesson }: Words): string =>
  operation === 'chain' ? lesson.checkHintOfChain : lesson.checkHint;
