import { expect, test } from 'vitest';
import type { Mark, RasterMark, Scene } from '../../../../src/scene/draw-list.ts';
import { Palette } from '../../../../src/scene/palette.ts';
import { toSvgWithImages } from '../../../../src/scene/svg.ts';
import { animatedSvg, type SvgPiece } from '../../../../src/scene/svg/animated-svg.ts';
import { pixelsPerValue } from '../../../../src/scene/svg/raster-sheet.ts';
import { themeColors } from '../../../../src/scene/theme-colors.ts';

const palette = new Palette(themeColors('dark', () => undefined));
const fonts = { ui: 'sans-serif', mono: 'monospace' };
const values = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
const map: RasterMark = {
  kind: 'raster',
  x: 10,
  y: 20,
  width: 80,
  height: 60,
  rows: 3,
  columns: 4,
  values,
  scale: 12,
};
const picture = (marks: readonly Mark[], width = 100): Scene => ({
  width,
  height: 90,
  marks,
  hits: [],
  description: ['A map.', 'Of twelve values.'],
});
/** Places of an SVG's parts of the image, as its viewBox has them, and how opaque they are. */
const parts = (svg: string) =>
  [...svg.matchAll(/<svg x="[^>]*viewBox="([^"]*)"[^>]*?(?: opacity="([^"]*)")?><use href="#([^"]*)"/g)].map(
    ([, box, opacity = '1', id]) => `${id ?? ''} [${box ?? ''}] ${opacity}`,
  );

test.each<readonly [Partial<RasterMark>, readonly string[]]>([
  [{}, ['raster-0 [0 0 4 3] 1']],
  [{ alpha: 0.5 }, ['raster-0 [0 0 4 3] 0.5']],
  [{ revealed: 12 }, ['raster-0 [0 0 4 3] 1']],
  [{ revealed: 0 }, ['raster-0 [0 0 4 3] 0.3']],
  [{ revealedColumns: 1 }, ['raster-0 [0 0 4 3] 0.3', 'raster-0 [0 0 1 3] 1']],
  [{ revealedColumns: 4 }, ['raster-0 [0 0 4 3] 1']],
  [{ revealed: 8 }, ['raster-0 [0 0 4 3] 0.3', 'raster-0 [0 0 4 2] 1']],
  [{ revealed: 6 }, ['raster-0 [0 0 4 3] 0.3', 'raster-0 [0 0 4 1] 1', 'raster-0 [0 1 2 1] 1']],
])('of a heat map with %j the picture shows %j', (change, shown) => {
  const { rasters, document } = toSvgWithImages(picture([{ ...map, ...change }]), palette, fonts);
  expect(rasters).toEqual([{ rows: 3, columns: 4, values, scale: 12 }]);
  const svg = document(['data:image/png;base64,AAAA']);
  expect(parts(svg)).toEqual(shown);
  expect(svg.match(/<image [^>]*>/g)).toEqual([
    '<image id="raster-0" width="4" height="3" preserveAspectRatio="none" image-rendering="optimizeSpeed" style="image-rendering:crisp-edges;image-rendering:pixelated" href="data:image/png;base64,AAAA"/>',
  ]);
});

test.each([
  [3, 4, 8],
  [224, 224, 4],
  [9, 400, 2],
  [1100, 600, 1],
])('a heat map of %d×%d values has %d pixels a side for each in its image', (rows, columns, side) => {
  expect(pixelsPerValue({ rows, columns, values, scale: 1 })).toBe(side);
});

test('an animation has each heat map once, its greatest size, and the words of its first still', () => {
  const other = { ...map, values: Float64Array.from(values, (value) => -value) };
  const made: number[] = [];
  const still = (place: number, marks: readonly Mark[], width?: number) => ({
    seconds: place + 1,
    scene: () => {
      made.push(place);
      return picture(marks, width);
    },
  });
  const writing = animatedSvg(
    [still(0, [map]), still(1, [map, other], 300), still(2, [{ ...map, x: 40 }])],
    palette,
    fonts,
  );
  const pieces: SvgPiece[] = [];
  let next = writing.next();
  for (; next.done !== true; next = writing.next()) {
    // A still is made when its turn comes: not all of them stay in memory.
    expect(made).toHaveLength(
      Math.min(3, next.value.text.startsWith('</g>') ? next.value.stills : next.value.stills + 1),
    );
    pieces.push(next.value);
  }
  const { head, rasters, end } = next.value;
  expect(rasters.map((raster) => raster.values)).toEqual([values, other.values]);
  expect(head).toContain('width="300" height="90"');
  expect(head).toContain('<title>A map.</title>\n<desc>Of twelve values.</desc>');
  const body = pieces.map(({ text }) => text).join('');
  expect(parts(body).map((part) => part.split(' ')[0])).toEqual([
    'raster-0',
    'raster-0',
    'raster-1',
    'raster-0',
  ]);
  expect([...body.matchAll(/values="([^"]*)" keyTimes="([^"]*)"/g)].map(([, , times]) => times)).toEqual([
    '0;0.16667',
    '0;0.16667;0.50000',
    '0;0.50000;0.99999',
  ]);
  expect(end(['one', 'two']).match(/href="[^"]*"/g)).toEqual(['href="one"', 'href="two"']);
  expect(pieces.at(-1)?.stills).toBe(3);
  // Where no motion is wanted, the last still alone is seen.
  expect(head).toContain(
    '@media (prefers-reduced-motion:reduce){.still{display:none}.last>*{visibility:visible}}',
  );
  expect([...body.matchAll(/<g class="(still|last)"/g)].map(([, name]) => name)).toEqual([
    'still',
    'still',
    'last',
  ]);
});

test('groups that stand in several stills have a name of their own in each', () => {
  const named = (id: string): Mark => ({ kind: 'group', id, children: [map] });
  const still = { seconds: 1, scene: () => picture([named('plane-0'), named('plane-1')]) };
  const body = [...animatedSvg([still, still, still], palette, fonts)].map(({ text }) => text).join('');
  expect([...body.matchAll(/<g id="([^"]*)"/g)].map(([, id]) => id)).toEqual([
    'plane-0',
    'plane-1',
    'plane-0~2',
    'plane-1~2',
    'plane-0~3',
    'plane-1~3',
  ]);
});
