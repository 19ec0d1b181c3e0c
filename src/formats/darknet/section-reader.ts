import type { FieldInsertion, FieldSource } from '../../model/graph/graph.ts';
import type { FieldValue, LayerFields } from '../../model/rules/layer-rule.ts';
import type { TextProblem, ProblemCode, Severity } from '../../model/problems/problem.ts';
import type { Span } from '../../util/span.ts';
import { isComment, listItems, readWholeNumber } from './read-number.ts';
import { withoutSpaces, type Option, type Section } from './read-sections.ts';
import { shortened } from '../../util/shortened.ts';
import { said, type Text } from '../../model/text/text.ts';

/** A hyper-parameter: its value (null where it is unknown) and where it stands, where it does. */
export interface Read {
  readonly value: number | null;
  readonly source?: FieldSource;
}

export interface Limits {
  /** Smallest value that darknet can work with; below it is an error and the value unknown. */
  readonly min?: number;
}

/** Largest value of C's int. */
const maxInt = 2 ** 31 - 1;

/**
 * Reads the options of one section as darknet's option_find_int and option_find_str do, and reports what they misread.
 * Offsets count from the section's own beginning.
 */
export class SectionReader {
  readonly #read = new Map<string, Read>();

  constructor(
    readonly section: Section,
    /** Of the file: what separates an option that is added from the one before it. */
    private readonly lineBreak: string,
    readonly report: (problem: TextProblem) => void,
  ) {}

  /** The first option of that name: darknet takes the first one where there are several. */
  find(key: string): Option | undefined {
    return this.section.options.find((option) => option.key === key);
  }

  has(key: string): boolean {
    return this.find(key) !== undefined;
  }

  /** A whole number, as atoi reads it; `fallback` where the option is absent. */
  int(key: string, fallback: number, limits: Limits = {}): Read {
    const option = this.find(key);
    if (!option) return { value: fallback };
    const known = this.#read.get(key);
    if (known) return known;
    const read = this.number(option, option.valueSpan, limits);
    this.#read.set(key, read);
    return read;
  }

  /** Whether a switch is set: any number but 0. */
  flag(key: string): boolean {
    const option = this.find(key);
    return option !== undefined && (readWholeNumber(this.section.text, option.valueSpan).value ?? 0) !== 0;
  }

  /** A value as darknet reads it: without white space, a comment behind it included. */
  asRead(key: string): string | null {
    const option = this.find(key);
    return option
      ? withoutSpaces(this.section.text.slice(option.valueSpan.start, option.valueSpan.end))
      : null;
  }

  /** A word without white space; a comment behind it is reported, since darknet takes it as part of the word. */
  word(key: string): string | null {
    const option = this.find(key);
    if (!option) return null;
    const value = this.asRead(key) ?? '';
    const comment = value.search(/[#;]/);
    if (comment < 0) return value;
    this.problem(
      'invalid-value',
      'warning',
      said(
        'Darknet knows no comments behind a value: it reads `{0}`. Move the comment to a line of its own.',
        shortened(value),
      ),
      option.valueSpan,
    );
    return value.slice(0, comment);
  }

  /** A list of whole numbers; null where the option is absent. Commas in a comment count, as darknet counts them. */
  ints(key: string): readonly { readonly value: number | null; readonly span: Span }[] | null {
    const option = this.find(key);
    if (!option) return null;
    return listItems(this.section.text, option.valueSpan).map((span) => ({
      value: this.number(option, span, {}).value,
      span,
    }));
  }

  /** How many values a list has before a comment that begins with `#` (AlexeyAB/darknet: src/parser.c parse_yolo_mask). */
  listLength(key: string): number | null {
    const option = this.find(key);
    if (!option) return null;
    const [list = ''] = this.section.text.slice(option.valueSpan.start, option.valueSpan.end).split('#');
    return list.split(',').length;
  }

  /** All options for a rule of the user's: numbers, lists of numbers, or words; the first of each name counts. */
  values(): LayerFields {
    const numberOf = (text: string): FieldValue => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);
    const values = this.section.options.map(({ key, valueSpan }): readonly [string, FieldValue] => {
      const [text = ''] = withoutSpaces(this.section.text.slice(valueSpan.start, valueSpan.end)).split('#');
      return [key, text.includes(',') ? text.split(',').map(numberOf) : numberOf(text)];
    });
    return Object.fromEntries(values.reverse());
  }

  /** How to add an option to this section. */
  insertion(key: string): FieldInsertion {
    return { offset: this.section.span.end, template: `${this.lineBreak}${key}={}` };
  }

  problem(code: ProblemCode, severity: Severity, message: Text, span: Span): void {
    this.report({ code, severity, message, span, related: [] });
  }

  private number(option: Option, span: Span, { min }: Limits): Read {
    const { value, span: numberSpan, rest } = readWholeNumber(this.section.text, span);
    const source = { span: numberSpan };
    const shown = shortened(this.section.text.slice(span.start, span.end));
    const key = `\`${option.key}\``;
    const error = (message: Text): Read => {
      this.problem('invalid-value', 'error', message, numberSpan);
      return { value: null, source };
    };
    if (value === null)
      return error(said('{0} must be a whole number; darknet reads `{1}` as 0.', key, shown));
    if (Math.abs(value) > maxInt)
      return error(said('{0} is {1}, more than darknet can count ({2}).', key, shown, maxInt));
    if (min !== undefined && value < min)
      return error(said('{0} must be at least {1}, but is {2}.', key, min, value));
    if (rest !== '' && !isComment(rest)) {
      this.problem(
        'invalid-value',
        'warning',
        said('Darknet reads `{0}` as {1}. Write {2}.', shown, value, value),
        span,
      );
    }
    return { value, source };
  }
}
