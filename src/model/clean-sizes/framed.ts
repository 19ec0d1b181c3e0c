import type { Shape } from '../graph/shape.ts';
import { constantColumn, type Column } from './column.ts';
import { dead, type Curves } from './curve.ts';
import { refused } from './size-grade.ts';

/**
 * The shapes of all candidates as a frame with curves, where they differ in their spatial sizes (two dimensions fewer
 * than all, from `start` on) at most; else as a list. Candidates that are refused do not count.
 */
export function framed(shapes: readonly Shape[], grades: Uint8Array, start: number, curves: Curves): Column {
  const sample = shapes.find((_, candidate) => (grades[candidate] ?? refused) > refused) ?? null;
  if (sample === null) return { kind: 'listed', shapes };
  const rank = Math.max(0, sample.length - 2);
  const sizes = Array.from({ length: rank }, () => new Int32Array(shapes.length).fill(dead));
  let varies = false;
  for (const [candidate, shape] of shapes.entries()) {
    if ((grades[candidate] ?? refused) === refused || shape === sample) continue;
    if (shape?.length !== sample.length) return { kind: 'listed', shapes };
    for (const [place, dim] of shape.entries()) {
      if (isSame(dim, sample[place] ?? null)) continue;
      if (place < start || place >= start + rank || !isSize(dim)) return { kind: 'listed', shapes };
      varies = true;
    }
  }
  if (!varies) return constantColumn(sample);
  if (!sample.slice(start, start + rank).every(isSize)) return { kind: 'listed', shapes };
  for (const [candidate, shape] of shapes.entries()) {
    if ((grades[candidate] ?? refused) === refused) continue;
    sizes.forEach((curve, axis) => {
      const dim = shape?.[start + axis];
      if (isSize(dim)) curve[candidate] = dim;
    });
  }
  const around = [...sample.slice(0, start), ...sample.slice(start + rank)];
  return { kind: 'framed', around, start, curves: sizes.map((each) => curves.of(each)) };
}

/** What a curve can hold. */
function isSize(dim: unknown): dim is number {
  return typeof dim === 'number' && dim >= 0 && dim < 2 ** 31;
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}
