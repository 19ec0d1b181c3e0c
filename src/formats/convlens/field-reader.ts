import type { Padding, PaddingSides, Value, WindowParameters } from '../../model/graph/operation.ts';
import type { Dim } from '../../model/graph/shape.ts';
import { describeTree, type Tree } from '../tree/tree.ts';
import type { FieldSpec } from './layers/field-spec.ts';
import { describePadding, paddingSides, unknownSides, spatialAxes } from './padding.ts';
import type { ProblemList } from '../problem-list.ts';
import {
  anyNumber,
  isAbsent,
  nestedNumbers,
  positiveNumber,
  wholeNumber,
  type NestedNumbers,
} from './values.ts';
import { said, type Filled, type Text } from '../../model/text/text.ts';

/** What a layer's fields are read against. */
export interface FieldContext {
  readonly layer: string;
  readonly specs: Readonly<Record<string, FieldSpec>>;
  /** The fields that are written, by name. */
  readonly written: ReadonlyMap<string, Tree>;
  /** Where a missing field is reported. */
  readonly title: { readonly start: number; readonly end: number };
  /** Spatial axes of the layer. */
  readonly axes: number;
  /** The model's batch size. */
  readonly batch: Dim;
  /** The model's rule, as written: `exact`, `floor` or `ceil`. */
  readonly rounding: string;
  readonly problems: ProblemList;
}

/** Reads one layer's fields. A value that is wrong gives a problem and is then unknown (null). */
export class FieldReader<Name extends string> {
  readonly #context: FieldContext;

  constructor(context: FieldContext) {
    this.#context = context;
  }

  get axes(): number {
    return this.#context.axes;
  }

  get batch(): Dim {
    return this.#context.batch;
  }

  has(name: Name): boolean {
    return !isAbsent(this.#context.written.get(name));
  }

  /** Reports that a field is missing; required ones are reported by themselves when they are read. */
  missing(name: Name): void {
    const { layer, problems, title } = this.#context;
    problems.report('missing-field', title, said('`{0}` needs `{1}`.', layer, name));
  }

  report(name: Name, message: Text): void {
    const { problems, title, written } = this.#context;
    problems.report('weights-mismatch', written.get(name) ?? title, message);
  }

  whole(name: Name, fallback: Value): Value {
    const { type } = this.#spec(name);
    const minimum = type.kind === 'whole' ? type.minimum : undefined;
    return this.#read(name, fallback, (tree) => wholeNumber(tree, name, minimum, this.#context.problems));
  }

  number(name: Name): Value {
    return this.#read(name, null, (tree) => anyNumber(tree, name, this.#context.problems));
  }

  /** One value for each spatial axis. */
  perAxis(name: Name, fallback: Value | readonly Value[]): readonly Value[] {
    const absent = typeof fallback === 'object' && fallback !== null ? fallback : this.#repeated(fallback);
    return this.#read(name, absent, (tree) =>
      this.#axisValues(name, tree, (item) => this.#axisValue(name, item)),
    );
  }

  /** Sizes for each spatial axis, `input` where the input's is kept (null). */
  sizesOrInput(name: Name): readonly (Value | 'input')[] {
    const one = (item: Tree): Value | 'input' => (isAbsent(item) ? 'input' : this.#axisValue(name, item));
    return this.#read<readonly (Value | 'input')[]>(name, this.#repeated(null), (tree) =>
      this.#axisValues(name, tree, one),
    );
  }

  padding(name: Name): Padding {
    const none = this.#repeated(0).map(() => ({ before: 0, after: 0 }));
    return this.#read<Padding>(name, { kind: 'explicit', sides: none }, (tree) => {
      if (tree.kind === 'scalar' && tree.value === 'same') return { kind: 'same-upper' };
      if (tree.kind === 'scalar' && tree.value === 'valid') return { kind: 'explicit', sides: none };
      return { kind: 'explicit', sides: this.#sides(name, tree, true) };
    });
  }

  /** Cells before and after for each spatial axis, without words. */
  sides(name: Name): readonly PaddingSides[] {
    return this.#read(name, unknownSides(this.axes), (tree) => this.#sides(name, tree, false));
  }

  switch(name: Name, fallback: boolean): boolean {
    return this.#read(name, fallback, (tree) => {
      if (tree.kind === 'scalar' && typeof tree.value === 'boolean') return tree.value;
      return this.#invalid(name, tree, said('true or false'), fallback);
    });
  }

  choice<Choice extends string>(name: Name, choices: readonly Choice[], fallback: Choice): Choice {
    return this.#read(name, fallback, (tree) => {
      const written = tree.kind === 'scalar' ? tree.value : null;
      const found = choices.find((choice) => choice === written);
      return found ?? this.#invalid(name, tree, said('one of {0}', choices.join(', ')), fallback);
    });
  }

  /**
   * The rounding of the layer, else of its model; `ceil` as PyTorch's pools do it, without a window that would read
   * nothing but padding. A wrong word counts as `floor`, which refuses the least.
   */
  rounding(): WindowParameters['rounding'] {
    const name = 'rounding' as Name;
    const choices = ['exact', 'floor', 'ceil'] as const;
    const ofModel = choices.find((choice) => choice === this.#context.rounding) ?? 'exact';
    const choice = this.choice(name, choices, this.has(name) ? 'floor' : ofModel);
    return choice === 'ceil' ? 'ceil-inside' : choice;
  }

  /** Whole numbers, one or a list; null where the field is absent or wrong. */
  wholes(name: Name): readonly number[] | null {
    const { type } = this.#spec(name);
    const minimum = type.kind === 'wholes' ? type.minimum : undefined;
    return this.#read<readonly number[] | null>(name, null, (tree) => {
      const items = tree.kind === 'sequence' ? tree.items : [tree];
      if (items.length === 0) return this.#invalid(name, tree, said('at least one whole number'), null);
      const values = items.map((item) => wholeNumber(item, name, minimum, this.#context.problems));
      const known = values.filter((value) => value !== null);
      return known.length === values.length ? known : null;
    });
  }

  /** Numbers in nested lists; null where absent or wrong. */
  values(name: Name): NestedNumbers | null {
    return this.#read<NestedNumbers | null>(name, null, (tree) =>
      nestedNumbers(tree, name, this.#context.problems),
    );
  }

  /** Switched on or off, or a list with a number for each output channel, which is on. */
  bias(name: Name, fallback: boolean): { readonly bias: boolean; readonly biasValues?: readonly number[] } {
    const tree = this.#context.written.get(name);
    if (tree?.kind !== 'sequence') return { bias: this.switch(name, fallback) };
    const numbers = this.values(name);
    if (numbers === null) return { bias: true };
    if (numbers.shape.length === 1 && numbers.values.length > 0)
      return { bias: true, biasValues: numbers.values };
    return this.#invalid(name, tree, said('true, false or a list of numbers'), { bias: true });
  }

  #read<T>(name: Name, fallback: T, read: (tree: Tree) => T): T {
    const tree = this.#context.written.get(name);
    if (!isAbsent(tree)) return read(tree);
    if (this.#spec(name).required === true) this.missing(name);
    return fallback;
  }

  #spec(name: Name): FieldSpec {
    const spec = this.#context.specs[name];
    if (spec === undefined)
      throw new Error(`\`${this.#context.layer}\` reads \`${name}\`, which is not among its fields.`);
    return spec;
  }

  #axisValue(name: Name, tree: Tree): Value {
    const { type } = this.#spec(name);
    const { problems } = this.#context;
    if (type.kind === 'per-axis' && type.fractional === true) return positiveNumber(tree, name, problems);
    return wholeNumber(tree, name, type.kind === 'per-axis' ? type.minimum : 0, problems);
  }

  #axisValues<T>(name: Name, tree: Tree, one: (item: Tree) => T): readonly (T | null)[] {
    if (tree.kind !== 'sequence') {
      const value = one(tree);
      return this.#repeated(value);
    }
    if (tree.items.length === this.axes) return tree.items.map(one);
    const message = said(
      '`{0}` has {1} values, but the layer has {2}. Write one number for all or one for each.',
      name,
      tree.items.length,
      spatialAxes(this.axes),
    );
    this.#context.problems.report('invalid-value', tree, message);
    return this.#repeated(null);
  }

  #sides(name: Name, tree: Tree, words: boolean): readonly PaddingSides[] {
    const { axes, problems } = this.#context;
    if (tree.kind === 'broken') return unknownSides(axes);
    if (tree.kind === 'scalar' && typeof tree.value !== 'number') {
      problems.report(
        'invalid-value',
        tree,
        said('`{0}` must be {1}, not {2}.', name, describePadding(words), describeTree(tree)),
      );
      return unknownSides(axes);
    }
    return paddingSides(tree, name, axes, problems);
  }

  #invalid<T>(name: Name, tree: Tree, wanted: Filled, fallback: T): T {
    if (tree.kind !== 'broken') {
      this.#context.problems.report(
        'invalid-value',
        tree,
        said('`{0}` must be {1}, not {2}.', name, wanted, describeTree(tree)),
      );
    }
    return fallback;
  }

  #repeated<T>(value: T): readonly T[] {
    return Array.from({ length: this.axes }, () => value);
  }
}
