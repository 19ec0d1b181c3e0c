import type { Dim } from '../../model/graph/shape.ts';

/** A small tensor whose values are known while reading: sizes, axes, indices. Values in C order. */
export interface Constant {
  readonly dims: readonly number[];
  /** Sizes may be symbolic or unknown, as in the result of `Shape`. */
  readonly values: readonly Dim[];
}

export function scalar(value: Dim): Constant {
  return { dims: [], values: [value] };
}

export function vector(values: readonly Dim[]): Constant {
  return { dims: [values.length], values };
}

/** The values as whole numbers, or null where one of them is not known. */
export function knownNumbers(constant: Constant | null | undefined): readonly number[] | null {
  const values = constant?.values ?? null;
  return values?.every((value) => typeof value === 'number') ? values : null;
}
