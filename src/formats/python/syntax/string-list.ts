import type { Constant, Statement } from './ast.ts';

/** From so many characters on the parser takes longer than it takes to find out that it is not needed. */
const long = 500;

const list =
  /^([A-Za-z_]\w*)[ \t]*=[ \t]*\[\s*(?:(?:"[^"\\\n]*"|'[^'\\\n]*')\s*,\s*)*(?:"[^"\\\n]*"|'[^'\\\n]*')?\s*\]\s*$/;
const item = /"[^"\n]*"|'[^'\n]*'/g;

/**
 * Reads a text that is one long list of plain strings with a name, such as a data set's thousand classes, without the
 * parser. It begins at `start` of the file's text; undefined where it is anything else.
 */
export function stringList(text: string, start: number): Statement | undefined {
  const id = text.length > long ? list.exec(text)?.[1] : undefined;
  if (id === undefined) return undefined;
  const open = text.indexOf('[');
  const end = start + text.lastIndexOf(']') + 1;
  const items = [...text.slice(open).matchAll(item)].map(({ index, 0: literal }): Constant => {
    const from = start + open + index;
    return { kind: 'constant', value: literal.slice(1, -1), start: from, end: from + literal.length };
  });
  return {
    kind: 'assign',
    targets: [{ kind: 'name', id, start, end: start + id.length }],
    value: { kind: 'list', items, start: start + open, end },
    annotation: null,
    start,
    end,
  };
}
