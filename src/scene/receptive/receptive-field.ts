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
 * the first is the cell itself. Of several inputs the first is followed. It ends where a layer mixes all cells, or where
 * a size is unknown.
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

/** What a range of outputs reads along an axis: its windows' span; all where a layer keeps every cell in its place. */
function readBy(
  layer: LayerView,
  axis: 0 | 1,
  { size, first, last }: FieldRange,
  inputSize: number,
): FieldRange | null {
  const reports = layer.axes.slice(-2);
  const report = reports.length === 2 ? reports[axis] : axis === 1 ? reports[0] : undefined;
  const geometry = report?.geometry;
  if (!geometry) {
    const keeps = size === inputSize && layer.kind !== 'linear' && layer.axes.length === 0;
    return keeps || (reports.length === 1 && axis === 0) ? { size: inputSize, first, last } : null;
  }
  const { stride, padding, effectiveKernel } = geometry;
  const clip = (cell: number): number => Math.max(0, Math.min(inputSize - 1, cell));
  return {
    size: inputSize,
    first: clip(first * stride - padding.before),
    last: clip(last * stride - padding.before + effectiveKernel - 1),
  };
}
