/** What no parser takes for a part of Python: it makes one statement unreadable, and nothing beside it. */
const unreadable = '$';
/** What stands for a line that is left out as a whole: it belongs to no block. */
const nothing = '#';

/** Dedented lines before one that goes on with the block are a slip of the keyboard; more are meant. */
const mostDedented = 3;

const compound = /^(?:async[ \t]+)?(?:def|class|if|elif|else|for|while|with|try|except|finally|match|case)\b/;
const simple = /^(?:@|(?:return|import|from|raise|assert|del|pass|break|continue|global|nonlocal)\b)/;
const assignment = /^[A-Za-z_][\w.]*(?:\[[^\]\n]*\])?[ \t]*(?:[-+*/%&|^]|\/\/|\*\*)?=(?!=)(?!.*,[ \t\r]*$)/;
const definition = /^[ \t]*(?:def|class)[ \t]+\w+.*:[ \t\r]*$/gm;

/**
 * A text with a syntax error as it can be read around that error: a bracket that is open ends where a statement begins at
 * the indentation of its own or less, quotes that are never closed where their line ends, and a line with less indentation
 * amid a block is left out. What is cut is replaced by as many spaces.
 */
export function mended(text: string): string {
  const scan = new Scan(text);
  scan.run();
  return scan.result();
}

interface Line {
  readonly start: number;
  readonly indentation: number;
}

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly by: typeof unreadable | typeof nothing;
}

class Scan {
  readonly #text: string;
  readonly #cuts: Cut[] = [];
  /** Where open brackets stand. */
  #open: number[] = [];
  /** The line that the statement begins in. */
  #line: Line | null = null;
  #opensBlock = false;
  /** Indentations of the blocks that the statement is in. */
  #blocks: number[] = [0];
  /** Statements since a block was left, and the indentations that were left. */
  #dedented: Line[] = [];
  #left: readonly number[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  result(): string {
    let result = '';
    let at = 0;
    for (const { from, to, by } of this.#cuts.toSorted((first, second) => first.from - second.from)) {
      if (from < at) continue;
      const blank = this.#text.slice(from + 1, to).replace(/[^\r\n]/g, ' ');
      result += this.#text.slice(at, from) + by + blank;
      at = to;
    }
    return result + this.#text.slice(at);
  }

  run(): void {
    const text = this.#text;
    let at = this.#beginLine(0);
    while (at < text.length) {
      const code = text[at];
      switch (code) {
        case '\n':
          at = this.#beginLine(at + 1);
          continue;
        case '#':
          at = lineEnd(text, at);
          continue;
        case '\\':
          at += text[at + 1] === '\r' ? 3 : 2;
          continue;
        case '"':
        case "'":
          at = this.#behindString(at, code);
          this.#opensBlock = false;
          continue;
        case '(':
        case '[':
        case '{':
          this.#open.push(at);
          break;
        case ')':
        case ']':
        case '}':
          this.#open.pop();
          break;
        case ' ':
        case '\t':
        case '\r':
          at++;
          continue;
        default:
          break;
      }
      this.#opensBlock = code === ':' && this.#open.length === 0;
      at++;
    }
    this.#closeAt(text.length);
  }

  /** A new line; behind its indentation. */
  #beginLine(start: number): number {
    const text = this.#text;
    let at = start;
    while (text[at] === ' ' || text[at] === '\t') at++;
    const first = text[at];
    if (first === undefined || first === '\n' || first === '\r' || first === '#') return at;
    const line = { start, indentation: at - start };
    if (this.#open.length > 0) {
      if (!this.#endsBracket(line, at)) return at;
      this.#closeAt(start);
    }
    this.#beginStatement(line, at);
    return at;
  }

  /** Whether a statement begins here, so that a bracket that is open was never closed. */
  #endsBracket({ indentation }: Line, at: number): boolean {
    const own = this.#line?.indentation ?? 0;
    if (indentation > own || /[)\]}]/.test(this.#text.charAt(at))) return false;
    const rest = this.#text.slice(at, lineEnd(this.#text, at));
    return indentation < own || simple.test(rest) || compound.test(rest) || assignment.test(rest);
  }

  /** Brackets that are open are cut off, up to where the next statement begins; with the whole head of a block. */
  #closeAt(end: number): void {
    const [first] = this.#open;
    if (first === undefined || !this.#line) return;
    const head = this.#line.start + this.#line.indentation;
    const isHead = compound.test(this.#text.slice(head, first));
    this.#cuts.push({ from: isHead ? head : first, to: end, by: unreadable });
    this.#open = [];
    this.#opensBlock = false;
  }

  #beginStatement(line: Line, at: number): void {
    const { indentation } = line;
    const blocks = this.#blocks;
    const top = blocks.at(-1) ?? 0;
    if (indentation > top) {
      if (!this.#opensBlock && this.#left.includes(indentation) && this.#dedented.length <= mostDedented) {
        for (const { start, indentation: own } of this.#dedented)
          this.#cuts.push({ from: start + own, to: lineEnd(this.#text, start), by: nothing });
        blocks.push(...this.#left.filter((each) => each > top && each <= indentation));
      } else if (this.#opensBlock) blocks.push(indentation);
      this.#dedented = [];
      this.#left = [];
    } else if (indentation < top) {
      this.#left = blocks.filter((each) => each > indentation);
      this.#blocks = blocks.filter((each) => each <= indentation);
      this.#dedented = [line];
    } else if (this.#dedented.length > 0) this.#dedented.push(line);
    // A head is meant where it stands.
    if (compound.test(this.#text.slice(at, at + 20)))
      this.#dedented = Array<Line>(mostDedented + 1).fill(line);
    this.#line = line;
    this.#opensBlock = false;
  }

  /** Behind a string; where it holds definitions, or never ends, its quotes are cut off. */
  #behindString(start: number, quote: string): number {
    const text = this.#text;
    const quotes = quote.repeat(3);
    if (!text.startsWith(quotes, start)) return behindShortString(text, start, quote);
    const end = behindLongString(text, start + 3, quotes);
    if (end !== null && !this.#holdsDefinition(start, end)) return end;
    this.#cuts.push({ from: start, to: lineEnd(text, start), by: unreadable });
    return lineEnd(text, start);
  }

  /** Whether a definition as far out as the string's own statement is in it: only a quote that is missing takes it in. */
  #holdsDefinition(start: number, end: number): boolean {
    const own = this.#line?.indentation ?? 0;
    const inside = this.#text.slice(start, end);
    return [...inside.matchAll(definition)].some(([head]) => head.search(/\S/) < own);
  }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function behindShortString(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text[at];
    if (code === quote) return at + 1;
    if (code === '\\') at++;
    else if (code === '\n') return at;
  }
  return text.length;
}

/** Null where nothing ends it. */
function behindLongString(text: string, start: number, quotes: string): number | null {
  for (let at = start; ;) {
    const end = text.indexOf(quotes, at);
    if (end < 0) return null;
    let escapes = end;
    while (escapes > start && text[escapes - 1] === '\\') escapes--;
    if ((end - escapes) % 2 === 0) return end + 3;
    at = end + 1;
  }
}
