import type { Constant, Statement } from './ast.ts';

/** From so many characters on the parser takes longer than it takes to find out that it is not needed. */
const long = 500;

const opening = /^([A-Za-z_]\w*)[ \t]*=[ \t]*\[\s*/;
const separator = /\s*(?:,\s*|(?=\]))/y;

/**
 * Reads a text that is one long list of plain strings with a name, such as a data set's thousand classes, without the
 * parser. It begins at `start` of the file's text; undefined where it is anything else.
 */
export function stringList(text: string, start: number): Statement | undefined {
  const [head, id] = text.length > long ? (opening.exec(text) ?? []) : [];
  if (head === undefined || id === undefined) return undefined;
  const items: Constant[] = [];
  let at = head.length;
  for (let quote = text.charAt(at); quote !== ']'; quote = text.charAt(at)) {
    const close = quote === '"' || quote === "'" ? text.indexOf(quote, at + 1) : -1;
    if (close < 0) return undefined;
    const value = text.slice(at + 1, close);
    items.push({ kind: 'constant', value, start: start + at, end: start + close + 1 });
    separator.lastIndex = close + 1;
    if (value.includes('\\') || value.includes('\n') || !separator.test(text)) return undefined;
    at = separator.lastIndex;
  }
  if (text.slice(at + 1).trim() !== '') return undefined;
  const end = start + at + 1;
  return {
    kind: 'assign',
    targets: [{ kind: 'name', id, start, end: start + id.length }],
    value: { kind: 'list', items, start: start + head.trimEnd().length - 1, end },
    annotation: null,
    start,
    end,
  };
}
