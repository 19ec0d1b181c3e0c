import { describe, expect, test } from 'vitest';
import { standing } from '../../../src/scene/layer/playhead.ts';
import { stepCount } from '../../../src/scene/layer/steps.ts';
import {
  advance,
  atPosition,
  clampPlayhead,
  nthOfName,
  playheadAt,
  stepBy,
  timeline,
} from '../../../webview/app/player.ts';
import { exampleLesson } from '../../support/panel/plain-lesson.ts';

const lesson = exampleLesson();
const counts = (lesson.passes[1]?.stages ?? []).map(stepCount);
const whole = counts.reduce((sum, count) => sum + count, 0);

describe('player', () => {
  test.each([0, 1, counts[0] ?? 0, whole - 1])(
    'position %i and its playhead name the same moment',
    (position) => {
      expect(timeline(lesson, atPosition(lesson, 1, position))).toEqual({ position, length: whole });
    },
  );

  test('a pass is as many steps forward as back', () => {
    let playhead = standing(1, 0);
    let steps = 0;
    for (
      let next = stepBy(lesson, playhead, 1);
      timeline(lesson, next).position > steps;
      next = stepBy(lesson, playhead, 1)
    ) {
      playhead = { ...next, entry: 1, travel: 1 };
      steps++;
    }
    expect(steps).toBe(whole - 1);
    for (; steps > 0; steps--) playhead = stepBy(lesson, playhead, -1);
    expect(playhead).toEqual(standing(1, 0));
  });

  test('playing ends on the last step of the last stage, whatever the frames', () => {
    for (const frame of [7, 16, 450, 100_000]) {
      let state = { playhead: standing(1, 0), clock: 0, ended: false };
      for (let i = 0; i < 100_000 && !state.ended; i++)
        state = advance(lesson, state.playhead, state.clock, frame, false);
      expect(state.playhead).toEqual(standing(1, counts.length - 1, (counts.at(-1) ?? 1) - 1));
    }
  });

  test('with reduced motion nothing is ever between two places', () => {
    let state = { playhead: standing(1, 0), clock: 0, ended: false };
    for (let i = 0; i < 10_000 && !state.ended; i++) {
      state = advance(lesson, state.playhead, state.clock, 16, true);
      expect([state.playhead.entry, state.playhead.travel]).toEqual([1, 1]);
    }
    expect(state.ended).toBe(true);
  });

  test('a playhead of another lesson is brought into range', () => {
    expect(clampPlayhead(lesson, standing(1, 99, 99_999))).toEqual(
      standing(1, counts.length - 1, (counts.at(-1) ?? 1) - 1),
    );
    expect(clampPlayhead(lesson, standing(99, 0, 0)).pass).toBe(lesson.passes.length - 1);
  });

  test('every stage has a name of its own, with its place among those of one name', () => {
    let shared = 0;
    lesson.passes.forEach(({ id: pass, stages }, passPlace) => {
      stages.forEach(({ id: stage }, place) => {
        const nth = nthOfName(stages, place);
        if (nth > 0) shared++;
        expect(playheadAt(lesson, { view: 'example', pass, stage, nth })).toEqual(standing(passPlace, place));
      });
    });
    // The matrix and its transpose are each applied.
    expect(shared).toBeGreaterThan(0);
  });
});
