import { totalsText } from '../../language/code-lenses.ts';
import { fullShapeText } from '../../language/quantities.ts';
import { originText, variantText } from '../../language/size-origin.ts';
import type { ModelReport } from '../../model/report.ts';
import type { Variant } from '../../model/variant.ts';
import type { Style } from '../style.ts';
import { columns, tableRows, type Row } from './rows.ts';

const gap = '  ';
const longestName = 40;

/** A model as a table that is read in a terminal: layers below their blocks, numbers to the right. */
export function tableText(model: ModelReport, style: Style, variants: readonly Variant[] = []): string {
  const rows = tableRows(model);
  const cells = rows.map(cellsOf);
  const widths = columns.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, column) =>
        isNumeric(column) ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0),
      )
      .join(gap)
      .trimEnd();
  return [
    style.bold(model.name || 'model'),
    ...model.inputs.map(({ name, shape, ...rest }) =>
      style.faint(`${name || 'input'} ${fullShapeText(shape)}, ${originText(rest)}`),
    ),
    ...variants.map((variant) => style.faint(variantText(variant))),
    '',
    style.faint(line(columns)),
    ...rows.map((row, place) => painted(line(cells[place] ?? []), row, style)),
    '',
    totalsText(model),
  ].join('\n');
}

const isNumeric = (column: number): boolean => column === 3 || column === 4;

const cellsOf = ({ depth, name, type, output, params, macs, note }: Row): readonly string[] => [
  '  '.repeat(depth) + shortened(name),
  shortened(type),
  output,
  params,
  macs,
  note,
];

const shortened = (name: string): string =>
  name.length <= longestName ? name : `${name.slice(0, longestName - 1)}…`;

/** Colours the remark at a line's end, or the whole line of a layer that is refused. */
function painted(line: string, { note, severity, output }: Row, style: Style): string {
  if (severity === null || severity === 'hint') return output === '' ? style.bold(line) : line;
  if (severity === 'error' || note === '') return style.severity(severity, line);
  return line.slice(0, line.length - note.length) + style.severity(severity, note);
}
