/** The greatest magnitude in a plane: the end of its colour scale. 1 where all is 0. */
export function scaleOf(values: Iterable<number>): number {
  let greatest = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size > greatest && size < Infinity) greatest = size;
  }
  return greatest === 0 ? 1 : greatest;
}
