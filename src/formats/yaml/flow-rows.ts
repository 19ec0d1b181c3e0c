import type { Span } from '../../util/span.ts';
import { scanBrackets } from './brackets.ts';
import type { Line } from './lines.ts';

/**
 * The items of a list in brackets that is written with one item a line, as in
 * `[\n  [-1, 1, Conv, [64, 3]], # 0\n  …\n]`; null where the text at `offset` is something else.
 */
export function flowRows(text: string, lines: readonly Line[], offset: number): readonly Span[] | null {
  if (text[offset] !== '[' || lines.length < 2) return null;
  const rows: Span[] = [];
  for (const line of lines) {
    const start = line === lines[0] ? offset + 1 : line.start + line.indent;
    const row = rowIn(text, start, line.end);
    if (row !== null) rows.push(row);
  }
  return rows;
}

/** The row without its comment, its comma and the bracket that closes the whole list; null where nothing is left. */
function rowIn(text: string, start: number, end: number): Span | null {
  const withoutComment = text
    .slice(start, end)
    .replace(/(^|\s)#.*$/, '')
    .trimEnd();
  const isLast = !withoutComment.endsWith(',');
  const row = withoutComment.replace(/,$/, '').trim();
  if (row === '' || /^[\]},\s]+$/.test(row)) return null;
  const rowStart = start + withoutComment.search(/\S/);
  const scan = scanBrackets(row);
  const closesList = isLast && scan.kind === 'stray' && row.slice(scan.offset).trim() === ']';
  return {
    start: rowStart,
    end: rowStart + (closesList ? row.slice(0, scan.offset).trimEnd().length : row.length),
  };
}
