import { expect, test } from 'vitest';
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
