import { expect, test } from 'vitest';
import type { RasterMark } from '../../../src/scene/draw-list.ts';
import { rect } from '../../../src/scene/marks.ts';
import { Palette } from '../../../src/scene/palette.ts';
import { toSvg } from '../../../src/scene/svg.ts';
import { themeColors } from '../../../src/scene/theme-colors.ts';

test('a group scaled by 2.1466 and seen through by 0.216 is so to four digits: a tenth would miss its place by pixels', () => {
  const box = rect({ x: 289, y: 176, width: 56, height: 56 }, { fill: { role: 'ink' } });
  const svg = toSvg(
    {
      width: 400,
      height: 400,
      marks: [{ kind: 'group', x: -313.62, scale: 2.14663, alpha: 0.216, children: [box] }],
      hits: [],
      description: [],
    },
    new Palette(themeColors('dark', () => undefined)),
    { ui: 'sans-serif', mono: 'monospace' },
  );
  expect(svg).toContain('translate(-313.6 0) scale(2.1466)');
  expect(svg).toContain('opacity="0.216"');
});

/** Edges of a heat map's cells along one axis, as they are written. */
const edges = (svg: string, start: 'x' | 'y', extent: 'width' | 'height'): readonly string[] =>
  [...svg.matchAll(new RegExp(`<rect [^>]*${start}="([\\d.]+)"[^>]*${extent}="([\\d.]+)"`, 'g'))].map(
    ([, from, size]) => `${from}…${(Number(from) + Number(size)).toFixed(1)}`,
  );

const heatMap = (more: Partial<RasterMark>) =>
  toSvg(
    {
      width: 400,
      height: 400,
      marks: [
        {
          kind: 'raster',
          x: 10,
          y: 20,
          width: 7,
          height: 7,
          rows: 3,
          columns: 3,
          scale: 1,
          values: [1, -1, 1, -1, 1, -1, 1, -1, 1],
          ...more,
        },
      ],
      hits: [],
      description: [],
    },
    new Palette(themeColors('dark', () => undefined)),
    { ui: 'sans-serif', mono: 'monospace' },
  );

test('3×3 cells of a heat map of 7 pixels share their edges: no lines between them', () => {
  expect(edges(heatMap({}), 'x', 'width').slice(0, 3)).toEqual(['10…12.3', '12.3…14.7', '14.7…17.0']);
  expect(new Set(edges(heatMap({}), 'y', 'height'))).toEqual(new Set(['20…22.3', '22.3…24.7', '24.7…27.0']));
});

test('a heat map of which 1 of 3 columns is there: the other two are pale in every row', () => {
  const alphas = [...heatMap({ revealedColumns: 1 }).matchAll(/<rect [^>]*fill="([^"]*)"/g)]
    .slice(1)
    .map(([, fill]) => fill?.includes('0.3') ?? false);
  expect(alphas).toEqual([false, true, true, false, true, true, false, true, true]);
});
