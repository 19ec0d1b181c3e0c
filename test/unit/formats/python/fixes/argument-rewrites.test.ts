import { expect, test } from 'vitest';
import { argumentRewrites } from '../../../../../src/formats/python/fixes/argument-rewrites.ts';
import { parseSource } from '../../../../../src/formats/python/syntax/parse.ts';
import { titleOf } from '../../../../../src/model/problems/fix-candidate.ts';
import { problemWords } from '../../../../../src/model/problems/words/problem-words.ts';

test.each([
  { given: 1, kept: [] },
  { given: 3, kept: [1, 2] },
  { given: 12, kept: [4, 5, 6, 7, 8, 9, 10, 11] },
  { given: 10_000, kept: [9992, 9993, 9994, 9995, 9996, 9997, 9998, 9999] },
])('of $given arguments eight at most are left out', ({ given, kept }) => {
  const text = `f(${Array.from({ length: given }, () => 'x').join(', ')})`;
  const rewrites = argumentRewrites(parseSource('a.py', text, null), { start: 0, end: text.length });
  const words = (count: number) => `Call it with ${count} argument${count === 1 ? '' : 's'}`;
  expect(rewrites.map((each) => titleOf(each, problemWords('en')))).toEqual(kept.map(words));
});
