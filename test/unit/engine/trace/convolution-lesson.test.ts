import { describe, expect, test } from 'vitest';
import type { Lesson, Motion, PassId, Plane, Selection, Stage } from '../../../../src/engine/trace/lesson.ts';
import { convolutionOracle, titleOf, type ConvolutionCase } from '../../../support/conv-oracle.ts';
import { isTransposed, lessonOf } from '../../../support/panel/oracle-lessons.ts';

/** Last channel and slice of everything: the places that are easiest to get wrong. */
function lastOf(item: ConvolutionCase): Selection {
  const depth = item.kernel.length === 3 ? (item.kernel[0] ?? 1) : 1;
  return {
    batch: item.N - 1,
    inChannel: item.Cin - 1,
    outChannel: item.Cout - 1,
    outSlice: Math.floor(((item.outshape.length === 5 ? item.outshape[2] : 1) ?? 1) / 2),
    kernelSlice: Math.floor(depth / 2),
  };
}

const passOf = (lesson: Lesson, id: PassId): readonly Stage[] =>
  lesson.passes.find((pass) => pass.id === id)?.stages ?? [];
const endOf = (lesson: Lesson, id: PassId, stage: Stage['id']): Plane => {
  const plane = passOf(lesson, id)
    .find((candidate) => candidate.id === stage)
    ?.planes.at(-1);
  if (!plane) throw new Error(`no ${stage} in ${id}`);
  return plane;
};

/** The plane of a whole tensor that holds these values. */
function planeOf(
  shape: readonly number[],
  values: readonly number[],
  scale: number,
  [first, second, slice]: readonly number[],
): number[] {
  const [, inner = 1, ...spatial] = shape;
  const size = spatial.slice(-2).reduce((product, length) => product * length, 1);
  const slices = spatial.slice(0, -2).reduce((product, length) => product * length, 1);
  const start = (((first ?? 0) * inner + (second ?? 0)) * slices + (slice ?? 0)) * size;
  return values.slice(start, start + size).map((value) => value / scale);
}

/** Sum over the window plus what is not shown: what the panel writes out for a step. */
function writtenOut(stage: Stage, motion: Extract<Motion, { kind: 'gather' }>, step: number): number {
  const [source, kernel] = [stage.planes[motion.source], stage.planes[motion.kernel]];
  if (!source || !kernel) throw new Error('planes are missing');
  const [row, column] = [Math.floor(step / motion.columns.positions), step % motion.columns.positions];
  let sum = (motion.others?.[step] ?? 0) + (motion.bias ?? 0);
  for (let r = 0; r < motion.rows.taps; r++) {
    for (let c = 0; c < motion.columns.taps; c++) {
      const y = row * motion.rows.stride + r * motion.rows.dilation;
      const x = column * motion.columns.stride + c * motion.columns.dilation;
      expect(y).toBeLessThan(source.rows.kinds.length);
      expect(x).toBeLessThan(source.columns.kinds.length);
      sum +=
        (source.values[y * source.columns.kinds.length + x] ?? 0) *
        (kernel.values[r * motion.columns.taps + c] ?? 0);
    }
  }
  return sum;
}

describe.each(convolutionOracle.conv.map((item) => ({ title: titleOf(item), item })))(
  '$title',
  ({ item }) => {
    const lesson = lessonOf(item, lastOf(item));
    const { batch, inChannel, outChannel, outSlice, kernelSlice } = lesson.selection;
    const inputShape = [item.N, item.Cin, ...item.spatial];
    const depth = item.spatial.length === 3;
    const padded = outSlice * (item.stride[0] ?? 1) + kernelSlice * (item.dilation[0] ?? 1);
    const spread = depth ? padded - (item.padding[0] ?? 0) : 0;
    const transposed = isTransposed(item);
    const [inSlice, zSlice] = transposed ? [depth ? outSlice : 0, spread] : [spread, depth ? outSlice : 0];

    test('ends in PyTorch’s z, dX, dW and db', () => {
      const z = planeOf(item.outshape, item.z, item.scale.z, [batch, outChannel, zSlice]);
      const dx = planeOf(inputShape, item.dx, item.scale.dx, [batch, inChannel, inSlice]);
      const groupSize = transposed ? item.Cout / item.groups : item.Cin / item.groups;
      const kernelPlace = transposed
        ? [inChannel, outChannel % groupSize]
        : [outChannel, inChannel % groupSize];
      const dw = planeOf(item.wshape, item.dw, item.scale.dw, [...kernelPlace, depth ? kernelSlice : 0]);
      const inside = (slice: number, size: number | undefined): boolean =>
        !depth || (slice >= 0 && slice < (size ?? 0));
      const zEnds = transposed
        ? [endOf(lesson, 'forward', 'crop'), endOf(lesson, 'forward-scatter', 'crop')]
        : [endOf(lesson, 'forward', 'correlate')];
      const dxEnds = transposed
        ? [endOf(lesson, 'backward-data', 'correlate')]
        : [endOf(lesson, 'backward-data', 'crop'), endOf(lesson, 'backward-data-scatter', 'crop')];
      if (inside(zSlice, item.outshape[2])) for (const plane of zEnds) expect([...plane.values]).toEqual(z);
      if (inside(inSlice, item.spatial[0])) for (const plane of dxEnds) expect([...plane.values]).toEqual(dx);
      expect([...endOf(lesson, 'backward-weights', 'slide').values]).toEqual(dw);
      if (item.db) {
        expect([...endOf(lesson, 'backward-weights', 'sum-bias').values]).toEqual([
          (item.db[outChannel] ?? 0) / item.scale.db,
        ]);
      }
    });

    test('every lit cell is the sum that is written out for it', () => {
      for (const stage of lesson.passes.flatMap((pass) => pass.stages)) {
        const { motion } = stage;
        if (motion?.kind !== 'gather') continue;
        const target = stage.planes[motion.target];
        for (let step = 0; step < motion.rows.positions * motion.columns.positions; step++) {
          expect(writtenOut(stage, motion, step)).toBeCloseTo(target?.values[step] ?? NaN, 9);
        }
      }
    });

    test('both ways to dX agree cell by cell, padding included', () => {
      const [formula, scatter] = transposed
        ? [endOf(lesson, 'forward', 'sweep'), endOf(lesson, 'forward-scatter', 'scatter')]
        : [endOf(lesson, 'backward-data', 'sweep'), endOf(lesson, 'backward-data-scatter', 'scatter')];
      expect([...scatter.values]).toEqual([...formula.values]);
    });
  },
);
