import { greatestCommonDivisor } from '../../util/whole-numbers.ts';
import type { AxisGeometry } from './axis.ts';

/** Input cells that no window reads, by cause (DESIGN.md 1). */
export interface LostPixels {
  /** Beyond the last window's end. */
  readonly tail: number;
  /** Between two windows (S > F'). */
  readonly gaps: number;
  /** Inside windows, but between the cells of their dilated kernels only. */
  readonly holes: number;
}

/**
 * The lost pixels of one axis, counted from the set of cells { x'·S + k·D − P_b } that are read.
 *
 * The work grows with the number of residues, at most min(F, S, O, D), and not with the input.
 */
export function lostPixels(axis: AxisGeometry): LostPixels {
  const { inputSize, stride, dilation, kernelSize, outputSize, effectiveKernel, padding } = axis;
  const input: Run = { start: padding.before, length: inputSize };
  const windows: Train = { start: 0, length: effectiveKernel, step: stride, count: outputSize };
  const end = (outputSize - 1) * stride + effectiveKernel;
  const tail = inputSize - cellsInCommon(input, { start: 0, length: end });
  const spanned = cellsCovered(windows, input);
  const gaps = inputSize - tail - spanned;
  if (dilation === 1) return { tail, gaps, holes: 0 };
  const read = cellsReached(
    { step: stride, count: outputSize },
    { step: dilation, count: kernelSize },
    input,
  );
  return { tail, gaps, holes: spanned - read };
}

/**
 * How many cells of `within` are the sum of a step of each.
 *
 * The offsets k, k + S/g, k + 2·S/g … (g = gcd(S, D), S and D the strides of starts and offsets) reach cells of one residue
 * modulo S. Counted in units of S along that residue, each reaches as many cells in a row as there are starts, and the rows
 * begin D/g apart: the count of a residue is that of a train of runs. Starts and offsets may change places: the fewer
 * residues are counted.
 */
function cellsReached(starts: Steps, offsets: Steps, within: Run): number {
  const divisor = greatestCommonDivisor(starts.step, offsets.step);
  const residues = starts.step / divisor;
  const counted = Math.min(offsets.count, residues);
  if (counted > Math.min(starts.count, offsets.step / divisor)) return cellsReached(offsets, starts, within);
  let reached = 0;
  for (let offset = 0; offset < counted; offset++) {
    const residue = (offset * offsets.step) % starts.step;
    const rows: Train = {
      start: (offset * offsets.step - residue) / starts.step,
      length: starts.count,
      step: offsets.step / divisor,
      count: Math.ceil((offsets.count - offset) / residues),
    };
    const first = Math.ceil((within.start - residue) / starts.step);
    const beyond = Math.ceil((within.start + within.length - residue) / starts.step);
    reached += cellsCovered(rows, { start: first, length: beyond - first });
  }
  return reached;
}

/** For every input cell, how many output cells read it; 0 marks the lost pixels. Time and memory in W + P_b + F. */
export function readerCounts(axis: AxisGeometry): Int32Array {
  const { inputSize, stride, dilation, kernelSize, outputSize, padding } = axis;
  const counts = new Int32Array(padding.before + inputSize);
  const add = (cell: number, change: number): void => {
    const count = counts[cell];
    if (count !== undefined) counts[cell] = count + change;
  };
  // Kernel cell k reads O cells, S apart, from k·D on: mark where that begins and ends, then sum along steps of S.
  for (let kernelCell = 0; kernelCell < kernelSize; kernelCell++) {
    add(kernelCell * dilation, 1);
    add(kernelCell * dilation + outputSize * stride, -1);
  }
  for (let cell = stride; cell < counts.length; cell++) add(cell, counts[cell - stride] ?? 0);
  return counts.subarray(padding.before);
}

/** `count` places, `step` apart, from 0 on. */
interface Steps {
  readonly step: number;
  readonly count: number;
}

/** `length` cells in a row. */
interface Run {
  readonly start: number;
  readonly length: number;
}

/** `count` runs of equal length that start `step` apart; they may overlap. */
interface Train extends Run {
  readonly step: number;
  readonly count: number;
}

/** How many cells of `within` lie in at least one run of the train. */
function cellsCovered(train: Train, within: Run): number {
  const { start, length, step, count } = train;
  if (step <= length) {
    return cellsInCommon(within, { start, length: (count - 1) * step + length });
  }
  // The runs are apart. Only the first and the last one that touch `within` can be cut by its ends.
  const first = Math.max(0, Math.ceil((within.start - start - length + 1) / step));
  const last = Math.min(count - 1, Math.floor((within.start + within.length - 1 - start) / step));
  if (last < first) return 0;
  const cut = (run: number): number => length - cellsInCommon(within, { start: start + run * step, length });
  return (last - first + 1) * length - cut(first) - (last > first ? cut(last) : 0);
}

function cellsInCommon(a: Run, b: Run): number {
  const end = Math.min(a.start + a.length, b.start + b.length);
  return Math.max(0, end - Math.max(a.start, b.start));
}
