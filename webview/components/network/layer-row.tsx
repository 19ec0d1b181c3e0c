import { useMemo } from 'preact/hooks';
import { beforeText, type LayerChange } from '../../../src/scene/network/compare.ts';
import { titleOf } from '../../../src/scene/network/network-item.ts';
import {
  outputText,
  type barsOf,
  type TableColumn,
  type TableRow,
} from '../../../src/scene/network/table.ts';
import { verdictStyle, verdictText } from '../../../src/scene/network/verdict-style.ts';
import { count } from '../../../src/scene/numbers.ts';
import { byteText } from '../../../src/util/byte-text.ts';
import type { Controller } from '../../app/controller.ts';
import { words } from '../../app/words.ts';
import type { VisibleRows } from './use-visible-rows.ts';

export interface RowProps {
  readonly row: TableRow;
  readonly shareOf: ReturnType<typeof barsOf>;
  /** Place among all rows, from 0. */
  readonly place: number;
  readonly selected: boolean;
  /** Since the network that it is compared with. */
  readonly change: LayerChange | null;
  readonly controller: Controller;
  readonly measure: VisibleRows['measure'];
}

/** Only those rows are made anew that have changed. */
export function LayerRow(props: RowProps) {
  const { row, shareOf, place, selected, change, controller, measure } = props;
  return useMemo(() => rowOf(props), [row, shareOf, place, selected, change, controller, measure]);
}

function rowOf({ row, shareOf, place, selected, change, controller, measure }: RowProps) {
  const { layer } = row;
  const title = titleOf(layer);
  const texts = textsOf(row);
  const verdict = layer.verdict === null ? null : verdictStyle(layer.verdict);
  const number = (column: 'parameters' | 'multiplyAdds' | 'memory') => (
    <td class="number">
      {texts[column]}
      <span class="share" style={{ width: `${100 * shareOf(row, column)}%` }} />
    </td>
  );
  return (
    <tr
      ref={measure}
      data-index={place}
      // The head is the first.
      aria-rowindex={place + 2}
      class={change?.kind}
      aria-selected={selected}
      onClick={() => controller.network.mark(layer.id)}
    >
      <th scope="row">
        <button
          type="button"
          class="link"
          title={title}
          onClick={() => controller.places.openLayer(layer.id)}
        >
          {title}
        </button>
        {change && <span class="change">{changeText(change, row)}</span>}
      </th>
      <td>{texts.type}</td>
      <td class="shape">{texts.output}</td>
      {number('parameters')}
      {number('multiplyAdds')}
      <td class="shape">{texts.receptiveField}</td>
      {number('memory')}
      <td>
        {verdict && (
          <span class={`verdict verdict-${verdict.role}`}>
            <span class="verdict-sign">{verdict.sign}</span>
            {texts.verdict}
          </span>
        )}
      </td>
    </tr>
  );
}

interface WidthProps {
  readonly rows: readonly TableRow[];
  readonly changeOf: (row: TableRow) => LayerChange | null;
}

/** The longest text of each column, in a row that takes no height: columns stay as wide whichever rows are made. */
export function WidthRow({ rows, changeOf }: WidthProps) {
  const longest = useMemo(() => longestTexts(rows, changeOf), [rows, changeOf]);
  return (
    <tr class="widths" aria-hidden="true">
      <td>
        <span class="link">{longest.layer}</span>
        <span class="change">{longest.change}</span>
      </td>
      <td>{longest.type}</td>
      <td class="shape">{longest.output}</td>
      <td class="number">{longest.parameters}</td>
      <td class="number">{longest.multiplyAdds}</td>
      <td class="shape">{longest.receptiveField}</td>
      <td class="number">{longest.memory}</td>
      <td />
    </tr>
  );
}

type Texts = Readonly<Record<TableColumn, string>>;

/** Of thousands of rows, in what the first frame of a table has time for: equal values are worded once. */
function longestTexts(
  rows: readonly TableRow[],
  changeOf: WidthProps['changeOf'],
): Omit<Texts, 'verdict'> & { readonly change: string } {
  const longest = (textOf: (row: TableRow) => string) =>
    rows.reduce((most, row) => {
      const text = textOf(row);
      return text.length > most.length ? text : most;
    }, '');
  const longestNumber = (column: 'parameters' | 'multiplyAdds' | 'memory', format: Format) => {
    const texts = [...new Set(rows.map(({ values }) => values[column]))].map((value) => known(value, format));
    return texts.reduce((most, text) => (text.length > most.length ? text : most), '');
  };
  return {
    layer: longest(({ layer }) => titleOf(layer)),
    type: longest(({ layer }) => layer.type),
    output: longest(({ layer }) => outputText(layer)),
    parameters: longestNumber('parameters', count),
    multiplyAdds: longestNumber('multiplyAdds', count),
    receptiveField: longest(({ layer }) => receptiveFieldText(layer)),
    memory: longestNumber('memory', byteText),
    change: longest((row) => {
      const change = changeOf(row);
      return change ? changeText(change, row) : '';
    }),
  };
}

type Format = (value: number) => string;

const known = (value: number | string | null, format: Format): string =>
  value === null ? '?' : value === 0 ? '' : format(Number(value));

const textsOf = ({ layer, values }: TableRow): Omit<Texts, 'layer'> => ({
  type: layer.type,
  output: outputText(layer),
  parameters: known(values.parameters, count),
  multiplyAdds: known(values.multiplyAdds, count),
  receptiveField: receptiveFieldText(layer),
  memory: known(values.memory, byteText),
  verdict: verdictText(layer, words),
});

/** What has no place has no receptive field; of what has one, it may be unknown. */
const receptiveFieldText = ({ receptiveField, outputShapes: [shape] }: TableRow['layer']): string =>
  receptiveField?.size.join('×') ?? (shape?.length === 1 || shape?.length === 2 ? '' : '?');

const changeText = (change: LayerChange, { layer }: TableRow): string =>
  change.kind === 'added' ? words.compare.isNew : words.compare.was(beforeText(change.before, layer, words));
