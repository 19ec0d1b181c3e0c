import { expect, test } from 'vitest';
import { longestWait, PictureFirst } from '../../../../src/host/documents/picture-first.ts';
import { manualSchedule } from '../../../support/schedule.ts';

function pictureFirst() {
  const { schedule, advance } = manualSchedule();
  const shown: string[] = [];
  const first = new PictureFirst(schedule, () => shown.push('shown'));
  return { first, advance, shown };
}

test('what is held is shown when the picture is there, once', () => {
  const { first, advance, shown } = pictureFirst();
  first.hold();
  expect(shown).toEqual([]);
  first.release();
  first.release();
  advance(longestWait);
  expect(shown).toEqual(['shown']);
});

test('without a picture it is shown after the longest wait, counted from the first analysis', () => {
  const { first, advance, shown } = pictureFirst();
  first.hold();
  advance(longestWait - 1);
  first.hold();
  expect(shown).toEqual([]);
  advance(1);
  expect(shown).toEqual(['shown']);
});

test('who waits goes on after what was held is shown', async () => {
  const { first, shown } = pictureFirst();
  first.hold();
  const over = first.over().then(() => shown.push('went on'));
  first.release();
  await over;
  expect(shown).toEqual(['shown', 'went on']);
});

test('nothing is held: nobody waits', async () => {
  const { first, shown } = pictureFirst();
  await first.over();
  expect(shown).toEqual([]);
});

test('a document that is closed shows nothing, and nobody waits for it', async () => {
  const { first, advance, shown } = pictureFirst();
  first.hold();
  const over = first.over();
  first.dispose();
  await over;
  advance(longestWait);
  expect(shown).toEqual([]);
});
