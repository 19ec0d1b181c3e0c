import { adaptiveBins } from '../../engine/geometry/adaptive-bins.ts';
import { readerBounds } from '../../engine/geometry/readers.ts';
import type { LayerView, NetworkView } from '../network/view.ts';

/** Cells first … last along one axis. */
export interface FieldRange {
  readonly size: number;
  readonly first: number;
  readonly last: number;
}

/** What a cell reads of one tensor on the way back to the input. */
export interface FieldStep {
  /** The layer whose output it is. */
  readonly layer: string;
  readonly rows: FieldRange;
  readonly columns: FieldRange;
}

interface Cell {
  readonly row: number;
  readonly column: number;
}

/**
 * The outputs on the way from a layer back to the input, each with the part that one cell of the layer reads of it;
 * the first is the cell itself. Of several inputs the first is followed. It ends at the input, or where it is not known
 * what a layer reads.
 */
export function receptiveField(network: NetworkView, layer: string, { row, column }: Cell): FieldStep[] {
  const steps: FieldStep[] = [];
  let place = network.layers.findIndex(({ id }) => id === layer);
  const sizes = planeSize(network.layers[place]);
  if (!sizes) return [];
  let rows: FieldRange = { size: sizes.rows, first: row, last: row };
  let columns: FieldRange = { size: sizes.columns, first: column, last: column };
  while (place >= 0) {
    const current = network.layers[place];
    if (!current) break;
    steps.push({ layer: current.id, rows, columns });
    const input = current.inputs[0];
    const before = input === null || input === undefined ? undefined : network.layers[input];
    const next = before && planeSize(before);
    if (input === null || input === undefined || !next) break;
    const readRows = readBy(current, 0, rows, next.rows);
    const readColumns = readBy(current, 1, columns, next.columns);
    if (!readRows || !readColumns) break;
    [rows, columns, place] = [readRows, readColumns, input];
  }
  return steps;
}

/** The two innermost axes of a layer's output; one row where it has one. */
export function planeSize(
  layer: LayerView | undefined,
): { readonly rows: number; readonly columns: number } | null {
  const spatial = layer?.outputShapes[0]?.slice(2) ?? [];
  const [rows, columns] = spatial.length === 1 ? [1, spatial[0]] : spatial.slice(-2);
  return typeof rows === 'number' && typeof columns === 'number' ? { rows, columns } : null;
}

/** Layers whose every output cell is made of the input cells in its place. */
const keepPlaces: readonly LayerView['kind'][] = ['elementwise', 'normalization', 'concat', 'combine'];

/** What a range of outputs reads along an axis; null where that is not known. */
function readBy(
  layer: LayerView,
  axis: 0 | 1,
  { size, first, last }: FieldRange,
  inputSize: number,
): FieldRange | null {
  switch (layer.kind) {
    case 'convolution':
    case 'pool': {
      const reports = layer.axes.slice(-2);
      // One axis has no rows.
      if (reports.length === 1 && axis === 0) return { size: inputSize, first, last };
      const geometry = reports.at(axis - 2)?.geometry;
      if (!geometry) return null;
      const { stride, padding, effectiveKernel } = geometry;
      const clip = (cell: number): number => Math.max(0, Math.min(inputSize - 1, cell));
      return {
        size: inputSize,
        first: clip(first * stride - padding.before),
        last: clip(last * stride - padding.before + effectiveKernel - 1),
      };
    }
    case 'transposed-convolution': {
      const axes = layer.transposedAxes.slice(-2);
      if (axes.length === 1 && axis === 0) return { size: inputSize, first, last };
      const adjoint = axes.at(axis - 2)?.adjoint;
      if (!adjoint) return null;
      // The cells that its windows as a convolution would write there.
      const from = readerBounds(adjoint, first).first;
      const to = readerBounds(adjoint, last).last;
      return from <= to ? { size: inputSize, first: from, last: to } : null;
    }
    case 'adaptive-pool': {
      const bins = adaptiveBins(inputSize, size);
      const [from, to] = [bins[first], bins[last]];
      return from && to ? { size: inputSize, first: from.start, last: to.end - 1 } : null;
    }
    case 'global-pool':
      return { size: inputSize, first: 0, last: inputSize - 1 };
    default:
      return keepPlaces.includes(layer.kind) && size === inputSize ? { size: inputSize, first, last } : null;
  }
}
