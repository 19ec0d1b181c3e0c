type ReadonlyNumbers = ArrayLike<number> & Iterable<number>;

/** Of the planes that are on screen; they are never changed in place, and go with their lesson. */
const known = new WeakMap<ReadonlyNumbers, number>();

/** The greatest magnitude in a plane: the end of its colour scale. 1 where all is 0. Asked for in every frame. */
export function scaleOf(values: ReadonlyNumbers): number {
  const before = known.get(values);
  if (before !== undefined) return before;
  let greatest = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size > greatest && size < Infinity) greatest = size;
  }
  const scale = greatest === 0 ? 1 : greatest;
  known.set(values, scale);
  return scale;
}
