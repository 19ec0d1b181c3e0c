import type { FieldName } from '../../../model/graph/graph.ts';

/** What a field may hold. */
export type FieldType =
  /** Negative numbers too where there is no minimum. */
  | { readonly kind: 'whole'; readonly minimum?: number }
  /** One number for every spatial axis, or a list with one for each. */
  | { readonly kind: 'per-axis'; readonly minimum: number; readonly fractional?: true; readonly keeps?: true }
  /** A number, one for each axis or each side, and the words `same` and `valid` where allowed. */
  | { readonly kind: 'padding'; readonly words: boolean }
  | { readonly kind: 'switch' }
  | { readonly kind: 'number' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  /** One or several whole numbers. */
  | { readonly kind: 'wholes'; readonly minimum?: number }
  /** Numbers in lists in lists. */
  | { readonly kind: 'values' }
  /** Switched on or off, or its values. */
  | { readonly kind: 'bias' };

export interface FieldSpec {
  readonly type: FieldType;
  /** One sentence for documentation, hovers and the JSON Schema. */
  readonly description: string;
  /** Under which name problems and fixes find it. */
  readonly source?: FieldName;
  readonly required?: true;
}
