import type { Stage } from '../../engine/trace/lesson.ts';
import type { Words } from '../words/english.ts';

/** A stage in a word or two; the first of a backward pass is called after its tensor. */
export function stageName({ id, planes }: Stage, words: Words): string {
  if (id === 'gradient') return planes[0]?.tensor ?? '';
  return id in words.lesson.stage
    ? words.lesson.stage[id as keyof Words['lesson']['stage']]
    : words.stages[id as keyof Words['stages']];
}
