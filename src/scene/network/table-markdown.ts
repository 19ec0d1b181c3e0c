import { byteText } from '../../util/byte-text.ts';
import { count } from '../numbers.ts';
import type { Words } from '../words/english.ts';
import { titleOf } from './network-item.ts';
import { outputText, tableColumns, tableRows } from './table.ts';
import { layerCount, totalTexts } from './totals.ts';
import { verdictText } from './verdict-style.ts';
import type { NetworkView } from './view.ts';

/** The layers in the network's order as a Markdown table, with the totals as its last row. */
export function tableMarkdown(network: NetworkView, words: Words): string {
  const rows = tableRows(network);
  const total = totalTexts(network);
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  const known = (value: string | number | null, format: (value: number) => string): string =>
    value === null ? '?' : format(Number(value));
  return [
    line(tableColumns.map((column) => words.network.columns[column])),
    '| --- | --- | --- | ---: | ---: | --- | ---: | --- |',
    ...rows.map(({ layer, values }) =>
      line([
        titleOf(layer),
        layer.type,
        outputText(layer),
        known(values.parameters, count),
        known(values.multiplyAdds, count),
        layer.receptiveField?.size.join('×') ?? '',
        known(values.memory, byteText),
        verdictText(layer, words),
      ]),
    ),
    line([
      words.layers(layerCount(network.layers)),
      '',
      '',
      total.parameters,
      total.multiplyAdds,
      '',
      total.memory,
      '',
    ]),
    '',
  ].join('\n');
}

const escaped = (text: string): string => text.replace(/[\\`*_|<>[\]]/g, '\\$&');
