import { isIndicator, skipBlanks } from './lines.ts';

/** Characters with which no simple key begins: collections, anchors, tags, aliases, block scalars, complex keys. */
const notASimpleKey = new Set('[]{},&*!|>%@`?#\t');

/** The offset of the colon after a simple key that begins at `start` on a line, or null where there is none. */
export function colonAfterKey(text: string, start: number, end: number): number | null {
  const first = text[start] ?? '';
  if (start >= end || notASimpleKey.has(first)) return null;
  if (first === '"' || first === "'") return colonAfterQuotedKey(text, start, end, first);
  for (let offset = start; offset < end; offset++) {
    const character = text[offset];
    if (character === ':' && isIndicator(text, offset, end)) return offset;
    if (character === '#' && /\s/.test(text[offset - 1] ?? '')) return null;
  }
  return null;
}

function colonAfterQuotedKey(text: string, start: number, end: number, quote: string): number | null {
  for (let offset = start + 1; offset < end; offset++) {
    if (quote === '"' && text[offset] === '\\') offset++;
    else if (text[offset] === quote) {
      if (quote === "'" && text[offset + 1] === quote) offset++;
      else {
        const colon = skipBlanks(text, offset + 1, end);
        return text[colon] === ':' && isIndicator(text, colon, end) ? colon : null;
      }
    }
  }
  return null;
}

/** Whether a list item begins at `offset`. */
export function isItemAt(text: string, offset: number, end: number): boolean {
  return text[offset] === '-' && isIndicator(text, offset, end);
}
