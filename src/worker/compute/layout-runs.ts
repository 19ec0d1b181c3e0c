import type { NetworkLayout, Sources } from '../../scene/network/layout.ts';

/** A network in which layers that only follow each other count as one. */
export interface Runs {
  /** By run: the runs whose last layers its first layer takes. */
  readonly sources: Sources;
  /** By run: its layers in their order. */
  readonly layers: readonly (readonly number[])[];
}

/** Layers that only follow each other: each takes the one before alone, which nothing else takes. */
export function runsOf(sources: Sources): Runs {
  const readers = sources.map(() => 0);
  for (const source of sources.flat()) readers[source] = (readers[source] ?? 0) + 1;
  const runOf: number[] = [];
  const layers: number[][] = [];
  for (const [place, from] of sources.entries()) {
    const [before] = from;
    const run =
      before !== undefined && from.length === 1 && readers[before] === 1 ? runOf[before] : undefined;
    if (run === undefined) layers.push([place]);
    else layers[run]?.push(place);
    runOf[place] = run ?? layers.length - 1;
  }
  const runs = layers.map(([first = 0]) => (sources[first] ?? []).map((source) => runOf[source] ?? 0));
  return { sources: runs, layers };
}

/** The layers' own layout, from that of their runs: a rank of runs is as many ranks as its longest run has layers. */
export function spreadRuns(sources: Sources, { layers }: Runs, layout: NetworkLayout): NetworkLayout {
  const lengths: number[] = [];
  for (const [run, { rank }] of layout.places.entries())
    lengths[rank] = Math.max(lengths[rank] ?? 1, layers[run]?.length ?? 1);
  let total = 0;
  const starts = lengths.map((length) => (total += length) - length);
  const places = sources.map(() => ({ rank: 0, across: 0 }));
  for (const [run, { rank, across }] of layout.places.entries())
    for (const [nth, layer] of (layers[run] ?? []).entries())
      places[layer] = { rank: (starts[rank] ?? 0) + nth, across };
  const routes = sources.map((from): number[][] => from.map(() => []));
  for (const [run, [first = 0]] of layers.entries())
    for (const [order, source] of (sources[first] ?? []).entries()) {
      const start = places[source];
      if (!start) continue;
      const passed = layout.routes[run]?.[order] ?? [];
      const target = layout.places[run]?.rank ?? 0;
      const route = passed.flatMap((across, i) =>
        Array<number>(lengths[target - passed.length + i] ?? 1).fill(across),
      );
      // Beside longer runs of its own rank an arrow goes straight on.
      const beside = (places[first]?.rank ?? 0) - start.rank - 1 - route.length;
      routes[first]?.splice(order, 1, [...Array<number>(Math.max(0, beside)).fill(start.across), ...route]);
    }
  return { places, routes };
}
