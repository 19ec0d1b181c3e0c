/** Where the layers stand, whatever their sizes: the same layers joined in the same way have the same layout. */
export interface NetworkLayout {
  readonly places: readonly LayoutPlace[];
  /** By layer and source: where the arrow passes each rank between the two. */
  readonly routes: readonly (readonly (readonly number[])[])[];
}

export interface LayoutPlace {
  /** Along the flow: whole numbers from 0. */
  readonly rank: number;
  /** Across the flow, in units of one lane. */
  readonly across: number;
}

/** By layer: the layers whose outputs it takes, by their places before it. */
export type Sources = readonly (readonly number[])[];

/** Every layer after the one before: nothing to arrange. Null where a network branches. */
export function chainLayout(sources: Sources): NetworkLayout | null {
  const isChain = sources.every((from, place) =>
    place === 0 ? from.length === 0 : from.length === 1 && from[0] === place - 1,
  );
  if (!isChain) return null;
  return {
    places: sources.map((_, rank) => ({ rank, across: 0 })),
    routes: sources.map((from) => from.map(() => [])),
  };
}

/** One straight line, with everything that skips beside it: where nothing better could be computed. */
export const lineLayout = (sources: Sources): NetworkLayout => ({
  places: sources.map((_, rank) => ({ rank, across: 0 })),
  routes: sources.map((from, place) =>
    from.map((source) => Array.from({ length: place - source - 1 }, () => -1)),
  ),
});

/** What a layout depends on, as a key. */
export const layoutKey = (sources: Sources): string => sources.map((from) => from.join(',')).join(';');
