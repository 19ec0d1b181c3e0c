import type { Dim } from './shape.ts';

/**
 * A size derived from input 0, or another one where `input` says so: ⌊(size + offset) · times / over⌋ · then + plus, where size is the one along a dimension,
 * or the number of elements without the batch (`elements`) or without batch and channels (`spatial`).
 */
export interface DerivedDim {
  readonly from: number | 'elements' | 'spatial';
  readonly input?: number;
  readonly offset?: number;
  readonly times?: number;
  readonly over?: number;
  /** Divided as in C: toward zero, not down. */
  readonly truncates?: boolean;
  readonly then?: number;
  readonly plus?: number;
  /** The framework refuses a size that `over` does not divide. */
  readonly divides?: boolean;
}

/** A dimension of an input that is not the first one. */
export interface OtherDimension {
  readonly input: number;
  readonly axis: number;
}

/**
 * A count that grows with the inputs: `times` for every combination of cells along dimensions of input 0 (one may stand
 * twice), or of other inputs.
 */
export interface WorkTerm {
  readonly times: number;
  readonly over: readonly (number | OtherDimension)[];
}

type DerivedSizes = readonly (Dim | DerivedDim)[];

/** Sized dimension by dimension from its inputs, most often from input 0 alone: crops, histories and other layers of one framework. */
export interface Derived {
  readonly kind: 'derived';
  /** Dimensions that input 0 must have; as many as `dims` reads, unless given. */
  readonly inputRank?: number;
  readonly dims: DerivedSizes;
  /** Outputs behind the first one: the states of a recurrent layer. */
  readonly more?: readonly DerivedSizes[];
  /** What the values are, where that is more than a size: those of the input, in order, or the softmax over all of a sample. */
  readonly values?: 'same' | 'softmax';
  readonly params: number | null | readonly WorkTerm[];
  readonly macs: number | null | readonly WorkTerm[];
}
