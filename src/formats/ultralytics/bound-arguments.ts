import type { FieldInsertion, FieldName, FieldSource } from '../../model/graph/graph.ts';
import type { Span } from '../../util/span.ts';
import type { Place, ProblemList } from '../problem-list.ts';
import type { Parameter } from './signature.ts';
import { isList, isTrue, numberOf, type Argument, type PythonValue } from './values.ts';
import { said, type Text } from '../../model/text/text.ts';

/** Which arguments of a module are fields of a layer. */
export type ArgumentNames = Readonly<Partial<Record<FieldName, string>>>;

/** An argument with which the framework stops, by its name. */
export interface Refusal {
  readonly name: string;
  readonly message: Text;
}

/** Where the numbers of a layer stand, and where those may be added that are left out. */
export interface Sources {
  readonly fields: Readonly<Partial<Record<FieldName, FieldSource>>>;
  readonly insertions: Readonly<Partial<Record<FieldName, FieldInsertion>>>;
}

/** A row's arguments by the names of its module's parameters. Numbers that are none are refused, and NaN. */
export class BoundArguments {
  readonly #parameters: readonly Parameter[];
  readonly #given: readonly Argument[];
  readonly #list: Place;
  /** Those that were found while the arguments were read. */
  readonly refusals: Refusal[] = [];

  /** `list` is the list of arguments in the text. */
  constructor(parameters: readonly Parameter[], given: readonly Argument[], list: Place) {
    this.#parameters = parameters;
    this.#given = given;
    this.#list = list;
  }

  value(name: string): PythonValue {
    const index = this.#indexOf(name);
    return this.#given[index]?.value ?? this.#parameters[index]?.fallback ?? null;
  }

  number(name: string): number {
    return this.#numberIn(this.value(name), name);
  }

  /** A whole number within limits that a model may reasonably have. */
  count(name: string, most = 500): number {
    const number = this.number(name);
    if (Number.isNaN(number)) return 0;
    if (Number.isInteger(number) && number >= 0 && number <= most) return number;
    this.refuse(name, said('`{0}` must be a whole number up to {1}, but is {2}.', name, most, number));
    return 0;
  }

  /** One number for both axes, or two, rows first; null where it is None. */
  pair(name: string): readonly [number, number] | null {
    const value = this.value(name);
    if (value === null) return null;
    const [rows, columns] = isList(value) ? value : [];
    if (isList(value) && rows && columns && value.length === 2) {
      return [this.#numberIn(rows.value, name), this.#numberIn(columns.value, name)];
    }
    const both = this.#numberIn(value, name);
    return [both, both];
  }

  numbers(name: string): readonly number[] {
    const value = this.value(name);
    if (isList(value)) return value.map((item) => this.#numberIn(item.value, name));
    return [this.#numberIn(value, name)];
  }

  flag(name: string): boolean {
    return isTrue(this.value(name));
  }

  /** Where arguments stand that become fields of a layer, and where they may be added. */
  sources(fields: ArgumentNames): Sources {
    const written: Partial<Record<FieldName, FieldSource>> = {};
    const insertions: Partial<Record<FieldName, FieldInsertion>> = {};
    for (const [field, name] of Object.entries(fields) as [FieldName, string][]) {
      const index = this.#indexOf(name);
      const argument = this.#given[index];
      if (argument?.place) written[field] = sourceOf(argument, argument.place);
      else if (!argument) insertions[field] = this.#insertion(index);
    }
    return { fields: written, insertions };
  }

  /** An argument with which the framework stops. */
  refuse(name: string, message: Text): void {
    this.refusals.push({ name, message });
  }

  /** Reports refusals, which may be those of another row with the same values, where this one's arguments stand. */
  report(refusals: readonly Refusal[], problems: ProblemList): void {
    for (const { name, message } of refusals) {
      problems.report('invalid-value', this.#given[this.#indexOf(name)]?.place ?? this.#list, message);
    }
  }

  #indexOf(name: string): number {
    return this.#parameters.findIndex((parameter) => parameter.name === name);
  }

  /** At the end of the list, with the parameters before it at their defaults. */
  #insertion(index: number): FieldInsertion {
    let template = ', ';
    for (let place = this.#given.length; place < index; place++) {
      template += `${this.#parameters[place]?.text ?? 'None'}, `;
    }
    return { offset: this.#list.end - 1, template: `${template}{}` };
  }

  #numberIn(value: PythonValue, name: string): number {
    const number = numberOf(value);
    if (number !== null) return number;
    this.refuse(name, said('`{0}` must be a number.', name));
    return NaN;
  }
}

function sourceOf({ value, computed = false }: Argument, place: Place): FieldSource {
  const axes = isList(value) ? value.flatMap((item) => (item.place ? [spanOf(item.place)] : [])) : [];
  const perAxis = isList(value) && axes.length === value.length;
  return { span: spanOf(place), ...(perAxis ? { axes } : {}), ...(computed ? { computed } : {}) };
}

export function spanOf({ start, end }: Place): Span {
  return { start, end };
}
