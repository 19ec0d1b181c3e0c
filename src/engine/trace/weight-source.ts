import type { Tensor } from '../tensor.ts';
import { valueFilling, type Filling } from './values.ts';

/** Places of a matrix along one axis: `first` … `first + size − 1`. */
export interface Window {
  readonly first: number;
  readonly size: number;
}

/**
 * The weights of a linear layer, [out, in], of which only parts are looked at: those of VGG's first are 102 million, which
 * nobody needs to see the rows and columns of a few.
 */
export interface WeightSource {
  readonly shape: readonly [out: number, inputs: number];
  at(row: number, column: number): number;
}

export function storedWeights({ shape: [out = 1, inputs = 1], data }: Tensor): WeightSource {
  return { shape: [out, inputs], at: (row, column) => data[row * inputs + column] ?? 0 };
}

/** Weights that are made where they are asked for: the same as in a tensor that was filled. */
export function madeWeights(shape: readonly [number, number], filling: Filling, seed: number): WeightSource {
  const value = valueFilling(shape, filling, seed);
  return { shape, at: (row, column) => value(row * shape[1] + column) };
}

/** Weights some of which were written over, by their flat places. */
export function writtenOver(source: WeightSource, edits: ReadonlyMap<number, number>): WeightSource {
  const [, inputs] = source.shape;
  return {
    shape: source.shape,
    at: (row, column) => edits.get(row * inputs + column) ?? source.at(row, column),
  };
}

/** A part of the weights as a matrix [rows, columns]. */
export function partOfWeights(source: WeightSource, rows: Window, columns: Window): Tensor {
  const data = new Float64Array(rows.size * columns.size);
  for (let row = 0; row < rows.size; row++) {
    for (let column = 0; column < columns.size; column++)
      data[row * columns.size + column] = source.at(rows.first + row, columns.first + column);
  }
  return { shape: [rows.size, columns.size], data };
}
