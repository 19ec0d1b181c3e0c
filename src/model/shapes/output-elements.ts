import { elementCount, exactCount } from './dims.ts';
import type { KnownInference } from './inference.ts';

/** How many values all outputs of a layer hold; null where that is unknown, or no exact number. */
export function outputElements({ inference: { outputShapes } }: KnownInference): number | null {
  let sum = 0;
  for (const shape of outputShapes) {
    const count = elementCount(shape);
    if (count === null) return null;
    sum += count;
  }
  return exactCount(sum);
}
