import { said, type Text } from '../text/text.ts';
import { ofText } from './amount.ts';
import { dimensionNames, type Formula, type RuleFunction, type WrittenFormula } from './formula.ts';

/** Longer texts, and formulas that are nested more deeply, are refused: rules are short. */
const longest = 500;
const deepest = 30;
const mostInputs = 9;

/** An output of a rule: as the first input, or a formula for each of its sizes. */
export type OutputRule = 'same' | readonly WrittenFormula[];

export interface Unreadable {
  /** What is wrong with the text. */
  readonly unreadable: Text;
}

/** The outputs that a rule's text gives, between semicolons: `N, C/2, H, W; N, C/2, H, W`. */
export function readOutputs(text: string): readonly OutputRule[] | Unreadable {
  return read(text, (reader) => reader.outputs());
}

/** A single formula, such as that of the parameters. */
export function readFormula(text: string): WrittenFormula | Unreadable {
  return read(text, (reader) => reader.only());
}

/** What stops the reading of one text. */
class Refusal extends Error {
  readonly text: Text;

  constructor(text: Text) {
    super('A formula cannot be read.');
    this.text = text;
  }
}

function read<T>(text: string, how: (reader: FormulaReader) => T): T | Unreadable {
  if (text.length > longest) return { unreadable: said('it has more than {0} characters', longest) };
  try {
    return how(new FormulaReader(text));
  } catch (error) {
    if (error instanceof Refusal) return { unreadable: error.text };
    throw error;
  }
}

const tokens =
  /\s+|(?<number>\d+(?:\.\d+)?)|(?<field>\{[^{}]*\})|(?<word>[A-Za-z_]\w*)|(?<sign>\/\/|[-+*/(),;])/y;
const fields =
  /^\{\s*([^\s{}[\]=](?:[^{}[\]=]*[^\s{}[\]=])?)\s*(?:\[\s*(\d{1,3})\s*\])?\s*(?:=\s*(\d+(?:\.\d+)?))?\s*\}$/;
const functions: ReadonlyMap<string, RuleFunction> = new Map(
  (['floor', 'ceil', 'max', 'min'] as const).map((name) => [name, name]),
);

interface Token {
  readonly kind: 'number' | 'field' | 'word' | 'sign';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Recursive descent over the tokens of one text. */
class FormulaReader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  outputs(): readonly OutputRule[] {
    const outputs = [this.#output()];
    while (this.#take(';')) outputs.push(this.#output());
    this.#expectEnd();
    return outputs;
  }

  only(): WrittenFormula {
    const formula = this.#written();
    this.#expectEnd();
    return formula;
  }

  #output(): OutputRule {
    const first = this.#tokens[this.#next];
    if (first?.text === 'same') {
      this.#next++;
      return 'same';
    }
    const sizes = [this.#written()];
    while (this.#take(',')) sizes.push(this.#written());
    return sizes;
  }

  #written(): WrittenFormula {
    const start = this.#tokens[this.#next]?.start ?? this.#text.length;
    const formula = this.#sum();
    const end = this.#tokens[this.#next - 1]?.end ?? this.#text.length;
    return { formula, text: this.#text.slice(start, end), start };
  }

  #sum(): Formula {
    let left = this.#term();
    for (;;) {
      const operator = this.#take('+') ? '+' : this.#take('-') ? '-' : null;
      if (operator === null) return left;
      left = { kind: 'binary', operator, left, right: this.#term() };
    }
  }

  #term(): Formula {
    let left = this.#factor();
    for (;;) {
      const operator = this.#take('*') ? '*' : this.#take('//') ? '//' : this.#take('/') ? '/' : null;
      if (operator === null) return left;
      left = { kind: 'binary', operator, left, right: this.#factor() };
    }
  }

  #factor(): Formula {
    if (++this.#depth > deepest) throw new Refusal('it is nested too deeply');
    const factor = this.#inner();
    this.#depth--;
    return factor;
  }

  #inner(): Formula {
    if (this.#take('-')) return { kind: 'negative', of: this.#factor() };
    if (this.#take('(')) {
      const inner = this.#sum();
      this.#expect(')');
      return inner;
    }
    const token = this.#tokens[this.#next++];
    if (token === undefined) throw new Refusal('a size is missing at its end');
    switch (token.kind) {
      case 'number': {
        const value = ofText(token.text);
        if (value === null) throw new Refusal(said('{0} is too large', token.text));
        return { kind: 'number', value, start: token.start, end: token.end };
      }
      case 'field':
        return fieldOf(token);
      case 'word':
        return this.#word(token);
      case 'sign':
        throw new Refusal(said('a size is missing before `{0}`', token.text));
    }
  }

  #word(token: Token): Formula {
    const { text, start, end } = token;
    if (text === 'sum') {
      this.#expect('(');
      const name = dimensionNames.find((known) => known === this.#tokens[this.#next]?.text);
      if (name === undefined) throw new Refusal('`sum` takes one size of all inputs: `sum(C)`');
      this.#next++;
      this.#expect(')');
      return { kind: 'sum', name, start, end: this.#tokens[this.#next - 1]?.end ?? end };
    }
    const called = functions.get(text);
    if (called !== undefined) return this.#call(called);
    const place = /^d(\d)$/.exec(text)?.[1];
    if (place !== undefined) return { kind: 'place', place: Number(place), start, end };
    const [, letter, number = '1'] = /^([A-Z])(\d)?$/.exec(text) ?? [];
    const name = dimensionNames.find((known) => known === letter);
    const input = Number(number) - 1;
    if (name === undefined || input < 0 || input >= mostInputs) {
      throw new Refusal(
        said(
          'it knows no `{0}`: sizes are {1}, `C2` of the second input, `d0` by place, and a field of the layer is `{stride}`',
          text,
          dimensionNames.join(', '),
        ),
      );
    }
    return { kind: 'dimension', name, input, start, end };
  }

  #call(name: RuleFunction): Formula {
    this.#expect('(');
    const args = [this.#sum()];
    while (this.#take(',')) args.push(this.#sum());
    this.#expect(')');
    const isRounding = name === 'floor' || name === 'ceil';
    if (isRounding && args.length > 1) throw new Refusal(said('`{0}` takes one value', name));
    return { kind: 'call', name, args };
  }

  #take(text: string): boolean {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'sign' || token.text !== text) return false;
    this.#next++;
    return true;
  }

  #expect(text: string): void {
    if (this.#take(text)) return;
    const next = this.#tokens[this.#next]?.text;
    throw new Refusal(
      next === undefined
        ? said('`{0}` is missing at its end', text)
        : said('`{0}` is missing before `{1}`', text, next),
    );
  }

  #expectEnd(): void {
    const next = this.#tokens[this.#next]?.text;
    if (next !== undefined)
      throw new Refusal(said('a sign such as `,` or `*` is missing before `{0}`', next));
  }
}

function tokensOf(text: string): readonly Token[] {
  const found: Token[] = [];
  for (tokens.lastIndex = 0; tokens.lastIndex < text.length;) {
    const start = tokens.lastIndex;
    const groups = tokens.exec(text)?.groups;
    if (groups === undefined) throw new Refusal(said('`{0}` means nothing in it', text.charAt(start)));
    for (const kind of ['number', 'field', 'word', 'sign'] as const) {
      const part = groups[kind];
      if (part !== undefined) found.push({ kind, text: part, start, end: start + part.length });
    }
  }
  return found;
}

function fieldOf({ text, start, end }: Token): Formula {
  const [whole, name = '', index, fallback] = fields.exec(text) ?? [];
  const value = fallback === undefined ? null : ofText(fallback);
  if (whole === undefined || (fallback !== undefined && value === null)) {
    throw new Refusal(said('`{0}` is no field: write `{stride}`, `{stride[0]}` or `{stride=1}`', text));
  }
  return {
    kind: 'field',
    name,
    index: index === undefined ? null : Number(index),
    fallback: value,
    start,
    end,
  };
}
