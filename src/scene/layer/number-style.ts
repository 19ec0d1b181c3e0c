import type { Plane } from '../../engine/trace/lesson.ts';
import { rememberLast } from '../../util/remember-last.ts';
import { decimalsFor, shortNumber } from '../numbers.ts';

const smallestText = 7.5;
const largestText = 12.5;
/** Below this size a second decimal is left out. */
const exactText = 8;
/** Width of a letter, for each pixel of its size. */
const letter = 0.61;
/** What stays free in a cell; where numbers would have to go, less. */
const margin = 5;
const exactMargin = 3;
const leastMargin = 2.5;

export interface NumberStyle {
  readonly size: number;
  readonly decimals: number;
}

/**
 * Letters of the longest number with none, one and two decimals, as far as these are needed. Fractions have room for a sign:
 * two planes of one size are then written alike, though one has no negative values.
 */
const longestOf = rememberLast((values: Plane['values']): readonly number[] => {
  const needed = decimalsFor(values);
  return Array.from({ length: needed + 1 }, (_, decimals) => {
    let longest = 1;
    for (const value of values) {
      const sign = needed > 0 && value >= 0 ? 1 : 0;
      longest = Math.max(longest, shortNumber(value, decimals).length + sign);
    }
    return longest;
  });
});

/** One size for all numbers of a plane with cells of this side: what the longest of them allows. */
export function numberStyle(values: Plane['values'], cell: number): NumberStyle {
  const longest = longestOf(values);
  const sizeWith = (decimals: number, free: number): number =>
    (cell - free) / ((longest[decimals] ?? 1) * letter);
  const needed = longest.length - 1;
  if (needed > 1 && sizeWith(needed, exactMargin) >= exactText) {
    const size = Math.max(sizeWith(needed, margin), exactText);
    return { size: Math.min(largestText, size), decimals: needed };
  }
  const decimals = Math.min(1, needed);
  const size = Math.max(sizeWith(decimals, margin), Math.min(smallestText, sizeWith(decimals, leastMargin)));
  return { size: Math.min(largestText, size), decimals };
}

/** Smaller numbers cannot be read: there is colour alone. */
export const isReadable = ({ size }: NumberStyle): boolean => size >= smallestText;
