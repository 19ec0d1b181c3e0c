import { describe, expect, test } from 'vitest';
import type { Sources } from '../../../../src/scene/network/layout.ts';
import { skipRoom, skipTracks, trackPlace } from '../../../../src/scene/network/skip-tracks.ts';

describe('gradients that skip layers', () => {
  const chain = (length: number): number[][] =>
    Array.from({ length }, (_, place) => (place === 0 ? [] : [place - 1]));
  const joined = (length: number, skips: readonly (readonly [source: number, target: number])[]): Sources => {
    const sources = chain(length);
    for (const [source, target] of skips) sources[target]?.push(source);
    return sources;
  };

  test.each([
    ['a chain has none', joined(4, []), []],
    [
      'one after another share a track',
      joined(7, [
        [0, 2],
        [3, 5],
      ]),
      [
        [0, 2, 0],
        [3, 5, 0],
      ],
    ],
    [
      'one ends where the next begins: each its own',
      joined(7, [
        [0, 3],
        [3, 6],
      ]),
      [
        [0, 3, 0],
        [3, 6, 1],
      ],
    ],
    [
      'one inside of the other: the short one inside',
      joined(9, [
        [1, 8],
        [3, 6],
      ]),
      [
        [3, 6, 0],
        [1, 8, 1],
      ],
    ],
    [
      'two that cross: each its own',
      joined(7, [
        [0, 4],
        [2, 6],
      ]),
      [
        [0, 4, 0],
        [2, 6, 1],
      ],
    ],
    [
      'all that are summed in one layer share a track',
      joined(9, [
        [0, 3],
        [0, 5],
        [0, 8],
      ]),
      [
        [0, 3, 0],
        [0, 5, 0],
        [0, 8, 0],
      ],
    ],
    [
      'all that come from one join do, too',
      joined(9, [
        [1, 8],
        [3, 8],
      ]),
      [
        [3, 8, 0],
        [1, 8, 0],
      ],
    ],
  ] as const)('%s', (_, sources, expected) => {
    const tracks = skipTracks(sources);
    expect(tracks.count).toBe(Math.max(0, ...expected.map(([, , track]) => track + 1)));
    for (const [source, target, track] of expected) expect(tracks.of(source, target)).toBe(track);
  });

  test.each([
    [0, 0, []],
    [1, 10, [6]],
    [3, 22, [6, 12, 18]],
    [7, 46, [6, 12, 18, 24, 30, 36, 42]],
    [13, 46, [6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39, 42]],
  ])('%i tracks take %i pixels', (count, room, places) => {
    expect(skipRoom(count)).toBe(room);
    expect(Array.from({ length: count }, (_, track) => trackPlace(track, count))).toEqual(places);
  });
});
