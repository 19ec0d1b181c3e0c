import { expect, test } from 'vitest';
import type { Mark } from '../../../../src/scene/draw-list.ts';
import { layerScene } from '../../../../src/scene/layer/layer-scene.ts';
import { standing, type Playhead } from '../../../../src/scene/layer/playhead.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { placedMarks } from '../../../support/panel/mark-bounds.ts';
import { evenAxes, filledLesson } from '../../../support/panel/plain-lesson.ts';

const padding = 2;
const lesson = filledLesson({
  kind: 'convolution',
  input: [1, 1, 60, 60],
  outChannels: 1,
  groups: 1,
  bias: false,
  axes: evenAxes([60, 60], { kernel: 5, padding }),
});

/** Heat maps of so many rows, where they stand at that moment. */
function heatMaps(rows: number, playhead: Playhead) {
  const { marks } = layerScene(lesson, playhead, { width: 760, height: 420, words: english });
  return placedMarks(marks).flatMap(({ mark, box }) =>
    mark.kind === 'raster' && mark.rows === rows ? [box] : [],
  );
}

test.each([
  { pass: 'forward', stage: 'pad', entry: 0.6, from: 60, to: 64, shift: -padding },
  { pass: 'forward', stage: 'pad', entry: 0.9, from: 60, to: 64, shift: -padding },
  { pass: 'backward-data', stage: 'border', entry: 0.6, from: 60, to: 68, shift: -4 },
  { pass: 'backward-data', stage: 'crop', entry: 0, from: 64, to: 60, shift: padding },
])(
  '$pass, $stage, $entry of the way: a heat map of $to rows stands $shift cells from the one of $from rows',
  ({ pass, stage, entry, from, to, shift }) => {
    const passPlace = lesson.passes.findIndex(({ id }) => id === pass);
    const stages = lesson.passes[passPlace]?.stages ?? [];
    const place = stages.findIndex(({ id }) => id === stage);
    const moment = { ...standing(passPlace, place), entry };
    const before = heatMaps(from, entry > 0 ? moment : standing(passPlace, place - 1)).at(-1);
    const now = heatMaps(to, moment).at(-1);
    if (!before || !now) throw new Error('no heat map');
    const cell = before.width / from;
    expect(now.width).toBeCloseTo(cell * to);
    expect(now.x - before.x).toBeCloseTo(shift * cell);
    expect(now.y - before.y).toBeCloseTo(shift * cell);
  },
);

test.each([0.2, 0.5, 0.8])(
  'dZ of 41×41 spread by 2, %d of the way: each cell of the heat map that goes is where the same of the new one is',
  (entry) => {
    const wide = filledLesson({
      kind: 'convolution',
      input: [1, 1, 83, 83],
      outChannels: 1,
      groups: 1,
      bias: false,
      axes: evenAxes([83, 83], { kernel: 3, stride: 2 }),
    });
    const pass = wide.passes.findIndex(({ id }) => id === 'backward-data');
    const stage = wide.passes[pass]?.stages.findIndex(({ id }) => id === 'spread') ?? -1;
    const { marks } = layerScene(
      wide,
      { ...standing(pass, stage), entry },
      { width: 760, height: 420, words: english },
    );
    const of = (rows: number) =>
      placedMarks(marks).find(({ mark }) => mark.kind === 'raster' && mark.rows === rows)?.box;
    const [dense, spread] = [of(41), of(81)];
    if (!dense || !spread) throw new Error('no heat map');
    expect(dense.x).toBeCloseTo(spread.x);
    expect(dense.y).toBeCloseTo(spread.y);
    expect(dense.width / 41).toBeCloseTo((2 * spread.width) / 81);
  },
);

/** Heat maps that are drawn larger or smaller than they are. */
const scaledMaps = (marks: readonly Mark[], scale = 1): number =>
  marks.reduce((count, mark) => {
    if (mark.kind === 'group') return count + scaledMaps(mark.children, scale * (mark.scale ?? 1));
    return count + (mark.kind === 'raster' && scale !== 1 ? 1 : 0);
  }, 0);

test.each([0.1, 0.3, 0.7])(
  'dZ on its way into the sweep, %d: its lines are as thin as ever, though it shrinks',
  (entry) => {
    const pass = lesson.passes.findIndex(({ id }) => id === 'backward-data');
    const place = lesson.passes[pass]?.stages.findIndex(({ id }) => id === 'sweep') ?? -1;
    const moment = { ...standing(pass, place), entry };
    const { marks } = layerScene(lesson, moment, { width: 320, height: 520, words: english });
    expect(placedMarks(marks).some(({ mark }) => mark.kind === 'raster')).toBe(true);
    expect(scaledMaps(marks)).toBe(0);
  },
);
