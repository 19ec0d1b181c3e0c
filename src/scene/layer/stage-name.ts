import type { Plane, Stage } from '../../engine/trace/lesson.ts';
import type { Words } from '../words/english.ts';
import { isTransposed } from './matrix-working.ts';

/** A stage in a word or two; the first of a backward pass is called after its tensor, and of two that are alike each by what it makes. */
export function stageName({ id, planes: [plane, , third] }: Stage, words: Words): string {
  if (id === 'apply-matrix' && third) return `${words.lesson.stage[id]} ${third.tensor}`;
  if (id === 'compare' && plane) return `${words.lesson.stage[id]} ${plane.tensor}`;
  if (plane && (id === 'gradient' || (id === 'input' && isGradient(plane)))) return plane.tensor;
  if (id === 'readers' && isTransposed(third)) return words.lesson.transposed.readers;
  return id in words.lesson.stage
    ? words.lesson.stage[id as keyof Words['lesson']['stage']]
    : words.stages[id as keyof Words['stages']];
}

/** The way back of a transposed convolution is a plain correlation: what goes in is a gradient. */
export const isGradient = ({ tensor }: Plane): boolean => tensor.startsWith('d');
