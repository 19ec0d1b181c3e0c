import type { FieldSource } from '../../../model/graph/graph.ts';
import type { Shape } from '../../../model/graph/shape.ts';
import type { Span } from '../../../util/span.ts';

/** Between two sizes of a shape, in comments and in calls. */
const between = String.raw`\s*[x×,*]\s*`;

/** Tensors with more spatial sizes are not images. */
const mostSizes = 8;

/**
 * Where an input's height and width stand in the text that gives them: `1x3x32x32` of a comment, `1, 3, 32, 32` of a call.
 * Null where they stand nowhere as numbers, or in more than one place.
 */
export function writtenInput(text: string, { start, end }: Span, shape: Shape): FieldSource | null {
  const [, channels = null, ...sizes] = shape ?? [];
  const numbers = [channels, ...sizes];
  if (sizes.length === 0 || sizes.length > mostSizes || !numbers.every((size) => typeof size === 'number'))
    return null;
  const groups = numbers.map((size) => `(${size})`).join(between);
  const found = [...text.slice(start, end).matchAll(new RegExp(`(?<!\\d)${groups}(?!\\d)`, 'dg'))];
  if (found.length !== 1) return null;
  // The whole, the channels, and then the sizes.
  const places = found[0]?.indices?.slice(2) ?? [];
  const axes = places.flatMap((place) => (place ? [{ start: start + place[0], end: start + place[1] }] : []));
  const [first] = axes;
  const last = axes.at(-1);
  return first && last ? { span: { start: first.start, end: last.end }, axes } : null;
}
