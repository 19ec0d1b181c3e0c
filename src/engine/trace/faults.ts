import type { AxisGeometry } from '../geometry/axis.ts';
import { readerBounds } from '../geometry/readers.ts';
import type { Facts, Failure } from './lesson.ts';
import type { Fault } from './options.ts';

/** Where the published backward pass by formula goes wrong, in the order of its lines. */
const inOrder: readonly Fault[] = ['tail', 'bias', 'stride', 'transposed', 'mean', 'bounds'];

/** Sizes of a layer, and which mistakes would change something in it. */
export function factsOf(sizes: Omit<Facts, 'faults'>, made: readonly Fault[]): Facts {
  return {
    ...sizes,
    faults: inOrder.map((fault) => ({ fault, made: made.includes(fault), shows: showsIn(fault, sizes) })),
  };
}

function showsIn(
  fault: Fault,
  { samples, inChannels, outChannels, rows, columns }: Omit<Facts, 'faults'>,
): boolean {
  const axes = [rows, columns];
  switch (fault) {
    case 'tail':
      return axes.some(({ tail }) => tail > 0) && axes.every((axis) => forgetTail(axis).inputSize > 0);
    case 'bias':
      // A bias of one value is broadcast, whatever the number of channels.
      return outChannels !== inChannels && outChannels !== 1;
    case 'stride':
      return axes.some(({ stride, dilation }) => stride > 1 || dilation > 1);
    case 'transposed':
      return rows.kernelSize * columns.kernelSize > 1;
    case 'mean':
      return samples > 1;
    case 'bounds':
      return missedIndex(rows, columns) !== null;
  }
}

/** Whether a mistake is made, and changes something. */
export const isMade = ({ faults }: Facts, fault: Fault): boolean =>
  faults.some((entry) => entry.fault === fault && entry.made && entry.shows);

/**
 * The axis that the textbook's dX belongs to: without the t zeros at the end of dZ everything is right but for an
 * input without its last t cells.
 */
export function forgetTail(axis: AxisGeometry): AxisGeometry {
  if (axis.tail <= 0) return axis;
  const { inputSize, numerator, tail } = axis;
  return { ...axis, inputSize: inputSize - tail, numerator: numerator - tail, remainder: 0, tail: 0 };
}

/** The first input cell, and what NumPy raises there, when outputs are bounded by the input's size; null where none is missed. */
export function missedIndex(
  rows: AxisGeometry,
  columns: AxisGeometry,
): { readonly row: number; readonly column: number; readonly failure: Failure } | null {
  const [row, column] = [firstMissed(rows), firstMissed(columns)];
  // Rows are the outer loop: the first row of cells is walked through before the second one is begun.
  if (column && (!row || row.cell > 0)) {
    return { row: 0, column: column.cell, failure: failureAt(column.output, 2, columns) };
  }
  return row ? { row: row.cell, column: 0, failure: failureAt(row.output, 1, rows) } : null;
}

const failureAt = (index: number, axis: number, { outputSize }: AxisGeometry): Failure => ({
  kind: 'index',
  index,
  axis,
  size: outputSize,
});

function firstMissed(axis: AxisGeometry): { readonly cell: number; readonly output: number } | null {
  for (let cell = 0; cell < axis.inputSize; cell++) {
    const padded = cell + axis.padding.before;
    const last = Math.min(axis.inputSize - 1, Math.floor(padded / axis.stride));
    const { first } = readerBounds(axis, cell);
    for (let output = Math.max(first, axis.outputSize); output <= last; output++) {
      if ((padded - output * axis.stride) % axis.dilation === 0) return { cell, output };
    }
  }
  return null;
}
