import type { LayerView, NetworkView } from './view.ts';

/** Where each layer stands: `rank` along the flow, `lane` across it. */
export interface GridPlace {
  readonly rank: number;
  readonly lane: number;
}

/**
 * Every layer stands one rank after the last of its inputs, in the lane of its first input where that is free,
 * else in the next free one. A chain is one straight lane.
 */
export function gridPlaces({ layers }: NetworkView): GridPlace[] {
  const places: GridPlace[] = [];
  const taken = new Set<string>();
  const lastInLane = new Map<number, number>();
  for (const layer of layers) {
    const sources = sourcesOf(layer, places.length).map((source) => places[source]);
    const rank = Math.max(-1, ...sources.map((place) => place?.rank ?? -1)) + 1;
    const preferred = sources[0]?.lane ?? 0;
    let lane = preferred;
    while (taken.has(`${rank} ${lane}`) || (lane !== preferred && (lastInLane.get(lane) ?? -1) >= rank))
      lane++;
    taken.add(`${rank} ${lane}`);
    lastInLane.set(lane, Math.max(rank, lastInLane.get(lane) ?? -1));
    places.push({ rank, lane });
  }
  return places;
}

/** Inputs that are known and stand before the layer. */
export function sourcesOf(layer: LayerView, place: number): number[] {
  return layer.inputs.filter((input): input is number => input !== null && input < place);
}
