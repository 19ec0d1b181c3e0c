import { verdictCost } from './verdict-style.ts';
import { titleOf } from './network-item.ts';
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

/** One layer; `value` is what a column is sorted by, `share` its part of the column's greatest value, for a bar. */
export interface TableRow {
  readonly layer: LayerView;
  readonly title: string;
  readonly output: string;
  readonly values: Readonly<Record<TableColumn, number | string | null>>;
  readonly shares: Readonly<Partial<Record<TableColumn, number>>>;
}

const withBars = ['parameters', 'multiplyAdds', 'memory'] as const;

/** Bytes of a value in float32. */
const bytesPerValue = 4;

/** The layers as rows, in the network's order or sorted; unknown values stand last. */
export function tableRows({ layers }: NetworkView, order: TableOrder | null): readonly TableRow[] {
  const plain = layers.map((layer, place) => ({ layer, values: valuesOf(layer, place) }));
  const greatest = new Map(
    withBars.map((column) => [
      column,
      Math.max(1, ...plain.map(({ values }) => Number(values[column] ?? 0))),
    ]),
  );
  const rows = plain.map(({ layer, values }): TableRow => {
    const shares = withBars.map((column) => [
      column,
      Number(values[column] ?? 0) / (greatest.get(column) ?? 1),
    ]);
    return {
      layer,
      title: titleOf(layer),
      output: layer.outputShapes.map(shapeText).join(', '),
      values,
      shares: Object.fromEntries(shares) as TableRow['shares'],
    };
  });
  if (!order) return rows;
  const { column, descending } = order;
  return [...rows].sort((a, b) => compare(a.values[column], b.values[column], descending));
}

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
