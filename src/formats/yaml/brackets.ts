/** What the brackets and quotes of a text say about why it does not parse. */
export type BracketScan =
  | { readonly kind: 'balanced'; readonly flattened: string }
  | { readonly kind: 'unclosed' | 'stray' | 'unclosed-quote'; readonly offset: number };

const pairs: ReadonlyMap<string, string> = new Map([
  [']', '['],
  ['}', '{'],
]);

/**
 * Looks for brackets and quotes that have no partner. A balanced text comes back with the comments and line
 * breaks inside its brackets blanked, so that lines there need no indentation: PyYAML does not ask for it, and
 * many configs close a list in the first column.
 */
export function scanBrackets(source: string): BracketScan {
  const open: { readonly bracket: string; readonly offset: number }[] = [];
  const parts: string[] = [];
  let copied = 0;
  let startsToken = true;
  const blank = (from: number, to: number): void => {
    parts.push(source.slice(copied, from), ' '.repeat(to - from));
    copied = to;
  };
  for (let offset = 0; offset < source.length; offset++) {
    const character = source[offset] ?? '';
    const isInside = open.length > 0;
    if (character === '\n' || character === '\r') {
      if (isInside) blank(offset, offset + 1);
      startsToken = true;
    } else if (character === '#' && /^\s?$/.test(source[offset - 1] ?? '')) {
      const end = commentEnd(source, offset);
      if (isInside) blank(offset, end);
      offset = end - 1;
    } else if ((character === '"' || character === "'") && startsToken) {
      const end = quoteEnd(source, offset, character);
      if (end === null) return { kind: 'unclosed-quote', offset };
      offset = end - 1;
      startsToken = false;
    } else if ((character === '[' || character === '{') && (isInside || startsToken)) {
      open.push({ bracket: character, offset });
      startsToken = true;
    } else if ((character === ']' || character === '}') && isInside) {
      const opener = open.pop();
      if (opener?.bracket !== pairs.get(character)) return { kind: 'unclosed', offset: opener?.offset ?? 0 };
      if (open.length === 0 && pairs.has(/^\s*(\S)/.exec(source.slice(offset + 1, offset + 80))?.[1] ?? '')) {
        return { kind: 'stray', offset: source.slice(offset + 1).search(/\S/) + offset + 1 };
      }
    } else if (!/\s/.test(character)) {
      startsToken = isInside ? /[,:]/.test(character) : /[-:?]/.test(character);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) return { kind: 'unclosed', offset: unclosed.offset };
  return { kind: 'balanced', flattened: parts.join('') + source.slice(copied) };
}

function commentEnd(source: string, start: number): number {
  const length = source.slice(start).search(/[\r\n]/);
  return length < 0 ? source.length : start + length;
}

/** Behind the quote that closes the one at `start`, or null where none does on its line or an indented next one. */
function quoteEnd(source: string, start: number, quote: string): number | null {
  for (let offset = start + 1; offset < source.length; offset++) {
    const character = source[offset];
    if (quote === '"' && character === '\\') offset++;
    else if (character === quote) {
      if (quote === "'" && source[offset + 1] === quote) offset++;
      else return offset + 1;
    }
  }
  return null;
}
