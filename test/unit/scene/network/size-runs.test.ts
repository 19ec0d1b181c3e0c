import { describe, expect, test } from 'vitest';
import type { SizeGrade } from '../../../../src/model/clean-sizes/size-grade.ts';
import type { SizeSurvey } from '../../../../src/model/clean-sizes/survey.ts';
import { gradeRuns, nearestSize, sizeTicks, sliderRange } from '../../../../src/scene/network/size-runs.ts';

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

describe('of more sizes than can be told apart', () => {
  // 288 sizes, eight a column: every 16th fits, those in the middle between two keep all pixels, the first 20 are refused.
  const grades = Array.from({ length: 288 }, (_, i): SizeGrade => {
    if (i < 20) return 'refused';
    return i % 16 === 0 ? 'fits' : i % 16 === 8 ? 'keeps' : 'runs';
  });
  const many = surveyOf(1, grades);
  const range = { from: 1, to: 288 };

  test('several are a column, with the grade of most of them, of equally many the worse', () => {
    expect(gradeRuns(many, range)).toEqual([
      // Of 17 … 24 four are refused, and four run.
      { grade: 'refused', from: 1, to: 24 },
      { grade: 'runs', from: 25, to: 288 },
    ]);
  });

  test('those that suit better have a tick where they stand', () => {
    const ticks = sizeTicks(many, range);
    const sizes = (grade: SizeGrade) => ticks.filter((tick) => tick.grade === grade).map(({ size }) => size);
    expect(sizes('fits')).toEqual(Array.from({ length: 16 }, (_, i) => 33 + 16 * i));
    expect(sizes('keeps')).toEqual(Array.from({ length: 17 }, (_, i) => 25 + 16 * i));
    for (const { grade, size } of ticks) expect(grades[size - 1]).toBe(grade);
  });

  test.each([
    [2, Array.from({ length: 32 }, (_, i) => 2 + 8 * i)],
    [8, Array.from({ length: 32 }, (_, i) => 8 + 8 * i)],
    [16, Array.from({ length: 16 }, (_, i) => 16 + 16 * i)],
  ])(
    'ticks of multiples of %i up to 256 stand at even distances, as far apart as can be told',
    (step, sizes) => {
      const multiples = surveyOf(
        1,
        Array.from({ length: 256 }, (_, i) => ((i + 1) % step === 0 ? 'fits' : 'refused')),
      );
      expect(sizeTicks(multiples, { from: 1, to: 256 }).map(({ size }) => size)).toEqual(sizes);
    },
  );

  test('none has a tick on a stretch that is of its grade anyway', () => {
    const mostly = Array.from({ length: 256 }, (_, i): SizeGrade => ((i + 1) % 16 === 0 ? 'fits' : 'keeps'));
    expect(new Set(sizeTicks(surveyOf(1, mostly), { from: 1, to: 256 }).map(({ grade }) => grade))).toEqual(
      new Set(['fits']),
    );
  });

  test('none has a tick where each is seen anyway', () => {
    expect(sizeTicks(survey, { from: 5, to: 11 })).toEqual([]);
  });
});
