import type { Amount } from './amount.ts';

/** Which sizes a rule may name, by the input's number of dimensions. */
export const dimensionNames = ['N', 'C', 'D', 'H', 'W', 'L'] as const;

export type DimensionName = (typeof dimensionNames)[number];

/** Where in the rule's text a part stands. */
interface Placed {
  readonly start: number;
  readonly end: number;
}

/** What stands for a number that the layer or its inputs give. */
export type Leaf = Placed &
  (
    | { readonly kind: 'number'; readonly value: Amount }
    /** `H`, `H2`: a size of input 0, 1, … */
    | { readonly kind: 'dimension'; readonly name: DimensionName; readonly input: number }
    /** `d0`: dimension 0 of the first input, whatever it means. */
    | { readonly kind: 'place'; readonly place: number }
    /** `sum(C)`: over all inputs. */
    | { readonly kind: 'sum'; readonly name: DimensionName }
    /** `{stride}`, `{kernel[1]}`, `{stride=1}` */
    | {
        readonly kind: 'field';
        readonly name: string;
        readonly index: number | null;
        readonly fallback: Amount | null;
      }
  );

/** A formula of a rule, read. */
export type Formula =
  | Leaf
  | { readonly kind: 'negative'; readonly of: Formula }
  | {
      readonly kind: 'binary';
      readonly operator: '+' | '-' | '*' | '/' | '//';
      readonly left: Formula;
      readonly right: Formula;
    }
  | { readonly kind: 'call'; readonly name: RuleFunction; readonly args: readonly Formula[] };

export type RuleFunction = 'floor' | 'ceil' | 'max' | 'min';

/** A formula with its text, for messages. */
export interface WrittenFormula {
  readonly formula: Formula;
  readonly text: string;
  /** Where in the rule its text begins. */
  readonly start: number;
}
