/** A stretch of a file's top level: a statement, or several in one line. */
export interface TopLevelPart {
  readonly start: number;
  readonly end: number;
  /** Behind the last line with code in it. */
  readonly codeEnd: number;
  /** Of a definition with an indented body: behind the colon of its head. Null where all is read at once. */
  readonly headEnd: number | null;
}

/** What a line in the first column begins with, where that decides about parts. */
const beginning = /(@)|((?:async[ \t]+)?def|class)(?![\w])|(elif|else|except|finally)(?![\w])/y;
const restOfHead = /[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y;

/**
 * Cuts a text where statements begin in its first column, without parsing it. Strings, comments and brackets are told
 * apart as Python's lexer does.
 */
export function topLevelParts(text: string): TopLevelPart[] {
  return new Cutter(text).parts();
}

class Cutter {
  readonly #text: string;
  readonly #parts: TopLevelPart[] = [];
  #start = 0;
  #kind: 'plain' | 'decorators' | 'definition' = 'plain';
  #headEnd: number | null = null;
  /** In a head whose colon has not come yet. */
  #inHead = false;
  #codeEnd = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parts(): TopLevelPart[] {
    const text = this.#text;
    let depth = 0;
    let hasCode = false;
    let at = 0;
    if (this.#isCode(0)) this.#begin(0);
    while (at < text.length) {
      const code = text.charCodeAt(at);
      switch (code) {
        case newline:
          at++;
          // To the parser a carriage return ends the line, and what follows it is blank.
          if (hasCode) this.#codeEnd = text.charCodeAt(at - 2) === carriageReturn ? at - 1 : at;
          hasCode = false;
          // What is open before a definition was never closed.
          if (depth > 0 && isDefinition(text, at)) depth = 0;
          if (depth === 0 && this.#isCode(at)) this.#begin(at);
          continue;
        case hash:
          at = lineEnd(text, at);
          continue;
        case backslash:
          // A line that goes on in the next one.
          at += text.charCodeAt(at + 1) === carriageReturn ? 3 : 2;
          break;
        case single:
        case double:
          at = behindString(text, at, code);
          break;
        case 0x28:
        case 0x5b:
        case 0x7b:
          depth++;
          at++;
          break;
        case 0x29:
        case 0x5d:
        case 0x7d:
          if (depth > 0) depth--;
          at++;
          break;
        case colon:
          at++;
          if (depth === 0 && this.#inHead) this.#endHead(at);
          break;
        case space:
        case tab:
        case formFeed:
        case carriageReturn:
          at++;
          continue;
        default:
          at++;
          break;
      }
      hasCode = true;
    }
    if (hasCode) this.#codeEnd = text.length;
    this.#finish(text.length);
    return this.#parts;
  }

  /** Whether a statement, or a clause of one, begins in this first column. */
  #isCode(at: number): boolean {
    switch (this.#text.charCodeAt(at)) {
      case space:
      case tab:
      case formFeed:
      case newline:
      case carriageReturn:
      case hash:
        return false;
      default:
        return at < this.#text.length;
    }
  }

  #begin(at: number): void {
    beginning.lastIndex = at;
    const [, decorator, definition, clause] = beginning.exec(this.#text) ?? [];
    if (clause !== undefined) return;
    const kind = decorator !== undefined ? 'decorators' : definition !== undefined ? 'definition' : 'plain';
    if (kind === 'plain' || this.#kind !== 'decorators') {
      this.#finish(at);
      this.#start = at;
      this.#headEnd = null;
    }
    this.#kind = kind;
    this.#inHead = kind === 'definition';
  }

  #endHead(at: number): void {
    this.#inHead = false;
    restOfHead.lastIndex = at;
    this.#headEnd = restOfHead.test(this.#text) ? at : null;
  }

  #finish(end: number): void {
    const start = this.#start;
    const codeEnd = this.#codeEnd;
    if (codeEnd > start) this.#parts.push({ start, end, codeEnd, headEnd: this.#headEnd });
  }
}

const tab = 0x09;
const newline = 0x0a;
const formFeed = 0x0c;
const carriageReturn = 0x0d;
const space = 0x20;
const double = 0x22;
const hash = 0x23;
const single = 0x27;
const colon = 0x3a;
const backslash = 0x5c;

function isDefinition(text: string, at: number): boolean {
  return text.startsWith('class ', at) || text.startsWith('def ', at);
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Behind the string that begins with this quote; one of a single line ends with it. */
function behindString(text: string, start: number, quote: number): number {
  const isLong = text.charCodeAt(start + 1) === quote && text.charCodeAt(start + 2) === quote;
  if (isLong) return behindLongString(text, start + 3, quote === single ? "'''" : '"""');
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) at++;
    else if (code === newline) return at;
  }
  return text.length;
}

function behindLongString(text: string, start: number, quotes: string): number {
  let at = start;
  for (;;) {
    const end = text.indexOf(quotes, at);
    if (end < 0) return text.length;
    let escapes = end;
    while (escapes > start && text.charCodeAt(escapes - 1) === backslash) escapes--;
    if ((end - escapes) % 2 === 0) return end + 3;
    at = end + 1;
  }
}
