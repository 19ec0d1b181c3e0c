import type { Span } from '../../util/span.ts';

/** A whole number as C's atoi reads it: a sign, digits, and whatever follows is left unread. */
export interface WholeNumber {
  /** Null where the text does not begin with a number: atoi gives 0. */
  readonly value: number | null;
  /** The number's own characters, or the whole text where there is none. */
  readonly span: Span;
  /** What stands behind the number, without white space; a comment begins with `#` or `;`. */
  readonly rest: string;
}

/** Reads the number at the beginning of a span; spaces inside it do not count, as darknet strips them first. */
export function readWholeNumber(text: string, span: Span): WholeNumber {
  let position = span.start;
  let digits = '';
  let end = span.start;
  for (; position < span.end; position++) {
    const character = text.charAt(position);
    if (character === ' ' || character === '\t') continue;
    const isSign = digits === '' && (character === '-' || character === '+');
    if (!isSign && !(character >= '0' && character <= '9')) break;
    digits += character;
    end = position + 1;
  }
  const rest = text.slice(position, span.end).replace(/[ \t]+/g, '');
  const value = /\d/.test(digits) ? Number(digits) : null;
  return { value, span: value === null ? span : { start: span.start, end }, rest };
}

/** Whether what follows a value is a comment. */
export function isComment(rest: string): boolean {
  return rest.startsWith('#') || rest.startsWith(';');
}

/** The spans between the commas of a list, without surrounding white space. */
export function listItems(text: string, { start, end }: Span): readonly Span[] {
  const items: Span[] = [];
  for (let itemStart = start; itemStart <= end;) {
    const comma = text.indexOf(',', itemStart);
    const itemEnd = comma < 0 || comma > end ? end : comma;
    items.push(withoutMargins(text, itemStart, itemEnd));
    itemStart = itemEnd + 1;
  }
  return items;
}

function withoutMargins(text: string, start: number, end: number): Span {
  const item = text.slice(start, end);
  const left = start + item.length - item.trimStart().length;
  return { start: left, end: Math.max(left, start + item.trimEnd().length) };
}
