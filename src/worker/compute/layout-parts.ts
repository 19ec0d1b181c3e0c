import type { NetworkLayout, Sources } from '../../scene/network/layout.ts';
import { runsOf, spreadRuns } from './layout-runs.ts';

/** Arranges what cannot be taken apart. */
type Arrange = (sources: Sources) => Promise<NetworkLayout>;

/** Layers from one that nothing skips to the next. */
interface Part {
  readonly first: number;
  readonly last: number;
}

interface ArrangedPart extends Part {
  readonly layout: NetworkLayout;
}

/** Parts are joined anew, where they would touch, so often; then the network is arranged whole. */
const mostRounds = 3;

/**
 * A network arranged part by part: what stands between two layers that nothing skips is arranged alone, equal parts once,
 * and layers that only follow each other count as one. Of thousands of layers this takes a tenth of the time, and the
 * layers between the parts stand on one line: arranged whole, each part would lead further to one side.
 */
export async function layoutInParts(sources: Sources, arrange: Arrange): Promise<NetworkLayout> {
  const runs = runsOf(sources);
  const known = new Map<string, Promise<NetworkLayout>>();
  const arranged = async ({ first, last }: Part): Promise<ArrangedPart> => {
    const own = runs.sources
      .slice(first, last + 1)
      .map((from, place) => (place === 0 ? [] : from.map((source) => source - first)));
    const key = own.map((from) => from.join()).join(';');
    const layout = known.get(key) ?? arrange(own);
    known.set(key, layout);
    return { first, last, layout: await layout };
  };
  let parts = await inOrder(partsOf(runs.sources), arranged);
  for (let round = 1; round <= mostRounds; round++) {
    const apart = partsApart(parts);
    if (apart.length === parts.length) break;
    const whole = { first: 0, last: runs.sources.length - 1 };
    parts = await inOrder(round < mostRounds ? apart : [whole], arranged);
  }
  return spreadRuns(sources, runs, joined(parts, runs.sources));
}

/** One after the other: the library computes in this thread. */
async function inOrder<T, R>(all: readonly T[], act: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const one of all) done.push(await act(one));
  return done;
}

/** From each layer that no arrow passes to the next. */
function partsOf(sources: Sources): Part[] {
  const change = sources.map(() => 0);
  for (const [target, from] of sources.entries())
    for (const source of from) {
      if (target - source < 2) continue;
      change[source + 1] = (change[source + 1] ?? 0) + 1;
      change[target] = (change[target] ?? 0) - 1;
    }
  let passing = 0;
  const end = sources.length - 1;
  const ends = change.flatMap((by, place) => {
    passing += by;
    return place > 0 && (passing === 0 || place === end) ? [place] : [];
  });
  return ends.map((last, nth) => ({ first: ends[nth - 1] ?? 0, last }));
}

/** The same parts, but one where two have more than their common layer at one rank: what leads nowhere, or comes from nowhere. */
function partsApart(parts: readonly ArrangedPart[]): readonly Part[] {
  const apart: Part[] = [];
  let before: ArrangedPart | null = null;
  for (const part of parts) {
    const last = apart.at(-1);
    if (last && before && !(standsAlone(before, 'last') && standsAlone(part, 'first')))
      apart.splice(-1, 1, { first: last.first, last: part.last });
    else apart.push({ first: part.first, last: part.last });
    before = part;
  }
  return apart;
}

/** Whether the first layer stands before all others, or the last one after them. */
function standsAlone({ layout: { places } }: ArrangedPart, end: 'first' | 'last'): boolean {
  const own = places[end === 'first' ? 0 : places.length - 1]?.rank ?? 0;
  const beside = places.filter(({ rank }) => (end === 'first' ? rank <= own : rank >= own));
  return beside.length === 1;
}

/** The parts one after the other, the layers between them on one line. */
function joined(parts: readonly ArrangedPart[], sources: Sources): NetworkLayout {
  const places = sources.map(() => ({ rank: 0, across: 0 }));
  const routes = sources.map((): readonly (readonly number[])[] => []);
  let start = 0;
  for (const part of parts) {
    const { first, last, layout } = part;
    const [head, tail] = [layout.places[0], layout.places[last - first]];
    // What else comes in may stand before the first layer of all, and beside it.
    const line = (standsAlone(part, 'first') ? head : tail)?.across ?? 0;
    const before = first === 0 ? 0 : (head?.rank ?? 0);
    for (const [place, { rank, across }] of layout.places.entries()) {
      const isBetween = place === last - first && last < sources.length - 1;
      places[first + place] = { rank: start + rank - before, across: isBetween ? 0 : across - line };
      if (place > 0)
        routes[first + place] = (layout.routes[place] ?? []).map((route) => route.map((at) => at - line));
    }
    start += (tail?.rank ?? 0) - before;
  }
  return { places, routes };
}
