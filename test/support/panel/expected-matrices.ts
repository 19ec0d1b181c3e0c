import type { Lesson, Plane, Stage } from '../../../src/engine/trace/lesson.ts';
import { inputShapeOf, type ConvolutionCase } from '../conv-oracle.ts';
import { formulaTensor } from '../oracle.ts';
import { oracleAxes, padded, volume, type Triple } from './oracle-axes.ts';

/** The entry in row `row` and column `column` of a matrix that a stage shows. */
export type Entry = (row: number, column: number) => number;

/**
 * The matrices of im2col by their definition, from the oracle's tensors: M[(c, k), o] = X[c, o·S + k·D − P], W's rows are
 * filters, Z's and dZ's columns outputs, dM = Wᵀ·dZ. The first sample, the first group, one output slice.
 */
export function expectedMatrices(item: ConvolutionCase, { selection }: Lesson, unroll: Stage) {
  const { motion } = unroll;
  const matrix = unroll.planes[1];
  if (motion?.kind !== 'unroll' || !matrix) throw new Error('no columns');
  const axes = oracleAxes(item);
  const { kernel, padding } = axes;
  const x = volume(inputShapeOf(item), formulaTensor(inputShapeOf(item), item.salts.x).data);
  const w = volume(item.wshape, formulaTensor(item.wshape, item.salts.w).data);
  const dz = volume(item.outshape, formulaTensor(item.outshape, item.salts.dz).data);
  const z = volume(item.outshape, item.z, item.scale.z);
  const dw = volume(item.wshape, item.dw, item.scale.dw);
  const plane = kernel[1] * kernel[2];
  // All channels, or all slices of the first one, or one slice of it.
  const inOneSlice = matrix.rows.kinds.length === plane;
  const tap = (row: number): readonly [channel: number, cell: Triple] => {
    const cell = row % plane;
    const slice = Math.floor(row / plane);
    const [middle, inner] = [Math.floor(cell / kernel[2]), cell % kernel[2]];
    return inOneSlice && kernel[0] > 1
      ? [0, [selection.kernelSlice, middle, inner]]
      : [Math.floor(slice / kernel[0]), [slice % kernel[0], middle, inner]];
  };
  const output = (column: number): Triple => [
    selection.outSlice,
    Math.floor(column / motion.columns.positions),
    column % motion.columns.positions,
  ];
  const read = (o: Triple, k: Triple): Triple => {
    const along = (axis: 0 | 1 | 2) => padded(axes, axis, o[axis], k[axis]) - padding[axis];
    return [along(0), along(1), along(2)];
  };
  const filters = item.Cout / item.groups;
  const entries: Partial<Record<Plane['tensor'], Entry>> = {
    M: (row, column) => {
      const [channel, k] = tap(row);
      return x.at(0, channel, read(output(column), k));
    },
    W: (row, column) => w.at(row, ...tap(column)),
    Z: (row, column) => z.at(0, row, output(column)),
    dZ: (row, column) => dz.at(0, row, output(column)),
    dM: (row, column) => {
      let sum = 0;
      for (let filter = 0; filter < filters; filter++)
        sum += w.at(filter, ...tap(row)) * dz.at(0, filter, output(column));
      return sum;
    },
    dW: (row, column) => dw.at(row, ...tap(column)),
  };
  return entries;
}
