import type { LayerView, NetworkView } from '../network/view.ts';
import { cellAxis, cellCount, isWithin, readBy, type FieldAxis } from './field-axis.ts';

/** What is read of a tensor along one way through the network: these rows of these columns, of a volume in these slices. */
export interface FieldPart {
  readonly slices: FieldAxis | null;
  readonly rows: FieldAxis;
  readonly columns: FieldAxis;
}

/** What a cell reads of one tensor on the way back to the input. */
export interface FieldStep {
  /** The layer whose output it is. */
  readonly layer: string;
  /** How many spatial axes it has; with one, its only row has no index. */
  readonly rank: number;
  /** Together all that is read; where several branches meet, none lies within another. */
  readonly parts: readonly FieldPart[];
  /** What branches read of it that lies within these parts. */
  readonly inner: readonly FieldPart[];
}

interface Cell {
  /** Of a volume; the middle one unless told. */
  readonly slice?: number | undefined;
  readonly row: number;
  readonly column: number;
}

/** More parts of one tensor could not be told apart. */
const mostParts = 6;

/**
 * The outputs on all ways from a layer back to the inputs, each with what one cell of the layer reads of it; the first
 * is the cell itself. A way ends at an input, or where it is not known what a layer reads.
 */
export function receptiveField(network: NetworkView, layer: string, cell: Cell): FieldStep[] {
  const start = network.layers.findIndex(({ id }) => id === layer);
  const sizes = planeSize(network.layers[start]);
  if (!sizes) return [];
  const { slice = Math.floor((sizes.slices ?? 1) / 2), row, column } = cell;
  const itself = {
    slices: sizes.slices === null ? null : cellAxis(sizes.slices, slice),
    rows: cellAxis(sizes.rows, row),
    columns: cellAxis(sizes.columns, column),
  };
  const found = new Map<number, FieldPart[]>([[start, [itself]]]);
  const steps: FieldStep[] = [];
  // Every layer stands after its inputs: from the last one back, all that read a tensor have been there.
  for (let place = start; place >= 0; place--) {
    const [current, parts] = [network.layers[place], found.get(place)];
    if (!current || !parts) continue;
    const outer = parts.filter((part) => !parts.some((other) => other !== part && covers(other, part)));
    const inner = parts.filter((part) => !outer.includes(part)).slice(0, mostParts);
    steps.push({ layer: current.id, rank: spatialOf(current).length, parts: outer, inner });
    for (const input of new Set(current.inputs)) {
      if (input === null) continue;
      const read = readOf(current, [...outer, ...inner], network.layers[input]);
      found.set(input, distinct([...(found.get(input) ?? []), ...read]));
    }
  }
  return steps.filter(({ parts }) => parts.length > 0);
}

/** What a layer reads of one of its inputs, for each part of its output. */
function readOf(layer: LayerView, parts: readonly FieldPart[], input: LayerView | undefined): FieldPart[] {
  const size = planeSize(input);
  if (!size) return [];
  return parts.flatMap((part) => {
    if ((part.slices === null) !== (size.slices === null)) return [];
    const slices = part.slices && size.slices !== null ? readBy(layer, -3, part.slices, size.slices) : null;
    const rows = readBy(layer, -2, part.rows, size.rows);
    const columns = readBy(layer, -1, part.columns, size.columns);
    if (!rows || !columns || (part.slices && !slices)) return [];
    const runs = (slices?.runs.length ?? 1) * rows.runs.length * columns.runs.length;
    return runs > 0 ? [{ slices, rows, columns }] : [];
  });
}

const covers = (outer: FieldPart, inner: FieldPart): boolean =>
  isWithin(inner.rows, outer.rows) &&
  isWithin(inner.columns, outer.columns) &&
  (inner.slices === null || outer.slices === null || isWithin(inner.slices, outer.slices));

const cellsOf = ({ slices, rows, columns }: FieldPart): number =>
  (slices ? cellCount(slices) : 1) * cellCount(rows) * cellCount(columns);

/** Each part once, the largest first. */
function distinct(parts: readonly FieldPart[]): FieldPart[] {
  const unlike = parts.filter(
    (part, place) =>
      !parts.some((other, earlier) => earlier < place && covers(other, part) && covers(part, other)),
  );
  return unlike.sort((one, other) => cellsOf(other) - cellsOf(one));
}

const spatialOf = (layer: LayerView) => layer.outputShapes[0]?.slice(2) ?? [];

/** The two innermost axes of a layer's output, one row where it has one; of a volume its slices too. */
export function planeSize(layer: LayerView | undefined): {
  readonly slices: number | null;
  readonly rows: number;
  readonly columns: number;
} | null {
  const spatial = layer ? spatialOf(layer) : [];
  const sizes = spatial.filter((size) => typeof size === 'number');
  const [columns, rows = 1, slices = null] = sizes.toReversed();
  return columns === undefined || sizes.length < spatial.length ? null : { slices, rows, columns };
}
