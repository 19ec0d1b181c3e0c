import { describe, expect, test } from 'vitest';
import { Palette } from '../../../src/scene/palette.ts';
import { layerScene } from '../../../src/scene/layer/layer-scene.ts';
import { animatedSvg } from '../../../src/scene/svg/animated-svg.ts';
import { themeColors } from '../../../src/scene/theme-colors.ts';
import { english } from '../../../src/scene/words/english.ts';
import { affordable, passFrames, stageCosts, thinned } from '../../../webview/app/pass-frames.ts';
import { exampleLesson } from '../../support/panel/plain-lesson.ts';

const lesson = exampleLesson();

describe.each([0, 1])('the frames of pass %i', (pass) => {
  const frames = passFrames(lesson, pass);

  test('show every stage, in order, to its last step', () => {
    const stages = frames.map(({ playhead }) => playhead.stage);
    expect([...new Set(stages)]).toEqual((lesson.passes[pass]?.stages ?? []).map((_, stage) => stage));
    expect(stages).toEqual([...stages].sort((a, b) => a - b));
  });

  test('take turns in one document, one at a time, without a gap', () => {
    const stills = frames.map(({ playhead, seconds }) => ({
      scene: () => layerScene(lesson, playhead, { width: 400, height: 300, words: english }),
      seconds,
    }));
    const palette = new Palette(themeColors('dark', () => undefined));
    const svg = [...animatedSvg(stills, palette, { ui: 'sans-serif', mono: 'monospace' })]
      .map(({ text }) => text)
      .join('');
    const turns = [...svg.matchAll(/values="([a-z;]+)" keyTimes="([\d.;]+)"/g)].map(([, , times = '']) =>
      times.split(';').map(Number).slice(-2),
    );
    expect(turns).toHaveLength(frames.length);
    for (const [i, [start]] of turns.entries()) {
      const before = turns[i - 1]?.[1];
      if (before !== undefined) expect(start).toBeCloseTo(before, 4);
    }
    const length = frames.reduce((sum, { seconds }) => sum + seconds, 0);
    expect(svg).toContain(`dur="${length.toFixed(2)}s"`);
  });
});

test.each([2, 6, 17])(
  'a large layer has %i stills, from the first to the last, and takes as long',
  (most) => {
    const all = passFrames(lesson, 1);
    const some = thinned(all, most);
    const lasts = (frames: typeof all) => frames.reduce((sum, { seconds }) => sum + seconds, 0);
    expect(some).toHaveLength(most);
    expect([some[0]?.playhead, some.at(-1)?.playhead]).toEqual([all[0]?.playhead, all.at(-1)?.playhead]);
    expect(lasts(some)).toBeCloseTo(lasts(all), 6);
    expect(thinned(all, all.length)).toEqual(all);
  },
);

test('stills cost what one of their stage costs: as many as are affordable, but at least six', () => {
  const all = passFrames(lesson, 0);
  const stages = (lesson.passes[0]?.stages ?? []).map((_, stage) => stage);
  const counting = stageCosts(all, ({ stage }) => (stage === 0 ? 1 : 10));
  for (const stage of stages) expect(counting.next()).toEqual({ done: false, value: stage });
  const costs = new Map(stages.map((stage) => [stage, stage === 0 ? 1 : 10]));
  expect(counting.next()).toEqual({ done: true, value: costs });
  const sum = all.reduce((total, { playhead }) => total + (costs.get(playhead.stage) ?? 0), 0);
  expect(affordable(all, sum, costs)).toEqual(all);
  expect(affordable(all, sum / 2, costs)).toHaveLength(Math.floor(all.length / 2));
  expect(affordable(all, 1, costs)).toHaveLength(6);
  expect(affordable([], 1, new Map())).toEqual([]);
});
