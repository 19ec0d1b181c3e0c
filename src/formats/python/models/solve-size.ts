import type { Misfit } from './misfits.ts';

/** What a forward pass with a square input of some size meets. */
export interface Attempt {
  /** Layers that do not fit, in the order of the pass. */
  readonly misfits: readonly Misfit[];
  /** Whether Python raises, or there was no time to follow it to its end. */
  readonly stops: boolean;
  /** Whether values are lost at the end of a layer's input. */
  readonly loses: boolean;
  /** Whether a layer was reached. */
  readonly reaches: (id: string) => boolean;
}

/** A layer that says what it wants, which depends on the size. */
export interface Wish extends Misfit {
  readonly wanted: number;
  /** Which of its quantities it is. */
  readonly place: number;
}

/** Sizes of images that are in use, the likeliest first. */
const images = [32, 28, 64, 227, 299, 256, 128, 96, 512, 48, 84, 100, 112, 192, 384, 416, 448, 640];
/** Lengths of sound that are in use: a second of it, at its usual rates; and of other signals. */
const signals = [16_000, 8000, 22_050, 44_100, 48_000, 24_000, 32_000, 1024, 512, 256, 128];
const largest = { image: 2048, signal: 1 << 20 };
/** Sizes that are tried where nothing says what is wanted. */
const tried = 9;

/** What a model's layers say about the size of its input. */
export type Solution =
  | {
      readonly kind: 'size';
      readonly size: number;
      readonly by: Wish | null;
      /** The least and the largest size that give the layer what it wants: windows round. */
      readonly range: readonly [number, number] | null;
    }
  /** Only an input that is not square can fit: its sizes are not known. */
  | { readonly kind: 'open' }
  /** No size fits: the mistake is elsewhere, and the default shows it. */
  | { readonly kind: 'none' };

/** How a model's input is looked for. */
export interface Search {
  readonly tryAt: (size: number) => Attempt;
  /** Spatial axes of what is free: sizes of sound are others than those of images. */
  readonly spatialRank: number;
  /** Numbers in what the program itself says of a size. */
  readonly told: readonly number[];
}

/** So few sizes are neighbours. */
const narrow = 8;

/** Twice the size, so that what depends on it is something else. */
const other = 2;

/**
 * The square input size that a model demands, worked out backwards. `tryAt` follows the forward pass; about 20 of them are
 * needed where a layer says how many values it wants (they grow with the input), else one for each size in use.
 */
export function solveSize(before: number, search: Search): Solution {
  const { tryAt } = search;
  const first = tryAt(before);
  const { wish, fixed } = wishOf(first, first.misfits.length > 0 ? tryAt(before * other) : null);
  const isHard =
    first.stops || first.misfits.some(({ id, isAccepted }) => !fixed.has(id) && isAccepted !== true);
  const fits = ({ misfits, stops }: Attempt): boolean => !stops && misfits.every(({ id }) => fixed.has(id));
  // What no size mends is wrong at the default, too.
  if (fits(first)) return { kind: 'none' };
  const solution = wish ? bySearch(wish, fits, search) : byTrial(fits, search);
  return solution.kind === 'open' && !isHard ? { kind: 'none' } : solution;
}

/**
 * The first layer that gets as many as it wants at another size, and those that get the same at any: what one wants is
 * the same at both.
 */
function wishOf(
  { misfits }: Attempt,
  again: Attempt | null,
): { readonly wish: Wish | null; readonly fixed: ReadonlySet<string> } {
  const fixed = new Set<string>();
  let wish: Wish | null = null;
  for (const misfit of misfits) {
    const same = again?.misfits.find(({ id }) => id === misfit.id);
    const { quantities } = misfit;
    const isSame = ({ wanted, found }: Misfit['quantities'][number], place: number): boolean =>
      same?.quantities[place]?.wanted === wanted && same.quantities[place].found === found;
    if (quantities.length > 0 && quantities.every(isSame)) {
      fixed.add(misfit.id);
      continue;
    }
    const place = same
      ? quantities.findIndex(({ wanted, found }, at) => {
          const then = same.quantities[at];
          return then?.wanted === wanted && then.found !== found;
        })
      : quantities.length === 1
        ? 0
        : -1;
    const quantity = quantities[place];
    if (quantity) wish ??= { ...misfit, wanted: quantity.wanted, place };
  }
  return { wish, fixed };
}

function byTrial(fits: (attempt: Attempt) => boolean, search: Search): Solution {
  const { tryAt, told, spatialRank } = search;
  const usual = spatialRank === 1 ? signals : images;
  for (const size of [...told, ...usual.slice(0, tried)]) {
    const attempt = tryAt(size);
    if (fits(attempt)) return { kind: 'size', size, by: null, range: null };
    const { wish } = wishOf(attempt, attempt.misfits.length > 0 ? tryAt(size * other) : null);
    if (wish) return bySearch(wish, fits, search);
  }
  return { kind: 'open' };
}

/** The values that reach the layer grow with the size: the sizes at which they are as many as it wants are an interval. */
function bySearch(by: Wish, fits: (attempt: Attempt) => boolean, { tryAt, spatialRank }: Search): Solution {
  const found = (size: number): number => {
    const { misfits, reaches } = tryAt(size);
    const own = misfits.find(({ id }) => id === by.id);
    if (own) return own.quantities[by.place]?.found ?? by.wanted;
    // Nothing reaches the layer where a kernel before it is larger than its input; what does not complain fits.
    return reaches(by.id) && !misfits.some(({ order }) => order < by.order) ? by.wanted : 0;
  };
  const top = spatialRank === 1 ? largest.signal : largest.image;
  // Where sizes of 1 are squeezed away, the least size that reaches the layer may give it something else.
  const least = by.hasSizes ? firstThat((size) => found(size) > 0, top) : null;
  const low =
    least !== null && fits(tryAt(least)) ? least : firstThat((size) => found(size) >= by.wanted, top);
  if (found(low) !== by.wanted) {
    const whole = by.channels === null || by.wanted % by.channels === 0;
    return whole ? { kind: 'open' } : { kind: 'none' };
  }
  const high = lastThat((size) => found(size) === by.wanted, low);
  const isGood = (size: number): boolean => size >= low && fits(tryAt(size));
  const isWhole = (size: number): boolean => isGood(size) && !tryAt(size).loses;
  const usual = (spatialRank === 1 ? signals : images).filter((size) => size >= low && size <= high);
  const round = [32, 16, 8, 4, 2].map((unit) => Math.ceil(low / unit) * unit).filter((size) => size <= high);
  const all = [...usual, ...round, low, high, ...between(low, high)];
  // A size that is in use is likelier than one of its few neighbours, though the model may lose values at it.
  const isNarrow = spatialRank > 1 && high - low < narrow;
  const size = (isNarrow ? usual.find(isGood) : undefined) ?? all.find(isWhole) ?? all.find(isGood) ?? null;
  return size === null ? { kind: 'open' } : { kind: 'size', size, by, range: [low, high] };
}

/** Some of the numbers between two. */
function between(low: number, high: number): number[] {
  return Array.from({ length: Math.min(8, Math.max(0, high - low - 1)) }, (_, place) => low + 1 + place);
}

/** The first number for which it holds, where it holds for all after it; the largest where for none. */
function firstThat(holds: (value: number) => boolean, top: number): number {
  let low = 1;
  // A pass may take longer the larger its input is: none much larger than needed.
  let high = 64;
  while (high < top && !holds(high)) {
    low = high + 1;
    high = Math.min(2 * high, top);
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
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
