import { totalsText } from '../../language/code-lenses.ts';
import { fullShapeText } from '../../language/quantities.ts';
import { originText } from '../../language/size-origin.ts';
import type { ModelReport } from '../../model/report.ts';
import { listedLayers } from './json-report.ts';
import { columns, tableRows } from './rows.ts';

/** A model as a Markdown table, one row a layer with its full name. */
export function markdownText(model: ModelReport): string {
  const names = listedLayers(model).map(({ id }) => id);
  const layers = tableRows(model).filter(({ output }) => output !== '');
  const row = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  return [
    `## ${escaped(model.name || 'model')}`,
    '',
    ...model.inputs.map(
      ({ name, shape, ...rest }) =>
        `${escaped(name || 'input')} ${fullShapeText(shape)}, ${escaped(originText(rest))}\n`,
    ),
    row(columns),
    '| --- | --- | --- | ---: | ---: | --- |',
    ...layers.map(({ type, output, params, macs, note }, place) =>
      row([names[place] ?? '', type, output, params, macs, note]),
    ),
    '',
    totalsText(model),
  ].join('\n');
}

const escaped = (text: string): string => text.replace(/[\\`*_|<>[\]]/g, '\\$&').replace(/\s+/g, ' ');
