import type { AxisGeometry } from './axis.ts';

/** Output cells first … last; empty where last < first. */
export interface CellRange {
  readonly first: number;
  readonly last: number;
}

/** The input cell that kernel cell k of output cell x' falls on: x'·S + k·D − P_b; outside 0 … W−1 it is padding. */
export function inputCell(axis: AxisGeometry, outputCell: number, kernelCell: number): number {
  return outputCell * axis.stride + kernelCell * axis.dilation - axis.padding.before;
}

/** The output cells whose window spans input cell x (DESIGN.md 2); x may lie in the padding. */
export function readerBounds(axis: AxisGeometry, x: number): CellRange {
  const paddedCell = x + axis.padding.before;
  return {
    first: Math.max(0, Math.ceil((paddedCell - axis.effectiveKernel + 1) / axis.stride)),
    last: Math.min(axis.outputSize - 1, Math.floor(paddedCell / axis.stride)),
  };
}

/** The output cells that read input cell x, in order: those of its bounds where a kernel cell, not a hole, falls on x. */
export function readersOf(axis: AxisGeometry, x: number): readonly number[] {
  const { first, last } = readerBounds(axis, x);
  const readers: number[] = [];
  for (let output = first; output <= last; output++) {
    if ((x + axis.padding.before - output * axis.stride) % axis.dilation === 0) readers.push(output);
  }
  return readers;
}

/** The output cells for which kernel cell k falls on the input and not on padding. */
export function outputsOnInput(axis: AxisGeometry, kernelCell: number): CellRange {
  const offset = axis.padding.before - kernelCell * axis.dilation;
  return {
    first: Math.max(0, Math.ceil(offset / axis.stride)),
    last: Math.min(axis.outputSize - 1, Math.floor((axis.inputSize - 1 + offset) / axis.stride)),
  };
}
