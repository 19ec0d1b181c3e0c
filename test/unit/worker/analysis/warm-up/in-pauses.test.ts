import { expect, test } from 'vitest';
import { inPauses } from '../../../../../src/worker/analysis/warm-up/in-pauses.ts';
import { manualSchedule } from '../../../../support/schedule.ts';

const steps = 5;

function started() {
  const { schedule, advance } = manualSchedule();
  const seen = { steps: 0, ends: 0 };
  function* work(): Generator<void> {
    for (let step = 0; step < steps; step++) {
      seen.steps++;
      yield;
    }
  }
  const { defer } = inPauses(work(), schedule, () => seen.ends++);
  const turns = (count: number) => {
    for (let turn = 0; turn < count; turn++) advance(1);
  };
  return { advance, turns, seen, defer };
}

test('one step comes in a turn, and the end once', () => {
  const { turns, seen } = started();
  expect(seen).toEqual({ steps: 0, ends: 0 });
  turns(2);
  expect(seen).toEqual({ steps: 2, ends: 0 });
  turns(10);
  expect(seen).toEqual({ steps, ends: 1 });
});

test('after requests the next step waits until there has been none for half a second', () => {
  const { advance, turns, seen, defer } = started();
  turns(1);
  for (let request = 0; request < 4; request++) {
    defer();
    advance(499);
    expect(seen.steps).toBe(1);
  }
  advance(1);
  expect(seen.steps).toBe(2);
  turns(10);
  expect(seen).toEqual({ steps, ends: 1 });
});

test('a request after the end begins nothing anew', () => {
  const { advance, turns, seen, defer } = started();
  turns(10);
  defer();
  advance(1000);
  expect(seen).toEqual({ steps, ends: 1 });
});
