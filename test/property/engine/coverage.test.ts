import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AxisGeometry } from '../../../src/engine/geometry/axis.ts';
import { lostPixels, readerCounts } from '../../../src/engine/geometry/coverage.ts';
import { outputsOnInput, readersOf } from '../../../src/engine/geometry/readers.ts';
import { verdictOf } from '../../../src/engine/geometry/verdict.ts';
import { axisConfigs, axes } from '../../support/arbitrary-axis.ts';
import { axisGeometry } from '../../../src/engine/geometry/axis.ts';

const range = (size: number): number[] => Array.from({ length: size }, (_, index) => index);

/** The definition: input cell x is read if x = x'·S + k·D − P_b for some output x' and kernel cell k. */
function readers(axis: AxisGeometry, x: number): number[] {
  return range(axis.outputSize).filter((output) =>
    range(axis.kernelSize).some((k) => output * axis.stride + k * axis.dilation - axis.padding.before === x),
  );
}

test('lost pixels, by cause, equal those of the set of read cells', () => {
  fc.assert(
    fc.property(axes, (axis) => {
      const counted = { tail: 0, gaps: 0, holes: 0 };
      for (const x of range(axis.inputSize)) {
        if (readers(axis, x).length > 0) continue;
        const cell = x + axis.padding.before;
        const starts = range(axis.outputSize).map((output) => output * axis.stride);
        if (starts.every((start) => start + axis.effectiveKernel <= cell)) counted.tail++;
        else if (starts.some((start) => start <= cell && cell < start + axis.effectiveKernel))
          counted.holes++;
        else counted.gaps++;
      }
      expect(lostPixels(axis)).toEqual(counted);
    }),
    { numRuns: 3000 },
  );
});

test('readers of every cell, and their number, equal the definition', () => {
  fc.assert(
    fc.property(axes, (axis) => {
      const expected = range(axis.inputSize).map((x) => readers(axis, x));
      expect(range(axis.inputSize).map((x) => readersOf(axis, x))).toEqual(expected);
      expect([...readerCounts(axis)]).toEqual(expected.map(({ length }) => length));
    }),
    { numRuns: 1000 },
  );
});

test('outputs for which a kernel cell is on the input equal the definition', () => {
  fc.assert(
    fc.property(axes, (axis) => {
      for (const k of range(axis.kernelSize)) {
        const expected = range(axis.outputSize).filter((output) => {
          const x = output * axis.stride + k * axis.dilation - axis.padding.before;
          return x >= 0 && x < axis.inputSize;
        });
        const { first, last } = outputsOnInput(axis, k);
        expect(range(axis.outputSize).filter((output) => output >= first && output <= last)).toEqual(
          expected,
        );
      }
    }),
  );
});

test('an axis fits exactly if its size is a whole number, and loses end pixels exactly where the verdict says so', () => {
  fc.assert(
    fc.property(axisConfigs, (config) => {
      const result = axisGeometry(config);
      const verdict = verdictOf(result);
      expect(verdict === 'impossible').toBe(!result.ok);
      if (!result.ok) return;
      expect(verdict === 'fits').toBe(result.axis.remainder === 0);
      expect(verdict === 'overhang').toBe(result.axis.remainder !== 0 && result.axis.tail < 0);
      const losesEnd = result.axis.remainder !== 0 && lostPixels(result.axis).tail > 0;
      expect(verdict === 'subsampled' || verdict === 'pixels-lost').toBe(losesEnd);
    }),
    { numRuns: 1000 },
  );
});
