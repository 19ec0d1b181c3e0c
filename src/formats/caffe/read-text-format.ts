import type { TextProblem } from '../../model/problems/problem.ts';
import type { Span } from '../../util/span.ts';
import type { ProtoField, ProtoMessage, ProtoScalar } from './text-format.ts';
import { Tokens, type Token } from './tokens.ts';
import { shortened } from '../../util/shortened.ts';
import { said, type Text } from '../../model/text/text.ts';

export interface ReadText {
  readonly message: ProtoMessage;
  readonly problems: readonly TextProblem[];
  /** Where reading ended. */
  readonly end: number;
}

/** A message whose closing brace is still to come. */
interface Open {
  readonly name: string;
  readonly nameSpan: Span;
  readonly start: number;
  readonly close: string;
  readonly fields: ProtoField[];
}

/** protobuf's own limit of nesting. */
const maxDepth = 100;

/** Beyond so many mistakes the file is something else, and no more are listed. */
export const listedMistakes = 50;

/**
 * Reads protobuf's text format with positions (protocolbuffers/protobuf: src/google/protobuf/text_format.cc). What
 * cannot be read is reported and skipped. `topLevel` names fields that only stand at the top: one of them at the
 * beginning of a line ends messages that were left open.
 */
export function readTextFormat(text: string, topLevel: ReadonlySet<string>): ReadText {
  return new TextFormatReader(text, topLevel, 0).read(false);
}

/** The same from an offset between two fields up to the next field that only stands at the top. */
export function readNextPart(text: string, topLevel: ReadonlySet<string>, from: number): ReadText {
  return new TextFormatReader(text, topLevel, from).read(true);
}

class TextFormatReader {
  readonly #tokens: Tokens;
  readonly #problems: TextProblem[] = [];
  readonly #open: Open[] = [];
  #fields: ProtoField[] = [];

  constructor(
    private readonly text: string,
    private readonly topLevel: ReadonlySet<string>,
    private readonly from: number,
  ) {
    this.#tokens = new Tokens(text, from);
  }

  read(stops: boolean): ReadText {
    const root = this.#fields;
    let end = this.text.length;
    for (;;) {
      const token = this.#tokens.next;
      if (token.kind === 'end') break;
      if (stops && token.start > this.from && this.#isAtTopLevel) {
        end = token.start;
        break;
      }
      if (token.kind === 'word') this.#field();
      else if (token.text === '}' || token.text === '>') this.#close();
      else this.#skip();
    }
    this.#closeAll(end);
    return {
      message: { kind: 'message', fields: root, span: { start: this.from, end } },
      problems: this.#problems,
      end,
    };
  }

  /** Whether the next token can only stand at the top, whatever was left open before it. */
  get #isAtTopLevel(): boolean {
    const { kind, text } = this.#tokens.next;
    return kind === 'word' && this.#tokens.startsLine && this.topLevel.has(text);
  }

  #field(): void {
    if (this.#open.length > 0 && this.#isAtTopLevel) this.#closeAll(this.#tokens.next.start);
    const name = this.#tokens.take();
    const hasColon = this.#tokens.takeIf(':');
    const { next } = this.#tokens;
    if (next.text === '{' || next.text === '<') {
      this.#enter(name, this.#tokens.take());
      return;
    }
    if (!hasColon) {
      this.#problem(
        'syntax',
        said('Expected `:` and a value, or `{`, after `{0}`.', shortened(name.text)),
        name,
      );
      if (!isValue(next) || next.kind === 'word') return;
    }
    if (hasColon && next.text === '[') this.#list(name);
    else this.#scalarField(name);
    this.#separator();
  }

  #enter(name: Token, brace: Token): void {
    this.#open.push({
      name: name.text,
      nameSpan: { start: name.start, end: name.end },
      start: brace.start,
      close: brace.text === '{' ? '}' : '>',
      fields: this.#fields,
    });
    this.#fields = [];
    if (this.#open.length <= maxDepth) return;
    this.#problem(
      'too-deep',
      said('Messages are nested more than {0} deep here; the inner ones are left out.', maxDepth),
      brace,
    );
    this.#skipMessage();
    this.#leave(this.#tokens.next.start);
  }

  #close(): void {
    const brace = this.#tokens.take();
    const open = this.#open.at(-1);
    if (!open) this.#problem('syntax', said('This `{0}` closes nothing. Remove it.', brace.text), brace);
    else {
      if (open.close !== brace.text) {
        this.#problem(
          'syntax',
          said('`{0}` is closed with `{1}`, not `{2}`.', shortened(open.name), open.close, brace.text),
          brace,
        );
      }
      this.#leave(brace.end);
    }
    this.#separator();
  }

  /** Ends the innermost message at that place. */
  #leave(end: number): void {
    const open = this.#open.pop();
    if (!open) return;
    const value: ProtoMessage = { kind: 'message', fields: this.#fields, span: { start: open.start, end } };
    this.#fields = open.fields;
    const span = { start: open.nameSpan.start, end };
    this.#fields.push({ name: open.name, nameSpan: open.nameSpan, span, value });
  }

  #closeAll(end: number): void {
    const [outermost] = this.#open;
    const innermost = this.#open.at(-1);
    if (!outermost || !innermost) return;
    this.#problem(
      'syntax',
      said('`{0}` is not closed: `{1}` is missing.', shortened(innermost.name), innermost.close),
      innermost.nameSpan,
    );
    while (this.#open.length > 0) this.#leave(end);
  }

  #list(name: Token): void {
    this.#tokens.take();
    while (!this.#tokens.takeIf(']')) {
      if (isValue(this.#tokens.next)) this.#scalarField(name);
      else {
        this.#problem('syntax', 'Expected a value or `]` here.', this.#tokens.next);
        return;
      }
      if (!this.#tokens.takeIf(',') && this.#tokens.next.text !== ']') {
        this.#problem('syntax', 'Expected `,` or `]` here.', this.#tokens.next);
        return;
      }
    }
  }

  #scalarField(name: Token): void {
    const value = this.#scalar();
    if (!value) {
      this.#problem('syntax', said('`{0}` has no value.', shortened(name.text)), name);
      return;
    }
    const nameSpan = { start: name.start, end: name.end };
    this.#fields.push({ name: name.text, nameSpan, span: { start: name.start, end: value.span.end }, value });
  }

  #scalar(): ProtoScalar | null {
    if (!isValue(this.#tokens.next)) return null;
    const first = this.#tokens.take();
    if (first.kind !== 'string') {
      return {
        kind: 'scalar',
        value: first.text,
        quoted: false,
        span: { start: first.start, end: first.end },
      };
    }
    let value = '';
    let end = first.end;
    for (let part: Token | null = first; part;) {
      value += unescaped(part.text);
      end = part.end;
      if (part.unfinished) this.#problem('syntax', 'The string is not closed: its quote is missing.', part);
      part = this.#tokens.next.kind === 'string' ? this.#tokens.take() : null;
    }
    return { kind: 'scalar', value, quoted: true, span: { start: first.start, end } };
  }

  #separator(): void {
    if (!this.#tokens.takeIf(',')) this.#tokens.takeIf(';');
  }

  #skip(): void {
    const token = this.#tokens.take();
    this.#problem(
      'syntax',
      said('Expected the name of a field here, not `{0}`.', shortened(token.text)),
      token,
    );
    const newline = this.text.indexOf('\n', token.end);
    const lineEnd = newline < 0 ? this.text.length : newline;
    while (
      this.#tokens.next.kind !== 'end' &&
      this.#tokens.next.start < lineEnd &&
      !isBrace(this.#tokens.next)
    ) {
      this.#tokens.take();
    }
  }

  /** Passes over the rest of a message, however deep it goes. */
  #skipMessage(): void {
    for (let depth = 1; depth > 0 && this.#tokens.next.kind !== 'end';) {
      const { text, kind } = this.#tokens.take();
      if (kind !== 'punctuation') continue;
      if (text === '{' || text === '<') depth++;
      else if (text === '}' || text === '>') depth--;
    }
  }

  #problem(code: 'syntax' | 'too-deep', message: Text, { start, end }: Span): void {
    if (this.#problems.length >= listedMistakes) return;
    this.#problems.push({ code, severity: 'error', message, span: { start, end }, related: [] });
  }
}

function isValue({ kind }: Token): boolean {
  return kind === 'word' || kind === 'number' || kind === 'string';
}

function isBrace({ text, kind }: Token): boolean {
  return kind === 'punctuation' && (text === '}' || text === '{');
}

/** The escapes that names and types can have; others stay as they are. */
function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\(["'\\])/g, '$1') : text;
}
