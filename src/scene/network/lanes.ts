import type { NetworkLayout, Sources } from './layout.ts';

/** What stands across the flow at one rank: how far it reaches to both sides of its lane, in pixels. */
interface Reach {
  readonly across: number;
  readonly before: number;
  readonly after: number;
}

/** Arrows keep this distance from what they pass. */
const arrowReach = 9;

/** Lanes closer than this are one: the library leaves a hair between straight arrows. */
export const oneLane = 0.05;

/**
 * Pixels from lane to lane, the fewest with which nothing touches at any rank. `reach` tells of each layer how far it
 * reaches to both sides of its lane.
 */
export function lanePitch(
  layout: NetworkLayout,
  sources: Sources,
  reach: (place: number) => Omit<Reach, 'across'>,
): number {
  let pitch = 0;
  for (const atRank of reachesByRank(layout, sources, reach)) {
    const sorted = atRank.sort((a, b) => a.across - b.across);
    for (const [i, next] of sorted.entries()) {
      const last = sorted[i - 1];
      if (last && next.across - last.across > oneLane)
        pitch = Math.max(pitch, (last.after + next.before) / (next.across - last.across));
    }
  }
  return pitch;
}

function reachesByRank(
  { places, routes }: NetworkLayout,
  sources: Sources,
  reach: (place: number) => Omit<Reach, 'across'>,
): Reach[][] {
  const ranks: Reach[][] = places.map(() => []);
  for (const [place, { rank, across }] of places.entries()) {
    ranks[rank]?.push({ across, ...reach(place) });
    for (const [order, route] of (routes[place] ?? []).entries()) {
      const first = (places[sources[place]?.[order] ?? -1]?.rank ?? 0) + 1;
      for (const [i, passed] of route.entries())
        ranks[first + i]?.push({ across: passed, before: arrowReach, after: arrowReach });
    }
  }
  return ranks;
}

/** The first and last lane that anything takes. */
export function laneExtent({ places, routes }: NetworkLayout): {
  readonly first: number;
  readonly last: number;
} {
  let [first, last] = [Infinity, -Infinity];
  for (const across of [...places.map((place) => place.across), ...routes.flat(2)]) {
    first = Math.min(first, across);
    last = Math.max(last, across);
  }
  return first > last ? { first: 0, last: 0 } : { first, last };
}

/** The lane of an arrow in each row between its ends: rows of one rank are passed where the rank is. */
export function lanesBetween(
  { places }: NetworkLayout,
  from: number,
  to: number,
  route: readonly number[],
): number[] {
  const [start, end] = [places[from], places[to]];
  if (!start || !end) return [];
  return places.slice(from + 1, to).map(({ rank }) => {
    if (rank <= start.rank) return start.across;
    return rank >= end.rank ? end.across : (route[rank - start.rank - 1] ?? end.across);
  });
}

/**
 * Of each row how far its blocks and the arrows that pass it reach to the right, where each layer has a row of its own. A
 * block counts as wide as the widest of its lane, so that the words behind them begin below each other.
 */
export function rowReaches(
  layout: NetworkLayout,
  sources: Sources,
  laneAt: (across: number) => number,
  widths: readonly number[],
): number[] {
  const { places, routes } = layout;
  const widest = new Map<number, number>();
  const widestOf = (across: number): number => {
    const lane = widths.filter((_, other) => Math.abs((places[other]?.across ?? 0) - across) <= oneLane);
    return Math.max(...lane);
  };
  const reaches = places.map(({ across }) => {
    // Thousands of layers share few lanes.
    const width = widest.get(across) ?? widestOf(across);
    widest.set(across, width);
    return laneAt(across) + width / 2;
  });
  for (const [place, from] of sources.entries())
    for (const [order, source] of from.entries()) {
      const lanes = lanesBetween(layout, source, place, routes[place]?.[order] ?? []);
      for (const [i, lane] of lanes.entries()) {
        const row = source + 1 + i;
        reaches[row] = Math.max(reaches[row] ?? 0, laneAt(lane) + arrowReach);
      }
    }
  return reaches;
}
