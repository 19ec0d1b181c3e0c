import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { poolAxes } from '../../../src/engine/geometry/pool.ts';
import { symmetricPadding } from '../../../src/engine/geometry/window.ts';
import type { LayerSpec } from '../../../src/engine/trace/layer-lesson.ts';
import type { Lesson } from '../../../src/engine/trace/lesson.ts';
import { Palette } from '../../../src/scene/palette.ts';
import { toSvg } from '../../../src/scene/svg.ts';
import { themeColors } from '../../../src/scene/theme-colors.ts';
import { accepted } from '../../support/conv-oracle.ts';
import { filmStrip, passStills } from '../../support/panel/film-strip.ts';
import { placedMarks } from '../../support/panel/mark-bounds.ts';
import {
  evenAxes,
  exampleLesson,
  filledLesson,
  first,
  transposedLayer,
} from '../../support/panel/plain-lesson.ts';

/** `CONVLENS_PICTURES=1 npx vitest run --project unit test/unit/scene/film-strips.test.ts` keeps them, to be looked at. */
const pictures = process.env['CONVLENS_PICTURES'] ? join(import.meta.dirname, '../../output/strips') : null;
if (pictures) mkdirSync(pictures, { recursive: true });

const convolution = (
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
  groups: number,
): LayerSpec => ({
  kind: 'convolution',
  input: [1, 2, size, size],
  outChannels: 2,
  groups,
  bias: true,
  axes: evenAxes([size, size], { kernel, stride, dilation, padding: 1 }),
});

/** Along as many axes as there are sizes. */
const alongAxes = (sizes: readonly number[], kernel: number, stride: number): LayerSpec => ({
  kind: 'convolution',
  input: [1, 2, ...sizes],
  outChannels: 2,
  groups: 1,
  bias: true,
  axes: evenAxes(sizes, { kernel, stride, padding: 1 }),
});

const pool = (kind: 'max-pool' | 'average-pool'): LayerSpec => {
  const axes = accepted(
    poolAxes([7, 7], [3, 3], {
      stride: [2, 2],
      dilation: [1, 1],
      padding: symmetricPadding([1, 1]),
      rounding: 'floor',
    }),
  );
  return kind === 'max-pool'
    ? { kind, input: [1, 2, 7, 7], axes }
    : { kind, input: [1, 2, 7, 7], axes, countIncludePadding: true };
};

const layers: Readonly<Record<string, LayerSpec>> = {
  'stride 2 with a tail': convolution(6, 3, 2, 1, 1),
  'dilation 2': convolution(7, 3, 1, 2, 1),
  'two groups': convolution(5, 3, 1, 1, 2),
  'one axis': alongAxes([10], 3, 2),
  'three axes': alongAxes([4, 5, 5], 3, 2),
  'transposed convolution': transposedLayer,
  'heat map': convolution(51, 7, 2, 1, 1),
  'max pool': pool('max-pool'),
  'average pool': pool('average-pool'),
  linear: { kind: 'linear', input: [1, 6], outFeatures: 4, bias: true },
  ReLU: { kind: 'relu', input: [1, 1, 5, 5] },
};
/** Of a volume the slices that are not padding. */
const middle = { ...first, outSlice: 1, kernelSlice: 1 };
const lessons: readonly (readonly [string, Lesson])[] = [
  ...Object.entries(layers).map(([name, spec]) => [name, filledLesson(spec, undefined, middle)] as const),
  ['example', exampleLesson()],
];

/** A cell on its way may touch the edge. */
const slack = (title: string): number => (title.includes('on its way') ? 8 : 1);
const palette = new Palette(themeColors('dark', () => undefined));

describe.each([
  { width: 320, height: 520, columns: 6 },
  { width: 760, height: 420, columns: 4 },
])('stills of $width×$height', ({ columns, ...size }) => {
  test.each(lessons)('%s: every stage, and the way into it, lies inside of the picture', (name, lesson) => {
    const outside: string[] = [];
    lesson.passes.forEach(({ id }, pass) => {
      const frames = passStills(lesson, pass, size);
      if (pictures) {
        const file = join(pictures, `${name.replaceAll(' ', '-')}-${pass}-${id}-${size.width}.svg`);
        writeFileSync(
          file,
          toSvg(filmStrip(frames, size, columns), palette, { ui: 'sans-serif', mono: 'monospace' }),
        );
      }
      for (const { title, scene } of frames) {
        for (const { mark, box } of placedMarks(scene.marks)) {
          const most = slack(title);
          const inside =
            box.x >= -most &&
            box.y >= -most &&
            box.x + box.width <= size.width + most &&
            box.y + box.height <= size.height + most;
          if (!inside)
            outside.push(
              `${id}, ${title}: ${mark.kind} ${mark.kind === 'text' ? mark.text : ''} at ${Object.values(box).map(Math.round).join(' ')}`,
            );
        }
      }
    });
    expect([...new Set(outside)].slice(0, 20)).toEqual([]);
  });
});
