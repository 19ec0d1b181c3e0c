import { expect, test } from 'vitest';
import type { Mark } from '../../../../src/scene/draw-list.ts';
import { withListing } from '../../../../src/scene/code/listing-scene.ts';
import { listingsOf } from '../../../../src/scene/code/listing.ts';
import { english } from '../../../../src/scene/words/english.ts';
import { evenAxes, filledLesson } from '../../../support/panel/plain-lesson.ts';

const lesson = filledLesson({
  kind: 'convolution',
  input: [1, 1, 8, 8],
  outChannels: 1,
  groups: 1,
  bias: false,
  axes: evenAxes([8, 8], { kernel: 3, stride: 2 }),
});
const picture = { width: 300, height: 200, marks: [], hits: [], description: ['a picture'] };

const yOf = (marks: readonly Mark[], written: string) =>
  marks.flatMap((mark) => (mark.kind === 'text' && mark.text === written ? [mark.y] : []));

test('below the picture stand all lines, and the one that makes it is lit', () => {
  const listing = listingsOf(lesson).find(({ pass }) => pass === 'code-formula');
  const pass = lesson.passes.find(({ id }) => id === 'code-formula');
  const stage = pass?.stages.find(({ id }) => id === 'tail');
  if (!listing || !stage) throw new Error('There is no such listing.');
  const { marks, width, height, description } = withListing(picture, listing, stage, english);
  expect(height).toBe(200 + 16 + 18 + 4 + 18 * listing.rows.length + 16);
  const longest = Math.max(...listing.rows.map(({ text }) => text.length));
  expect(width).toBeGreaterThan(longest * 7);
  const lit = listing.rows.filter(({ at }) => at.includes('tail'));
  expect(lit.length).toBeGreaterThan(0);
  const bands = marks.flatMap((mark) =>
    mark.kind === 'rect' && mark.width > 3 ? [mark.y + mark.height / 2] : [],
  );
  expect(bands).toEqual(lit.flatMap(({ text }) => yOf(marks, text.trim())));
  expect(description.slice(0, 2)).toEqual(['a picture', english.lesson.way['code-formula']]);
  expect(description).toHaveLength(2 + listing.rows.length);
});
