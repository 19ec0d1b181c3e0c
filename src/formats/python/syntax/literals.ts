const escapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};

const escapeSequence =
  /\\(\r\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[\s\S])/g;

/** The text of a literal's inside, with its escape sequences replaced. */
export function unescape(inside: string): string {
  if (!inside.includes('\\')) return inside;
  return inside.replace(escapeSequence, (whole, escape: string) => {
    const simple = escapes[escape];
    if (simple !== undefined) return simple;
    if (escape === '\r\n') return '';
    if (/^[0-7]/.test(escape)) return String.fromCodePoint(parseInt(escape, 8));
    if (/^[xuU]./.test(escape)) {
      const code = parseInt(escape.slice(1), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
    return whole;
  });
}

export interface StringParts {
  readonly prefix: string;
  readonly raw: boolean;
  /** Offset of the first character inside the quotes. */
  readonly open: number;
  /** Length of the quotes at the end; 0 where the literal is not closed. */
  readonly close: number;
}

/** Prefix and quotes of a string literal as it stands in the text. */
export function stringParts(literal: string): StringParts {
  const match = /^([a-zA-Z]*)("""|'''|"|')/.exec(literal);
  const prefix = (match?.[1] ?? '').toLowerCase();
  const quotes = match?.[2] ?? '';
  const open = (match?.[0] ?? '').length;
  const closed = quotes !== '' && literal.length >= open + quotes.length && literal.endsWith(quotes);
  return { prefix, raw: prefix.includes('r'), open, close: closed ? quotes.length : 0 };
}

/** The value of a string literal; bytes are read as text, which is enough for keys and comparisons. */
export function stringValue(literal: string): string {
  const { raw, open, close } = stringParts(literal);
  const inside = literal.slice(open, literal.length - close);
  return raw ? inside : unescape(inside);
}

export type NumberValue =
  | { readonly kind: 'int' | 'float'; readonly value: number }
  /** Complex numbers, and whole numbers beyond 2^53. */
  | { readonly kind: 'unreadable' };

/** The value of a number literal. */
export function numberValue(literal: string): NumberValue {
  const text = literal.replaceAll('_', '').toLowerCase();
  const radix = /^0[xob]/.test(text);
  if (!radix && text.endsWith('j')) return { kind: 'unreadable' };
  const value = Number(text);
  if (!radix && /[.e]/.test(text))
    return Number.isNaN(value) ? { kind: 'unreadable' } : { kind: 'float', value };
  return Number.isSafeInteger(value) ? { kind: 'int', value } : { kind: 'unreadable' };
}
