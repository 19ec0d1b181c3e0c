import { verdictCost } from './verdict-style.ts';
import { shapeText } from './shape-text.ts';
import type { LayerView, NetworkView } from './view.ts';

/** Columns in their order; all but the first, second and last hold numbers or sizes. */
export const tableColumns = [
  'layer',
  'type',
  'output',
  'parameters',
  'multiplyAdds',
  'receptiveField',
  'memory',
  'verdict',
] as const;
export type TableColumn = (typeof tableColumns)[number];

export interface TableOrder {
  readonly column: TableColumn;
  readonly descending: boolean;
}

/** One layer; `values` are what its columns are sorted by. Its texts are made for the rows that are shown. */
export interface TableRow {
  readonly layer: LayerView;
  readonly values: Readonly<Record<TableColumn, number | string | null>>;
}

const withBars = ['parameters', 'multiplyAdds', 'memory'] as const;
type BarColumn = (typeof withBars)[number];

/** Bytes of a value in float32. */
const bytesPerValue = 4;

/** The layers as rows, in the network's order. */
export const tableRows = ({ layers }: NetworkView): readonly TableRow[] =>
  layers.map((layer, place) => ({ layer, values: valuesOf(layer, place) }));

/** The same rows sorted; unknown values stand last. */
export function sortedRows(rows: readonly TableRow[], order: TableOrder | null): readonly TableRow[] {
  if (!order) return rows;
  const { column, descending } = order;
  return [...rows].sort((a, b) => compare(a.values[column], b.values[column], descending));
}

/** What a row's part of each column's greatest value is, 0 … 1, for its bars. */
export function barsOf(rows: readonly TableRow[]): (row: TableRow, column: BarColumn) => number {
  const valueOf = ({ values }: TableRow, column: BarColumn) => Number(values[column] ?? 0);
  const greatest = new Map(
    withBars.map((column) => [column, rows.reduce((most, row) => Math.max(most, valueOf(row, column)), 1)]),
  );
  return (row, column) => valueOf(row, column) / (greatest.get(column) ?? 1);
}

/** What a layer makes, in words. */
export const outputText = ({ outputShapes }: LayerView): string => outputShapes.map(shapeText).join(', ');

function valuesOf(layer: LayerView, place: number): TableRow['values'] {
  const held = layer.heldElements;
  return {
    layer: place,
    type: layer.type,
    output: layer.outputElements,
    parameters: layer.params,
    multiplyAdds: layer.macs,
    receptiveField: layer.receptiveField?.size[0] ?? null,
    memory: held === null ? null : held * bytesPerValue,
    verdict: layer.verdict === null ? null : verdictCost(layer.verdict),
  };
}

type Value = number | string | null;

function compare(a: Value, b: Value, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const sign = descending ? -1 : 1;
  return typeof a === 'string' || typeof b === 'string'
    ? sign * String(a).localeCompare(String(b))
    : sign * (a - b);
}
