import { adaptiveBins } from '../../engine/geometry/adaptive-bins.ts';
import { inputCell, readersOf } from '../../engine/geometry/readers.ts';
import type { LayerView } from '../network/view.ts';

/** Cells first … last. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

/** Cells of one axis that are read, as runs in order with gaps between them. */
export interface FieldAxis {
  readonly size: number;
  readonly runs: readonly Run[];
}

export const cellAxis = (size: number, cell: number): FieldAxis => ({
  size,
  runs: [{ first: cell, last: cell }],
});

const wholeAxis = (size: number): FieldAxis => ({ size, runs: [{ first: 0, last: size - 1 }] });

export const cellCount = ({ runs }: FieldAxis): number =>
  runs.reduce((sum, { first, last }) => sum + last - first + 1, 0);

export const isRead = ({ runs }: FieldAxis, cell: number): boolean =>
  runs.some(({ first, last }) => cell >= first && cell <= last);

/** Whether all that `inner` names is in `outer`. */
export const isWithin = (inner: FieldAxis, outer: FieldAxis): boolean =>
  inner.runs.every(({ first, last }) => outer.runs.some((run) => first >= run.first && last <= run.last));

/** Layers whose every output cell is made of the input cells in its place. */
const keepPlaces: readonly LayerView['kind'][] = ['elementwise', 'normalization', 'concat', 'combine'];

/** Slices, rows and columns, counted from the end as all layers have them. */
export type AxisFromEnd = -3 | -2 | -1;

/** What these outputs of a layer read along an axis of one of its inputs; null where that is not known. */
export function readBy(
  layer: LayerView,
  axis: AxisFromEnd,
  outputs: FieldAxis,
  inputSize: number,
): FieldAxis | null {
  switch (layer.kind) {
    case 'convolution':
    case 'pool': {
      // One axis has no rows.
      if (layer.axes.length === 1 && axis === -2) return { size: inputSize, runs: outputs.runs };
      const geometry = layer.axes.at(axis)?.geometry;
      if (!geometry) return null;
      return marked(inputSize, outputs, (output, mark) => {
        for (let tap = 0; tap < geometry.kernelSize; tap++) mark(inputCell(geometry, output, tap));
      });
    }
    case 'transposed-convolution': {
      const axes = layer.transposedAxes;
      if (axes.length === 1 && axis === -2) return { size: inputSize, runs: outputs.runs };
      const adjoint = axes.at(axis)?.adjoint;
      if (!adjoint) return null;
      // The cells that its windows as a convolution would write there.
      return marked(inputSize, outputs, (output, mark) => readersOf(adjoint, output).forEach(mark));
    }
    case 'adaptive-pool': {
      const bins = adaptiveBins(inputSize, outputs.size);
      return marked(inputSize, outputs, (output, mark) => {
        const { start, end } = bins[output] ?? { start: 0, end: 0 };
        for (let cell = start; cell < end; cell++) mark(cell);
      });
    }
    case 'global-pool':
      return wholeAxis(inputSize);
    case 'combine':
      // One cell is broadcast to all.
      return inputSize === 1 ? wholeAxis(1) : inPlace(outputs, inputSize);
    default:
      return keepPlaces.includes(layer.kind) ? inPlace(outputs, inputSize) : null;
  }
}

const inPlace = (outputs: FieldAxis, inputSize: number): FieldAxis | null =>
  outputs.size === inputSize ? outputs : null;

/** The cells that are marked for any of the outputs; what lies in the padding is none. */
function marked(
  size: number,
  { runs: outputs }: FieldAxis,
  visit: (output: number, mark: (cell: number) => void) => void,
): FieldAxis {
  const read = new Uint8Array(size);
  const mark = (cell: number): void => {
    if (cell >= 0 && cell < size) read[cell] = 1;
  };
  for (const { first, last } of outputs)
    for (let output = first; output <= last; output++) visit(output, mark);
  const runs: Run[] = [];
  for (let cell = 0; cell < size; cell++) {
    if (read[cell] !== 1) continue;
    const first = cell;
    while (read[cell + 1] === 1) cell++;
    runs.push({ first, last: cell });
  }
  return { size, runs };
}
