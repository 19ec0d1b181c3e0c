import type { FieldInsertion, FieldSource } from '../../model/graph/graph.ts';
import type { TextProblem, ProblemCode, Severity } from '../../model/problems/problem.ts';
import type { Span } from '../../util/span.ts';
import type { ProtoField, ProtoMessage } from './text-format.ts';
import { shortened } from '../../util/shortened.ts';
import { said, type Text } from '../../model/text/text.ts';

/** A number: its value (null where it is unknown) and where it stands, where it does. */
export interface Read {
  readonly value: number | null;
  readonly source?: FieldSource;
}

/** Numbers that a file gives once for all axes, or one by one. */
export interface AxesRead {
  readonly values: readonly (number | null)[];
  readonly source?: FieldSource;
}

const emptyMessage: ProtoMessage = { kind: 'message', fields: [], span: { start: 0, end: 0 } };

/** Reads the fields of one message by type, as protobuf's parser does, and reports those of another type. */
export class MessageReader {
  constructor(
    readonly message: ProtoMessage,
    readonly text: string,
    readonly report: (problem: TextProblem) => void,
    /** Where the message would have to be written; null for one that exists. */
    private readonly absent: { readonly name: string; readonly parent: MessageReader } | null = null,
  ) {}

  has(name: string): boolean {
    return this.message.fields.some((field) => field.name === name);
  }

  all(name: string): readonly ProtoField[] {
    return this.message.fields.filter((field) => field.name === name);
  }

  /** The inner message of that name; an empty one where there is none. */
  inner(name: string): MessageReader {
    const [message] = this.innerAll(name);
    return message ?? new MessageReader(emptyMessage, this.text, this.report, { name, parent: this });
  }

  innerAll(name: string): readonly MessageReader[] {
    return this.all(name).flatMap(({ value, nameSpan }) => {
      if (value.kind === 'message') return [new MessageReader(value, this.text, this.report)];
      this.problem(
        'invalid-value',
        'error',
        said('`{0}` is a message: write `{1} { … }`.', name, name),
        nameSpan,
      );
      return [];
    });
  }

  /** A whole number of at least `min` (0 unless said otherwise: most of Caffe's are unsigned). */
  int(name: string, fallback: number, min = 0): Read {
    const [first, second] = this.ints(name, min);
    if (second?.source) this.#duplicate(name, second.source.span);
    return first ?? { value: fallback };
  }

  ints(name: string, min = 0): readonly Read[] {
    return this.all(name).map((field) => this.#number(field, min));
  }

  /** Any number; null where it is none. */
  number(name: string, fallback: number): number | null {
    const field = this.all(name).at(-1);
    if (!field) return fallback;
    const value = field.value.kind === 'scalar' ? Number(field.value.value) : NaN;
    return Number.isFinite(value) ? value : null;
  }

  bool(name: string, fallback: boolean): boolean {
    const [field] = this.all(name);
    if (!field) return fallback;
    const { value } = field;
    const text = value.kind === 'scalar' && !value.quoted ? value.value : '';
    if (['true', 'True', 't', '1'].includes(text)) return true;
    if (['false', 'False', 'f', '0'].includes(text)) return false;
    this.problem('invalid-value', 'error', said('`{0}` is `true` or `false`.', name), value.span);
    return fallback;
  }

  /** An enum's word, or its number as text; null where it is absent. */
  word(name: string): { readonly value: string; readonly span: Span } | null {
    const [field] = this.all(name);
    if (field?.value.kind !== 'scalar') return null;
    const { value, span, quoted } = field.value;
    if (quoted)
      this.problem(
        'invalid-value',
        'error',
        said('`{0}` is a word without quotes: write {1}.', name, value),
        span,
      );
    return { value, span };
  }

  /** A string; null where it is absent. One without quotes is reported, and read. */
  string(name: string): { readonly value: string; readonly span: Span } | null {
    return this.strings(name)[0] ?? null;
  }

  strings(name: string): readonly { readonly value: string; readonly span: Span }[] {
    return this.all(name).flatMap(({ value, nameSpan }) => {
      if (value.kind === 'message') {
        this.problem('invalid-value', 'error', said('`{0}` is a string, not a message.', name), nameSpan);
        return [];
      }
      if (!value.quoted) {
        this.problem(
          'invalid-value',
          'error',
          said('`{0}` is a string: write "{1}".', name, shortened(value.value)),
          value.span,
        );
      }
      return [{ value: value.value, span: value.span }];
    });
  }

  /** How to add a field to this message, in the way that the message is written. */
  insertion(name: string): FieldInsertion | null {
    if (this.absent) {
      const insertion = this.absent.parent.insertion(this.absent.name);
      if (!insertion) return null;
      const template = insertion.template.replace(/: \{\}$/, ` { ${name}: {} }`);
      return { offset: insertion.offset, template };
    }
    const last = this.message.fields.at(-1);
    if (!last) return null;
    const lineStart = this.text.lastIndexOf('\n', last.span.start - 1) + 1;
    const margin = this.text.slice(lineStart, last.span.start);
    const isOwnLine = margin.trim() === '';
    return { offset: last.span.end, template: `${isOwnLine ? `\n${margin}` : ' '}${name}: {}` };
  }

  problem(code: ProblemCode, severity: Severity, message: Text, span: Span): void {
    this.report({ code, severity, message, span, related: [] });
  }

  #duplicate(name: string, span: Span): void {
    this.problem(
      'duplicate-key',
      'error',
      said('`{0}` is given more than once; Caffe refuses that. Remove one.', name),
      span,
    );
  }

  #number({ name, value, nameSpan }: ProtoField, min: number): Read {
    if (value.kind === 'message') {
      this.problem('invalid-value', 'error', said('`{0}` is a number, not a message.', name), nameSpan);
      return { value: null };
    }
    const source = { span: value.span };
    const error = (message: Text): Read => {
      this.problem('invalid-value', 'error', message, value.span);
      return { value: null, source };
    };
    const number = value.quoted ? null : wholeNumber(value.value);
    if (number === null)
      return error(
        said('`{0}` must be a whole number, not {1}.', name, shortened(this.#written(value.span))),
      );
    if (number < min) return error(said('`{0}` must be at least {1}, but is {2}.', name, min, number));
    if (number > maxInt) return error(said('`{0}` is more than Caffe can count ({1}).', name, maxInt));
    return { value: number, source };
  }

  #written({ start, end }: Span): string {
    return this.text.slice(start, end);
  }
}

/** Largest value of C's int: blob sizes are ints. */
const maxInt = 2 ** 31 - 1;

/** Decimal, hexadecimal and octal, as protobuf reads them; null for anything else, fractions included. */
function wholeNumber(text: string): number | null {
  const match = /^(-?)\s*(?:(0[xX][\da-fA-F]+)|(0[0-7]+)|(\d+))$/.exec(text);
  if (!match) return null;
  const [, sign, hexadecimal, octal, decimal] = match;
  const magnitude = octal === undefined ? Number(hexadecimal ?? decimal) : parseInt(octal, 8);
  return sign === '-' ? -magnitude : magnitude;
}
