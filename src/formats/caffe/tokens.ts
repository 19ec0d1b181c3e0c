import type { Span } from '../../util/span.ts';

export type TokenKind = 'word' | 'number' | 'string' | 'punctuation' | 'unknown' | 'end';

/** The next piece of a text: white space and comments (`#` to the end of the line) are skipped. */
export interface Token extends Span {
  readonly kind: TokenKind;
  /** Its characters; of a string what stands between the quotes, escapes included. */
  readonly text: string;
  /** A string without its closing quote. */
  readonly unfinished?: boolean;
}

const space = /(?:\s+|#[^\n]*)+/y;
const word = /[A-Za-z_][\w.]*/y;
const number = /[-+]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)[fF]?|-\s*[A-Za-z_]\w*/y;
const quotedText = /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?/y;

/** Reads a protobuf text token by token (protocolbuffers/protobuf: src/google/protobuf/io/tokenizer.cc). */
export class Tokens {
  #next: Token;

  constructor(
    private readonly text: string,
    from = 0,
  ) {
    this.#next = this.#read(from);
  }

  /** The next token, still to be taken. */
  get next(): Token {
    return this.#next;
  }

  take(): Token {
    const taken = this.#next;
    this.#next = this.#read(taken.end);
    return taken;
  }

  takeIf(punctuation: string): boolean {
    if (this.#next.kind !== 'punctuation' || this.#next.text !== punctuation) return false;
    this.take();
    return true;
  }

  /** Whether the next token is the first one of its line and not indented. */
  get startsLine(): boolean {
    const { start } = this.#next;
    return start === 0 || this.text.charCodeAt(start - 1) === 10;
  }

  #read(from: number): Token {
    const start = this.#match(space, from) ?? from;
    if (start >= this.text.length) return { kind: 'end', text: '', start, end: start };
    const code = this.text.charCodeAt(start);
    if (isLetter(code)) return this.#token('word', start, this.#match(word, start));
    const numberEnd = this.#match(number, start);
    if (numberEnd !== null) return this.#token('number', start, numberEnd);
    if (code === 34 || code === 39) return this.#string(start);
    const kind = '{}<>[]:,;'.includes(this.text.charAt(start)) ? 'punctuation' : 'unknown';
    return this.#token(kind, start, start + 1);
  }

  #string(start: number): Token {
    const end = this.#match(quotedText, start) ?? start + 1;
    const quote = this.text.charAt(start);
    const closed = end - start > 1 && this.text.charAt(end - 1) === quote;
    const text = this.text.slice(start + 1, closed ? end - 1 : end);
    return { kind: 'string', text, start, end, ...(closed ? {} : { unfinished: true }) };
  }

  #token(kind: TokenKind, start: number, end: number | null): Token {
    const stop = end ?? start + 1;
    return { kind, text: this.text.slice(start, stop), start, end: stop };
  }

  #match(pattern: RegExp, from: number): number | null {
    pattern.lastIndex = from;
    return pattern.test(this.text) ? pattern.lastIndex : null;
  }
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}
