import type { Mismatch } from './demand.ts';

/** What a forward pass with a square input of some size meets. */
export interface Attempt {
  /** Layers that do not fit; Infinity where Python raises. */
  readonly misfits: number;
  readonly first: Mismatch | null;
}

/** Sizes that are in use, the likeliest first. */
const usual = [32, 28, 64, 227, 299, 256, 128, 96, 512, 48, 84, 100, 112, 192, 384, 416, 448, 640];
const largest = 2048;

/** What a model's layers say about the size of its input. */
export type Solution =
  | {
      readonly kind: 'size';
      readonly size: number;
      readonly by: Mismatch | null;
      /** The least and the largest size that give the layer what it wants: windows round. */
      readonly range: readonly [number, number] | null;
    }
  /** Only an input that is not square can fit: its sizes are not known. */
  | { readonly kind: 'open' }
  /** No size fits: the mistake is elsewhere, and the default shows it. */
  | { readonly kind: 'none' };

/**
 * The square input size that a model demands, worked out backwards. `tryAt` follows the forward pass; about 20 of them are
 * needed where a layer says how many values it wants (they grow with the input), else one for each size in use.
 */
export function solveSize(before: Attempt, tryAt: (size: number) => Attempt): Solution {
  const { first } = before;
  return first ? bySearch(first, tryAt) : byTrial(before, tryAt);
}

function byTrial(before: Attempt, tryAt: (size: number) => Attempt): Solution {
  for (const size of usual.slice(0, 9)) {
    const attempt = tryAt(size);
    if (attempt.misfits === 0) return { kind: 'size', size, by: before.first, range: null };
    if (attempt.first) return bySearch(attempt.first, tryAt);
  }
  return { kind: 'open' };
}

/** The values that reach the layer grow with the size: the sizes at which they are as many as it wants are an interval. */
function bySearch(by: Mismatch, tryAt: (size: number) => Attempt): Solution {
  const found = (size: number): number => {
    const { misfits, first } = tryAt(size);
    if (first?.id === by.id) return first.found;
    // Nothing reaches the layer where a kernel before it is larger than its input; what does not complain fits.
    return misfits === 0 ? by.wanted : 0;
  };
  let low = 1;
  let high = largest;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (found(middle) >= by.wanted) high = middle;
    else low = middle + 1;
  }
  if (found(low) !== by.wanted) {
    const whole = by.channels === null || by.wanted % by.channels === 0;
    return whole ? { kind: 'open' } : { kind: 'none' };
  }
  const fits = (size: number): boolean => size >= low && tryAt(size).misfits === 0;
  const size =
    usual.find((each) => each >= low && each < low + 64 && fits(each)) ??
    [32, 16, 8, 4, 2].map((unit) => Math.ceil(low / unit) * unit).find(fits) ??
    low;
  if (!fits(size)) return { kind: 'open' };
  const gives = (each: number): boolean => found(each) === by.wanted;
  return { kind: 'size', size, by, range: [low, lastThat(gives, low)] };
}

/** The last number from `first` on for which it holds, where it holds for it and then no more; not far beyond. */
function lastThat(holds: (value: number) => boolean, first: number): number {
  let step = 1;
  while (step < 64 && holds(first + step)) step *= 2;
  let low = first + Math.floor(step / 2);
  let high = first + step - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
