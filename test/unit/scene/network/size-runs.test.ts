import { describe, expect, test } from 'vitest';
import type { SizeGrade } from '../../../../src/model/clean-sizes/size-grade.ts';
import type { SizeSurvey } from '../../../../src/model/clean-sizes/survey.ts';
import { gradeRuns, nearestSize, sliderRange } from '../../../../src/scene/network/size-runs.ts';

const none = {
  ranges: [],
  smallest: null,
  present: null,
  below: null,
  above: null,
  pattern: null,
  divisor: null,
};

const surveyOf = (from: number, grades: readonly SizeGrade[]): SizeSurvey => ({
  axes: [0, 1],
  spatialRank: 2,
  from,
  to: from + grades.length - 1,
  present: null,
  grades,
  fits: none,
  keeps: none,
  runs: none,
});

const survey = surveyOf(5, ['refused', 'refused', 'runs', 'fits', 'runs', 'runs', 'fits']);

test.each([
  [{ from: 5, to: 11 }, ['refused 5-6', 'runs 7-7', 'fits 8-8', 'runs 9-10', 'fits 11-11']],
  [{ from: 6, to: 9 }, ['refused 6-6', 'runs 7-7', 'fits 8-8', 'runs 9-9']],
])('runs of %j', (range, expected) => {
  expect(gradeRuns(survey, range).map(({ grade, from, to }) => `${grade} ${from}-${to}`)).toEqual(expected);
});

describe('the nearest size that suits best', () => {
  test.each([
    [9, 1, 11],
    [9, -1, 8],
    [8, -1, null],
    [11, 1, null],
  ] as const)('from %i by %i is %j', (size, direction, expected) => {
    expect(nearestSize(survey, size, direction)).toBe(expected);
  });

  test('is one that only runs where nothing better is there', () => {
    expect(nearestSize(surveyOf(1, ['refused', 'runs', 'runs']), 1, 1)).toBe(2);
  });
});

test.each([
  [224, { from: 1, to: 448 }],
  [28, { from: 1, to: 128 }],
  [900, { from: 1, to: 1024 }],
  [2000, { from: 1, to: 2000 }],
])('the slider of size %i is %j', (size, expected) => {
  expect(sliderRange({ from: 1, to: 1024 }, size)).toEqual(expected);
});

test('of more sizes than can be told apart several are a column, with the grade of the best of them', () => {
  // 288 sizes, eight a column: every 16th fits, the first 20 are refused.
  const grades = Array.from({ length: 288 }, (_, i): SizeGrade =>
    i < 20 ? 'refused' : i % 16 === 0 ? 'fits' : 'runs',
  );
  const runs = gradeRuns(surveyOf(1, grades), { from: 1, to: 288 });
  expect(runs.slice(0, 4)).toEqual([
    { grade: 'refused', from: 1, to: 16 },
    { grade: 'runs', from: 17, to: 32 },
    { grade: 'fits', from: 33, to: 40 },
    { grade: 'runs', from: 41, to: 48 },
  ]);
  expect(runs.filter(({ grade }) => grade === 'fits')).toHaveLength(16);
  expect(runs.at(-1)?.to).toBe(288);
});

test('a column is a power of 2 wide: multiples of 8 in each of 256 sizes, of 16 in every other', () => {
  const every = (step: number) =>
    gradeRuns(
      surveyOf(
        1,
        Array.from({ length: 256 }, (_, i) => ((i + 1) % step === 0 ? 'fits' : 'refused')),
      ),
      { from: 1, to: 256 },
    ).map(({ grade, from, to }) => `${grade} ${from}-${to}`);
  expect(every(8)).toEqual(['fits 1-256']);
  expect(every(16).slice(0, 3)).toEqual(['refused 1-8', 'fits 9-16', 'refused 17-24']);
});
