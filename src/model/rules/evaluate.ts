import { assertNever } from '../../util/assert-never.ts';
import type { Layout, Shape } from '../graph/shape.ts';
import { amountText } from './amount-text.ts';
import {
  extreme,
  negative,
  ofDim,
  ofNumber,
  product,
  quotient,
  rounded,
  sum,
  whole,
  type Amount,
} from './amount.ts';
import type { DimensionName, Formula, Leaf, WrittenFormula } from './formula.ts';
import type { FieldValue, LayerFields } from './layer-rule.ts';
import type { RuleFailure } from './rule-failure.ts';

type Known = Amount | null;
type Binary = Extract<Formula, { kind: 'binary' }>;
type Field = Extract<Leaf, { kind: 'field' }>;

/** What a layer gives its rule. */
export interface RuleScope {
  readonly fields: LayerFields;
  readonly inputShapes: readonly Shape[];
  /** Where the channels stand in these shapes. */
  readonly layout: Layout;
}

const spatialNames: Readonly<Partial<Record<number, readonly DimensionName[]>>> = {
  3: ['L'],
  4: ['H', 'W'],
  5: ['D', 'H', 'W'],
};

/** What the dimensions of a tensor are called, by their number. */
export function namesOf(rank: number, layout: Layout): readonly DimensionName[] {
  if (rank < 2) return rank === 1 ? ['N'] : [];
  const spatial = spatialNames[rank] ?? [];
  return layout === 'channels-last' ? ['N', ...spatial, 'C'] : ['N', 'C', ...spatial];
}

/** Works formulas out for one layer. Null is unknown; what went wrong first is kept. */
export class Evaluation {
  readonly #scope: RuleScope;
  #failure: RuleFailure | null = null;

  constructor(scope: RuleScope) {
    this.#scope = scope;
  }

  get failure(): RuleFailure | null {
    return this.#failure;
  }

  value(formula: Formula): Known {
    switch (formula.kind) {
      case 'number':
      case 'dimension':
      case 'place':
      case 'sum':
      case 'field':
        return this.#leaf(formula);
      case 'negative': {
        const value = this.value(formula.of);
        return value && negative(value);
      }
      case 'binary':
        return this.#binary(formula);
      case 'call': {
        const args = formula.args.map((arg) => this.value(arg));
        return args.reduce(
          (left, right) => left && right && called(formula.name, left, right),
          args[0] ?? null,
        );
      }
      default:
        return assertNever(formula);
    }
  }

  /** The formula with numbers in place of names: `13/2`. */
  withNumbers({ formula, text, start }: WrittenFormula): string {
    let result = '';
    let from = 0;
    for (const leaf of leavesOf(formula)) {
      const value = this.#leaf(leaf);
      result += text.slice(from, leaf.start - start) + (value === null ? '?' : amountText(value));
      from = leaf.end - start;
    }
    return result + text.slice(from);
  }

  /** Keeps the first that went wrong. */
  fail(failure: RuleFailure): null {
    this.#failure ??= failure;
    return null;
  }

  #leaf(leaf: Leaf): Known {
    switch (leaf.kind) {
      case 'number':
        return leaf.value;
      case 'dimension':
        return this.#dimension(leaf.name, leaf.input);
      case 'place': {
        const shape = this.#shape(0, `d${leaf.place}`);
        if (shape === null) return null;
        const dim = shape[leaf.place];
        if (dim === undefined) return this.fail({ reason: 'no-dimension', name: `d${leaf.place}`, shape });
        return ofDim(dim);
      }
      case 'sum':
        return this.#scope.inputShapes.reduce<Known>((total, _, input) => {
          const size = this.#dimension(leaf.name, input);
          return total && size && sum(total, size);
        }, whole(0));
      case 'field':
        return this.#field(leaf);
    }
  }

  #dimension(name: DimensionName, input: number): Known {
    const shown = input === 0 ? name : `${name}${input + 1}`;
    const shape = this.#shape(input, shown);
    if (shape === null) return null;
    const dim = shape[namesOf(shape.length, this.#scope.layout).indexOf(name)];
    if (dim === undefined) return this.fail({ reason: 'no-dimension', name: shown, shape });
    return ofDim(dim);
  }

  #shape(input: number, name: string): Shape {
    const { inputShapes } = this.#scope;
    const shape = inputShapes[input];
    if (shape === undefined) return this.fail({ reason: 'no-input', name, inputs: inputShapes.length });
    return shape;
  }

  #field(leaf: Field): Known {
    const { name, index, fallback } = leaf;
    const { fields } = this.#scope;
    const value = Object.hasOwn(fields, name) ? fields[name] : null;
    if (value === undefined || value === null) {
      return fallback ?? this.fail({ reason: 'no-field', name });
    }
    const item = this.#item(value, leaf);
    if (item === undefined) return this.fail({ reason: 'no-item', name, index: index ?? 0 });
    if (item === null) return null;
    if (typeof item === 'number') return ofNumber(item);
    if (typeof item === 'boolean') return whole(Number(item));
    return this.fail({ reason: 'no-number', name });
  }

  /** One of a list, or the only value; null, with a failure, where a list is meant to be a number. */
  #item(value: FieldValue, { name, index }: Field): FieldValue | undefined {
    if (!isList(value)) return value;
    if (index !== null) return value[index];
    const [first] = value;
    if (first === undefined || value.some((item) => item !== first)) {
      return this.fail({ reason: 'list', name, length: value.length });
    }
    return first;
  }

  #binary({ operator, left, right }: Binary): Known {
    const [a, b] = [this.value(left), this.value(right)];
    if (a === null || b === null) return null;
    if (operator === '+') return sum(a, b);
    if (operator === '-') return sum(a, negative(b));
    if (operator === '*') return product(a, b);
    if (b.num === 0) return this.fail({ reason: 'division-by-zero' });
    const exact = quotient(a, b);
    return operator === '/' || exact === null ? exact : rounded(exact, Math.floor);
  }
}

const isList = (value: FieldValue): value is readonly FieldValue[] => Array.isArray(value);

function called(name: Extract<Formula, { kind: 'call' }>['name'], left: Amount, right: Amount): Known {
  switch (name) {
    case 'floor':
      return rounded(right, Math.floor);
    case 'ceil':
      return rounded(right, Math.ceil);
    case 'max':
      return extreme(left, right, 1);
    case 'min':
      return extreme(left, right, -1);
  }
}

/** Those that stand in the formula, from left to right. */
function leavesOf(formula: Formula): readonly Leaf[] {
  switch (formula.kind) {
    case 'negative':
      return leavesOf(formula.of);
    case 'binary':
      return [...leavesOf(formula.left), ...leavesOf(formula.right)];
    case 'call':
      return formula.args.flatMap(leavesOf);
    default:
      return [formula];
  }
}
