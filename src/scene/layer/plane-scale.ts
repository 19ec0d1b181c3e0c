import { rememberLast } from '../../util/remember-last.ts';

type ReadonlyNumbers = ArrayLike<number> & Iterable<number>;

/** The greatest magnitude in a plane, which is never changed in place: the end of its colour scale. 1 where all is 0. */
export const scaleOf = rememberLast((values: ReadonlyNumbers): number => {
  let greatest = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size > greatest && size < Infinity) greatest = size;
  }
  return greatest === 0 ? 1 : greatest;
});
