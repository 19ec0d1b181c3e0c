import type { AxisGeometry } from '../geometry/axis.ts';
import { readerBounds } from '../geometry/readers.ts';
import type { Failure } from './lesson.ts';

export interface MissedRead {
  /** The first input cell that NumPy stops at, in C order. */
  readonly cell: readonly number[];
  readonly failure: Failure;
}

/**
 * Where NumPy stops when the outputs that read an input cell are bounded by the input's size instead of the output's;
 * null where no such output has a kernel cell on an input cell.
 */
export function missedRead(axes: readonly AxisGeometry[]): MissedRead | null {
  const loose = axes.map((axis) =>
    Array.from({ length: axis.inputSize }, (_, cell) => looseReaders(axis, cell)),
  );
  const isBeyond = (output: number, place: number): boolean => output >= (axes[place]?.outputSize ?? 0);
  // The first cell along each axis that the loops go into, and the first that leads out of dZ.
  const entered = loose.map((cells) => cells.findIndex((readers) => readers.length > 0));
  const beyond = loose.map((cells, place) =>
    cells.findIndex((readers) => readers.some((output) => isBeyond(output, place))),
  );
  if (entered.includes(-1)) return null;
  const cells = beyond.flatMap((cell, place) => (cell < 0 ? [] : [entered.with(place, cell)]));
  const [cell] = cells.sort(inOrder);
  if (!cell) return null;
  const readers = cell.map((index, place) => loose[place]?.[index] ?? []);
  // Where all loops begin inside of dZ, the innermost is the first to leave it.
  const begun = readers.findIndex(([output = 0], place) => isBeyond(output, place));
  const axis =
    begun >= 0
      ? begun
      : readers.findLastIndex((outputs, place) => outputs.some((output) => isBeyond(output, place)));
  const index = readers[axis]?.find((output) => isBeyond(output, axis)) ?? 0;
  return { cell, failure: { kind: 'index', index, axis: axis + 1, size: axes[axis]?.outputSize ?? 0 } };
}

/** The outputs between the loose bounds that have a kernel cell, not a hole, on the input cell. */
function looseReaders(axis: AxisGeometry, cell: number): number[] {
  const padded = cell + axis.padding.before;
  const last = Math.min(axis.inputSize - 1, Math.floor(padded / axis.stride));
  const readers: number[] = [];
  for (let output = readerBounds(axis, cell).first; output <= last; output++) {
    if ((padded - output * axis.stride) % axis.dilation === 0) readers.push(output);
  }
  return readers;
}

function inOrder(left: readonly number[], right: readonly number[]): number {
  const place = left.findIndex((index, i) => index !== right[i]);
  return place < 0 ? 0 : (left[place] ?? 0) - (right[place] ?? 0);
}
