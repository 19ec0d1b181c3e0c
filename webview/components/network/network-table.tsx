import { useMemo, useState } from 'preact/hooks';
import { byteText } from '../../../src/util/byte-text.ts';
import {
  tableColumns,
  tableRows,
  type TableColumn,
  type TableOrder,
  type TableRow,
} from '../../../src/scene/network/table.ts';
import { beforeText, type LayerChange } from '../../../src/scene/network/compare.ts';
import { verdictStyle, verdictText } from '../../../src/scene/network/verdict-style.ts';
import { count } from '../../../src/scene/numbers.ts';
import type { Controller } from '../../app/controller.ts';
import { words } from '../../app/words.ts';
import type { NetworkProps } from './network-header.tsx';

/** All layers with their costs, sortable, with the totals below. */
export function NetworkTable({ network, state, controller }: NetworkProps) {
  const [order, setOrder] = useState<TableOrder | null>(null);
  const sort = (column: TableColumn) =>
    setOrder(
      order?.column !== column
        ? { column, descending: column !== 'layer' && column !== 'type' }
        : order.descending === (column !== 'layer' && column !== 'type')
          ? { column, descending: !order.descending }
          : null,
    );
  const { totals } = network;
  const rows = useMemo(() => tableRows(network, order), [network, order]);
  return (
    <div class="table-scroll">
      <table class="table">
        <thead>
          <tr>
            {tableColumns.map((column) => (
              <th key={column} class={`column-${column}`} aria-sort={sortedAs(order, column)}>
                <button type="button" class="sort" onClick={() => sort(column)}>
                  {words.network.columns[column]}
                  <span aria-hidden="true">
                    {order?.column === column ? (order.descending ? ' ↓' : ' ↑') : ''}
                  </span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <LayerRow
              key={row.layer.id}
              row={row}
              selected={row.layer.id === state.layer}
              change={state.graph?.changes?.layers.get(row.layer.id) ?? null}
              controller={controller}
            />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {words.layers(network.layers.length)}
            </th>
            <td class="number">{count(totals.params)}</td>
            <td class="number">{count(totals.macs)}</td>
            <td />
            <td class="number">{byteText(totals.trainingBytes)}</td>
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

const sortedAs = (order: TableOrder | null, column: TableColumn) => {
  if (order?.column !== column) return 'none';
  return order.descending ? 'descending' : 'ascending';
};

interface RowProps {
  readonly row: TableRow;
  readonly selected: boolean;
  /** Since the network that it is compared with. */
  readonly change: LayerChange | null;
  readonly controller: Controller;
}

/** Of thousands of rows only those are made anew that have changed. */
function LayerRow({ row, selected, change, controller }: RowProps) {
  return useMemo(() => rowOf({ row, selected, change, controller }), [row, selected, change, controller]);
}

function rowOf({ row, selected, change, controller }: RowProps) {
  const { layer, title, output, values, shares } = row;
  const verdict = layer.verdict === null || layer.verdict === 'fits' ? null : verdictStyle(layer.verdict);
  const number = (column: 'parameters' | 'multiplyAdds' | 'memory', text: string) => (
    <td class="number">
      {text}
      <span class="share" style={{ width: `${100 * (shares[column] ?? 0)}%` }} />
    </td>
  );
  const known = (value: number | string | null, format: (value: number) => string): string =>
    value === null ? '?' : value === 0 ? '' : format(Number(value));
  return (
    <tr class={change?.kind} aria-selected={selected} onClick={() => controller.network.mark(layer.id)}>
      <th scope="row">
        <button
          type="button"
          class="link"
          title={title}
          onClick={() => controller.places.openLayer(layer.id)}
        >
          {title}
        </button>
        {change && (
          <span class="change">
            {change.kind === 'added'
              ? words.compare.isNew
              : words.compare.was(beforeText(change.before, layer, words))}
          </span>
        )}
      </th>
      <td>{layer.type}</td>
      <td class="shape">{output}</td>
      {number('parameters', known(values.parameters, count))}
      {number('multiplyAdds', known(values.multiplyAdds, count))}
      <td class="shape">{layer.receptiveField?.size.join('×') ?? ''}</td>
      {number('memory', known(values.memory, byteText))}
      <td>
        {verdict && (
          <span class={`verdict verdict-${verdict.role}`}>
            {verdict.sign} {verdictText(layer, words)}
          </span>
        )}
      </td>
    </tr>
  );
}
