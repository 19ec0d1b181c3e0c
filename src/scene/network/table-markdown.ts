import { byteText } from '../../util/byte-text.ts';
import { count } from '../numbers.ts';
import type { Words } from '../words/english.ts';
import { tableColumns, type TableRow } from './table.ts';
import { misfitText } from './verdict-style.ts';

/** The rows as they stand, as a Markdown table. */
export function tableMarkdown(rows: readonly TableRow[], words: Words): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  const known = (value: string | number | null, format: (value: number) => string): string =>
    value === null ? '?' : format(Number(value));
  return [
    line(tableColumns.map((column) => words.network.columns[column])),
    '| --- | --- | --- | ---: | ---: | --- | ---: | --- |',
    ...rows.map(({ layer, title, output, values }) =>
      line([
        title,
        layer.type,
        output,
        known(values.parameters, count),
        known(values.multiplyAdds, count),
        layer.receptiveField?.size.join('×') ?? '',
        known(values.memory, byteText),
        layer.verdict === null || layer.verdict === 'fits'
          ? ''
          : `${misfitText(layer.axes)} ${words.verdicts[layer.verdict]}`.trim(),
      ]),
    ),
    '',
  ].join('\n');
}

const escaped = (text: string): string => text.replace(/[\\`*_|<>[\]]/g, '\\$&');
