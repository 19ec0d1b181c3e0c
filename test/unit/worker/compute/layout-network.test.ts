import { describe, expect, test } from 'vitest';
import { chainLayout, type Sources } from '../../../../src/scene/network/layout.ts';
import { lanePitch } from '../../../../src/scene/network/lanes.ts';
import { layoutNetwork } from '../../../../src/worker/compute/layout-network.ts';

/** Residual blocks of two layers. */
const residual = (blocks: number): Sources =>
  Array.from({ length: 1 + 2 * blocks }, (_, i) => (i === 0 ? [] : i % 2 === 0 ? [i - 1, i - 2] : [i - 1]));

const inception: Sources = [[], [0], [0], [2], [0], [4], [0], [6], [1, 3, 5, 7]];

describe('layout of a network', () => {
  test('a chain needs no arranging', () => {
    expect(chainLayout([[], [0], [1]])?.places).toEqual([0, 1, 2].map((rank) => ({ rank, across: 0 })));
    expect(chainLayout(inception)).toBeNull();
  });

  test.each([1, 3, 12])('%i residual blocks: one straight line, skips beside it', async (blocks) => {
    const { places, routes } = await layoutNetwork(residual(blocks));
    expect(places.map(({ rank }) => rank)).toEqual(places.map((_, i) => i));
    const line = places[1]?.across ?? 0;
    for (const { across } of places.slice(1)) expect(across).toBeCloseTo(line, 1);
    for (const [skip] of routes.flatMap((route) => route.filter(({ length }) => length > 0)))
      expect(Math.abs((skip ?? 0) - line)).toBeGreaterThan(0.3);
  });

  test('branches of one length share their ranks and stand in lanes of their own', async () => {
    const { places } = await layoutNetwork(inception);
    expect(places.map(({ rank }) => rank).at(-1)).toBe(3);
    const lanes = [3, 5, 7].map((place) => Math.round((places[place]?.across ?? 0) * 10));
    expect(new Set(lanes).size).toBe(3);
  });

  test('lanes are as far apart as what stands in them needs', async () => {
    const layout = await layoutNetwork(inception);
    const pitch = lanePitch(layout, inception, () => ({ before: 30, after: 50 }));
    for (const rank of [1, 2]) {
      const at = layout.places.filter((place) => place.rank === rank).map(({ across }) => across * pitch);
      const sorted = at.sort((a, b) => a - b);
      for (const [i, y] of sorted.slice(1).entries())
        expect(y - (sorted[i] ?? 0)).toBeGreaterThanOrEqual(79.9);
    }
  });
});
