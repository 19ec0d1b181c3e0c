import { lineEnd } from './lines.ts';

/** What the brackets and quotes of a text say about why it does not parse. */
export type BracketScan =
  | { readonly kind: 'balanced'; readonly flattened: string }
  | { readonly kind: 'unclosed' | 'stray' | 'unclosed-quote'; readonly offset: number };

const doubleQuote = 34;
const hash = 35;
const singleQuote = 39;
const comma = 44;
const dash = 45;
const colon = 58;
const question = 63;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

/**
 * Looks for brackets and quotes that have no partner. A balanced text comes back with the comments and line
 * breaks inside its brackets blanked, so that lines there need no indentation: PyYAML does not ask for it, and
 * many configs close a list in the first column.
 */
export function scanBrackets(source: string): BracketScan {
  const open: { readonly code: number; readonly offset: number }[] = [];
  const parts: string[] = [];
  let copied = 0;
  let startsToken = true;
  const blank = (from: number, to: number): void => {
    parts.push(source.slice(copied, from), ' '.repeat(to - from));
    copied = to;
  };
  for (let offset = 0; offset < source.length; offset++) {
    const code = source.charCodeAt(offset);
    const isInside = open.length > 0;
    if (isLineBreak(code)) {
      if (isInside) blank(offset, offset + 1);
      startsToken = true;
    } else if (code === hash && (offset === 0 || isWhiteSpace(source.charCodeAt(offset - 1)))) {
      const end = lineEnd(source, offset);
      if (isInside) blank(offset, end);
      offset = end - 1;
    } else if ((code === doubleQuote || code === singleQuote) && startsToken) {
      const end = quoteEnd(source, offset, code);
      if (end === null) return { kind: 'unclosed-quote', offset };
      offset = end - 1;
      startsToken = false;
    } else if ((code === openBracket || code === openBrace) && (isInside || startsToken)) {
      open.push({ code, offset });
      startsToken = true;
    } else if ((code === closeBracket || code === closeBrace) && isInside) {
      const opener = open.pop();
      if (opener?.code !== (code === closeBracket ? openBracket : openBrace)) {
        return { kind: 'unclosed', offset: opener?.offset ?? 0 };
      }
      const next = nextVisible(source, offset + 1);
      const isStray = open.length === 0 && (next.code === closeBracket || next.code === closeBrace);
      if (isStray) return { kind: 'stray', offset: next.offset };
    } else if (!isWhiteSpace(code)) {
      startsToken = code === colon || (isInside ? code === comma : code === dash || code === question);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) return { kind: 'unclosed', offset: unclosed.offset };
  return { kind: 'balanced', flattened: parts.join('') + source.slice(copied) };
}

const isLineBreak = (code: number): boolean => code === 10 || code === 13;

const isWhiteSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || code === 0xa0;

/** How far behind a closing bracket another one is looked for. */
const nearby = 80;

function nextVisible(source: string, start: number): { readonly code: number; readonly offset: number } {
  for (let offset = start; offset < Math.min(source.length, start + nearby); offset++) {
    const code = source.charCodeAt(offset);
    if (!isWhiteSpace(code)) return { code, offset };
  }
  return { code: 0, offset: start };
}

/** Behind the quote that closes the one at `start`, or null where none does on its line or an indented next one. */
function quoteEnd(source: string, start: number, quote: number): number | null {
  for (let offset = start + 1; offset < source.length; offset++) {
    const code = source.charCodeAt(offset);
    if (quote === doubleQuote && code === backslash) offset++;
    else if (code === quote) {
      if (quote === singleQuote && source.charCodeAt(offset + 1) === quote) offset++;
      else return offset + 1;
    }
  }
  return null;
}
