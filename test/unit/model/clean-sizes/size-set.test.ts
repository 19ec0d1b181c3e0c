import { describe, expect, test } from 'vitest';
import { sizeSet } from '../../../../src/model/clean-sizes/size-set.ts';

const range = { from: 1, to: 100 };
const where = (takes: (size: number) => boolean) =>
  Array.from({ length: 100 }, (_, place) => place + 1).filter(takes);

describe('what sizes from 1 to 100 have in common, seen from 50', () => {
  test.each([
    [
      'multiples of 8',
      where((size) => size % 8 === 0),
      { smallest: 8, present: false, below: 48, above: 56, divisor: 8 },
      { period: 8, remainders: [[8, 8]], from: 8 },
    ],
    [
      '16·k + 1',
      where((size) => size % 16 === 1),
      { smallest: 1, present: false, below: 49, above: 65, divisor: null },
      { period: 16, remainders: [[1, 1]], from: 1 },
    ],
    [
      'the upper half of every 16',
      where((size) => (size - 1) % 16 >= 8),
      { smallest: 9, present: false, below: 48, above: 57, divisor: 16 },
      { period: 16, remainders: [[9, 16]], from: 9 },
    ],
    [
      'every size from 30',
      where((size) => size >= 30),
      { smallest: 30, present: true, below: 49, above: 51, divisor: 1 },
      { period: 1, remainders: [[1, 1]], from: 30 },
    ],
    [
      'a few, and multiples of 10 from 40',
      where((size) => size === 7 || (size >= 40 && size % 10 === 0)),
      { smallest: 7, present: true, below: 40, above: 60, divisor: null },
      { period: 10, remainders: [[10, 10]], from: 40 },
    ],
    [
      'a run at the end of a longer period',
      where((size) => (size - 1) % 25 >= 17),
      { smallest: 18, present: true, below: 49, above: 68, divisor: 25 },
      { period: 25, remainders: [[18, 25]], from: 18 },
    ],
    ['one alone', [50], { smallest: 50, present: true, below: null, above: null, divisor: null }, null],
    ['none', [], { smallest: null, present: false, below: null, above: null, divisor: null }, null],
  ])('%s', (_, sizes, expected, pattern) => {
    expect(sizeSet(sizes, range, 50)).toMatchObject({ ...expected, pattern });
  });

  test('runs of sizes', () => {
    expect(sizeSet([3, 4, 5, 9, 11, 12], range, null).ranges).toEqual([
      [3, 5],
      [9, 9],
      [11, 12],
    ]);
  });

  test('a present size outside of the range was not tried', () => {
    expect(sizeSet([3, 4], range, 200)).toMatchObject({ present: null, below: 4, above: null });
  });
});
