import { Fragment } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import {
  barsOf,
  sortedRows,
  tableColumns,
  tableRows,
  type TableColumn,
  type TableOrder,
  type TableRow,
} from '../../../src/scene/network/table.ts';
import type { NetworkView } from '../../../src/scene/network/view.ts';
import { layerCount, totalTexts } from '../../../src/scene/network/totals.ts';
import { words } from '../../app/words.ts';
import { LayerRow, WidthRow } from './layer-row.tsx';
import type { NetworkProps } from './network-header.tsx';
import { useVisibleRows } from './use-visible-rows.ts';

/** All layers with their costs, sortable, with the totals below. */
export function NetworkTable({ network, state, controller }: NetworkProps) {
  const { order, graph, layer: selected } = state;
  const sort = (column: TableColumn) => controller.network.sortBy(nextOrder(order, column));
  const inOrder = useMemo(() => tableRows(network), [network]);
  const shareOf = useMemo(() => barsOf(inOrder), [inOrder]);
  const rows = useMemo(() => sortedRows(inOrder, order), [inOrder, order]);
  const changes = graph?.changes?.layers;
  const changeOf = useCallback(({ layer }: TableRow) => changes?.get(layer.id) ?? null, [changes]);
  const { scroll, rows: visible } = useVisibleRows({
    count: rows.length,
    keyOf: useCallback((place: number) => rows[place]?.layer.id ?? '', [rows]),
    selected: useMemo(() => rows.findIndex(({ layer }) => layer.id === selected), [rows, selected]),
    before: useMemo(() => controller.network.scrolled.table ?? null, [controller]),
  });
  // With every step that it is scrolled by, the same.
  const foot = useMemo(() => <Totals network={network} />, [network]);
  let above = visible.start;
  return (
    <div
      class="table-scroll"
      ref={scroll}
      onScroll={({ currentTarget: { scrollTop: top } }) =>
        controller.network.scroll('table', { top, layer: selected })
      }
    >
      <table class="table" aria-rowcount={rows.length + 2}>
        <thead>
          <tr aria-rowindex={1}>
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
          {!visible.isWhole && <WidthRow rows={inOrder} changeOf={changeOf} />}
          {visible.items.map(({ index, start, end }) => {
            const row = rows[index];
            if (!row) return null;
            const gap = start - above;
            above = end;
            return (
              <Fragment key={row.layer.id}>
                <Gap height={gap} />
                <LayerRow
                  row={row}
                  shareOf={shareOf}
                  place={index}
                  selected={row.layer.id === selected}
                  change={changeOf(row)}
                  controller={controller}
                  measure={visible.measure}
                />
              </Fragment>
            );
          })}
          <Gap height={visible.end - above} />
        </tbody>
        {foot}
      </table>
    </div>
  );
}

function Totals({ network }: { readonly network: NetworkView }) {
  const totals = totalTexts(network);
  return (
    <tfoot>
      <tr aria-rowindex={network.layers.length + 2}>
        <th scope="row" colSpan={3}>
          {words.layers(layerCount(network.layers))}
        </th>
        <td class="number">{totals.parameters}</td>
        <td class="number">{totals.multiplyAdds}</td>
        <td />
        <td class="number">{totals.memory}</td>
        <td />
      </tr>
    </tfoot>
  );
}

/** The room of rows that are not made. */
function Gap({ height }: { readonly height: number }) {
  return height < 1 ? null : (
    <tr class="gap" aria-hidden="true">
      <td colSpan={tableColumns.length} style={{ height: `${height}px` }} />
    </tr>
  );
}

/** A column's greatest first, names and types as they are read; then the other way, then as the network has them. */
function nextOrder(order: TableOrder | null, column: TableColumn): TableOrder | null {
  const first = column !== 'layer' && column !== 'type';
  if (order?.column !== column) return { column, descending: first };
  return order.descending === first ? { column, descending: !first } : null;
}

const sortedAs = (order: TableOrder | null, column: TableColumn) => {
  if (order?.column !== column) return 'none';
  return order.descending ? 'descending' : 'ascending';
};
