/** Sizes that a model takes in some way, found among those of a range. */
export interface SizeSet {
  /** Runs of sizes, first and last of each, in order. */
  readonly ranges: readonly (readonly [first: number, last: number])[];
  readonly smallest: number | null;
  /** Whether the present size is one of them; null where there is none, or it was not tried. */
  readonly present: boolean | null;
  /** The nearest below and above the present size. */
  readonly below: number | null;
  readonly above: number | null;
  /** How the sizes repeat; null where they do not, or the range is too short to tell. */
  readonly pattern: SizePattern | null;
  /** The smallest number of which every multiple from `smallest` on is one of them: "works for multiples of 32". */
  readonly divisor: number | null;
}

/** From `from` on: the sizes that leave one of these remainders by `period`, and no others. */
export interface SizePattern {
  readonly period: number;
  /** Runs of remainders, first and last of each; 0 is the last one: `[[25, 32]]` is 25 to 32, 57 to 64, … */
  readonly remainders: readonly (readonly [first: number, last: number])[];
  readonly from: number;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** So many periods are needed to speak of a rule. */
const fewest = 4;

/** What `sizes` (in order, of all those tried) have in common, seen from the present size. */
export function sizeSet(sizes: readonly number[], range: Range, present: number | null): SizeSet {
  const taken = new Set(sizes);
  const pattern = patternOf(sizes, taken, range);
  const below = present === null ? undefined : sizes.findLast((size) => size < present);
  const above = present === null ? undefined : sizes.find((size) => size > present);
  const isTried = present !== null && present >= range.from && present <= range.to;
  return {
    ranges: runsOf(sizes),
    smallest: sizes[0] ?? null,
    present: isTried ? taken.has(present) : null,
    below: below ?? null,
    above: above ?? null,
    pattern,
    divisor: pattern && divisorOf(pattern, sizes, taken),
  };
}

function runsOf(sizes: readonly number[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const size of sizes) {
    const last = runs.at(-1);
    if (last?.[1] === size - 1) last[1] = size;
    else runs.push([size, size]);
  }
  return runs;
}

/** The period that goes back furthest from the end of the range, and at least four times; the shortest of those. */
function patternOf(
  sizes: readonly number[],
  taken: ReadonlySet<number>,
  { from, to }: Range,
): SizePattern | null {
  const member = Uint8Array.from({ length: Math.max(0, to - from + 1) }, (_, place) =>
    Number(taken.has(from + place)),
  );
  const best = { period: 0, start: Infinity };
  for (let period = 1; period * fewest <= member.length; period++) {
    let place = member.length - 1 - period;
    while (place >= 0 && member[place] === member[place + period]) place--;
    if (place + 1 < best.start && member.length - 1 - place >= fewest * period) {
      Object.assign(best, { period, start: place + 1 });
    }
  }
  const { period, start } = best;
  const first = sizes.find((size) => size >= from + start);
  if (first === undefined) return null;
  const once = sizes.filter((size) => size >= first && size < first + period);
  const remainders = once.map((size) => ((size - 1) % period) + 1).sort((a, b) => a - b);
  return { period, remainders: runsOf(remainders), from: first };
}

/** A divisor of the period whose multiples all leave a remainder of the pattern; below `from` each must be taken. */
function divisorOf(
  { period, from }: SizePattern,
  sizes: readonly number[],
  taken: ReadonlySet<number>,
): number | null {
  const [smallest] = sizes;
  if (smallest === undefined) return null;
  for (let divisor = 1; divisor <= period; divisor++) {
    if (period % divisor !== 0) continue;
    let multiple = Math.ceil(smallest / divisor) * divisor;
    while (multiple < from + period && taken.has(multiple)) multiple += divisor;
    if (multiple >= from + period) return divisor;
  }
  return null;
}
