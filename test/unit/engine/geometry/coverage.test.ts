import { expect, test } from 'vitest';
import { lostPixels, readerCounts } from '../../../../src/engine/geometry/coverage.ts';
import { readerBounds, readersOf } from '../../../../src/engine/geometry/readers.ts';
import { verdictOf, type Verdict } from '../../../../src/engine/geometry/verdict.ts';
import { axisGeometry, type Rounding } from '../../../../src/engine/geometry/axis.ts';
import { axisOf } from '../../../support/arbitrary-axis.ts';

interface Expected {
  readonly sizes: readonly [outputSize: number, tail: number, gaps: number, holes: number];
  readonly verdict: Verdict;
}

// W, F, S, D, P_b, P_e, rounding; then O, the lost tail, gaps and holes, and the verdict
test.each<[number, number, number, number, number, number, Rounding, Expected]>([
  [224, 7, 2, 1, 3, 3, 'floor', { sizes: [112, 0, 0, 0], verdict: 'padding-unused' }],
  [28, 3, 1, 1, 1, 1, 'floor', { sizes: [28, 0, 0, 0], verdict: 'fits' }],
  [7, 2, 2, 1, 0, 0, 'floor', { sizes: [3, 1, 0, 0], verdict: 'pixels-lost' }],
  [7, 2, 2, 1, 0, 0, 'ceil-inside', { sizes: [4, 0, 0, 0], verdict: 'overhang' }],
  [56, 1, 2, 1, 0, 0, 'floor', { sizes: [28, 1, 27, 0], verdict: 'subsampled' }],
  [32, 1, 2, 1, 0, 0, 'ceil-inside', { sizes: [16, 1, 15, 0], verdict: 'subsampled' }],
  [32, 1, 2, 1, 0, 0, 'ceil', { sizes: [17, 0, 16, 0], verdict: 'overhang' }],
  [9, 2, 4, 1, 0, 0, 'floor', { sizes: [2, 3, 2, 0], verdict: 'pixels-lost' }],
  [9, 3, 1, 4, 0, 0, 'floor', { sizes: [1, 0, 0, 6], verdict: 'fits' }],
  [16, 2, 2, 3, 0, 0, 'floor', { sizes: [7, 0, 0, 2], verdict: 'fits' }],
  [2, 3, 2, 1, 0, 0, 'truncate', { sizes: [1, 0, 0, 0], verdict: 'overhang' }],
])(
  'W=%i F=%i S=%i D=%i P=%i,%i %s',
  (inputSize, kernelSize, stride, dilation, before, after, rounding, expected) => {
    const axis = axisOf({ inputSize, kernelSize, stride, dilation, padding: { before, after }, rounding });
    const { tail, gaps, holes } = lostPixels(axis);
    expect([axis.outputSize, tail, gaps, holes]).toEqual(expected.sizes);
    expect(verdictOf({ ok: true, axis })).toBe(expected.verdict);
  },
);

test.each([
  ['exact', 7, 2, 2],
  ['floor', 2, 3, 1],
] as const)('%s refuses W=%i F=%i S=%i', (rounding, inputSize, kernelSize, stride) => {
  const padding = { before: 0, after: 0 };
  expect(verdictOf(axisGeometry({ inputSize, kernelSize, stride, dilation: 1, padding, rounding }))).toBe(
    'impossible',
  );
});

test('W=9 F=3 S=2 D=2 P=1: cell 3 is read by outputs 0 and 1 of bounds 0 to 2', () => {
  const axis = axisOf({
    inputSize: 9,
    kernelSize: 3,
    stride: 2,
    dilation: 2,
    padding: { before: 1, after: 1 },
  });
  expect(readerBounds(axis, 3)).toEqual({ first: 0, last: 2 });
  expect(readersOf(axis, 3)).toEqual([0, 1, 2]);
  expect(readersOf(axis, 4)).toEqual([]);
  expect([...readerCounts(axis)]).toEqual([0, 2, 0, 3, 0, 3, 0, 2, 0]);
});

test('W=8 F=S=9007199254740991 D=4 P=18014398509481980: one window is one residue, however many cells its kernel has', () => {
  const [kernelSize, before] = [Number.MAX_SAFE_INTEGER, 2 ** 54 - 4];
  const padding = { before, after: before };
  const axis = axisOf({ inputSize: 8, kernelSize, stride: kernelSize, dilation: 4, padding });
  expect(lostPixels(axis)).toEqual({ tail: 0, gaps: 0, holes: 6 });
});

test.each([
  // a million cells, and as many kernel cells as can be: counted from residues, not cell by cell
  [2 ** 20, 3, 2 ** 10, 2, { tail: 1019, gaps: 1023 * 1019, holes: 2 * 1024 }],
  [2 ** 20, 2 ** 18, 6, 4, { tail: 3, gaps: 0, holes: 786429 }],
])('W=%i F=%i S=%i D=%i', (inputSize, kernelSize, stride, dilation, expected) => {
  const axis = axisOf({ inputSize, kernelSize, stride, dilation });
  const lost = lostPixels(axis);
  const unread = readerCounts(axis).filter((count) => count === 0).length;
  expect(lost.tail + lost.gaps + lost.holes).toBe(unread);
  expect(lost).toEqual(expected);
});
