import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NetworkLayout, Sources } from '../../../../src/scene/network/layout.ts';
import { layoutNetwork } from '../../../../src/worker/compute/layout-network.ts';
import { layoutInParts } from '../../../../src/worker/compute/layout-parts.ts';

/** What stands or passes at each rank in the order of lanes; `from`: the layer itself, or the one from which an arrow comes. */
function lanesByRank({ places, routes }: NetworkLayout, sources: Sources) {
  const lanes: { readonly across: number; readonly from: number }[][] = [];
  for (const [place, { rank, across }] of places.entries()) {
    (lanes[rank] ??= []).push({ across, from: place });
    for (const [order, route] of (routes[place] ?? []).entries()) {
      const from = sources[place]?.[order] ?? -1;
      const start = places[from]?.rank ?? NaN;
      for (const [i, passed] of route.entries()) (lanes[start + 1 + i] ??= []).push({ across: passed, from });
    }
  }
  return lanes.map((all) => all.sort((a, b) => a.across - b.across));
}

/** Each layer stands after what it takes, arrows pass each rank between, and nothing lies over anything else. */
function expectSound(layout: NetworkLayout, sources: Sources): void {
  for (const [place, from] of sources.entries())
    for (const [order, source] of from.entries()) {
      const between = (layout.places[place]?.rank ?? NaN) - (layout.places[source]?.rank ?? NaN) - 1;
      expect(between).toBeGreaterThanOrEqual(0);
      expect(layout.routes[place]?.[order]).toHaveLength(between);
    }
  for (const lanes of lanesByRank(layout, sources))
    for (const [i, { across, from }] of lanes.slice(1).entries()) {
      const before = lanes[i];
      // Arrows from one layer may be one line until they part.
      if (before && before.from !== from) expect(across - before.across).toBeGreaterThan(0.1);
    }
}

/** By layer: how far back what it takes stands; what is further back than the first layer makes an input of it. */
const anyNetwork = fc
  .array(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 2 }), {
    minLength: 2,
    maxLength: 40,
  })
  .map((back) =>
    back.map((by, place) => [...new Set(by.map((step) => place - step))].filter((at) => at >= 0)),
  );

test('any network: layers after what they take, one lane for each layer and arrow of a rank', async () => {
  await fc.assert(
    fc.asyncProperty(anyNetwork, async (sources) => {
      expectSound(await layoutInParts(sources, layoutNetwork), sources);
    }),
    { numRuns: 60 },
  );
});

test('what leads nowhere and a second input stand beside the main line, in ranks of their own parts', async () => {
  // Two blocks with a head each, and an input that joins late.
  const sources: Sources = [[], [0], [1], [1], [3], [3], [5, 0], [], [6, 7], [8]];
  expectSound(await layoutInParts(sources, layoutNetwork), sources);
});

test('ten blocks of three branches: the layers between them stand on one line', async () => {
  const sources = Array.from({ length: 51 }, (_, i) => {
    if (i === 0) return [];
    const input = 5 * Math.floor((i - 1) / 5);
    return [[input], [input], [input + 2], [input], [input + 1, input + 3, input + 4]][(i - 1) % 5] ?? [];
  });
  const layout = await layoutNetwork(sources);
  expect(layout.places.filter((_, i) => i % 5 === 0 && i < 50)).toEqual(
    Array.from({ length: 10 }, (_, block) => ({ rank: 3 * block, across: 0 })),
  );
  expectSound(layout, sources);
});

test('600 residual blocks stand on one line; equal blocks are arranged once', async () => {
  const sources = Array.from({ length: 2401 }, (_, i) =>
    i === 0 ? [] : i % 4 === 0 ? [i - 1, i - 4] : [i - 1],
  );
  const asked: number[] = [];
  const layout = await layoutInParts(sources, (part) => {
    asked.push(part.length);
    return layoutNetwork(part);
  });
  // Three layers that follow each other count as one.
  expect(asked).toEqual([3]);
  expect(layout.places.map(({ rank }) => rank)).toEqual(sources.map((_, i) => i));
  for (const { across } of layout.places) expect(across).toBeCloseTo(0, 1);
  expectSound(layout, sources);
});

test('a skip from the first of 2,000 layers to the last, and a hundred inside of each other: in far less time than whole', async () => {
  const sources = Array.from({ length: 2_000 }, (_, i) => {
    if (i === 0) return [];
    return i > 1_000 && i % 10 === 9 ? [i - 1, 1_999 - i] : [i - 1];
  });
  const sizes: number[] = [];
  const layout = await layoutInParts(sources, (part) => {
    sizes.push(part.length);
    return layoutNetwork(part);
  });
  // Layers between two that are skipped from or to count as one.
  expect(Math.max(...sizes)).toBeLessThan(220);
  expectSound(layout, sources);
});
