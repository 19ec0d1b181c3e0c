import type { Sources } from './layout.ts';

/** Gradients that skip layers pass the others on their right, each on a track; `count` tracks are needed. */
export interface SkipTracks {
  readonly count: number;
  /** The track of the arrow from `target` back to `source`, 0 the innermost. */
  readonly of: (source: number, target: number) => number;
}

interface Skip {
  readonly source: number;
  readonly target: number;
}

/**
 * Short ones inside, each on the first track that is free all along its way. Those that end in one layer, whose gradients
 * are summed there, or begin in one, share their track.
 */
export function skipTracks(sources: Sources): SkipTracks {
  const skips = sources
    .flatMap((from, target) => from.map((source): Skip => ({ source, target })))
    .filter(({ source, target }) => source < target - 1)
    .sort((a, b) => a.target - a.source - (b.target - b.source));
  const tracks: Skip[][] = [];
  const places = new Map<string, number>();
  for (const skip of skips) {
    const free = tracks.findIndex((track) => track.every((other) => goTogether(skip, other)));
    const place = free === -1 ? tracks.push([]) - 1 : free;
    tracks[place]?.push(skip);
    places.set(key(skip), place);
  }
  return { count: tracks.length, of: (source, target) => places.get(key({ source, target })) ?? 0 };
}

const key = ({ source, target }: Skip): string => `${source} ${target}`;

const goTogether = (a: Skip, b: Skip): boolean =>
  a.source > b.target || b.source > a.target || a.source === b.source || a.target === b.target;

const firstTrack = 6;
const pitch = 6;
const mostRoom = 42;

/** What all tracks take beside the words, in pixels. */
export const skipRoom = (count: number): number =>
  count === 0 ? 0 : Math.min(mostRoom, firstTrack + (count - 1) * pitch) + 4;

export const trackPlace = (track: number, count: number): number =>
  firstTrack + track * Math.min(pitch, (mostRoom - firstTrack) / Math.max(1, count - 1));
