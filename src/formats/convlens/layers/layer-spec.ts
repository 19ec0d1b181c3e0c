import type { FieldName } from '../../../model/graph/graph.ts';
import type { Operation } from '../../../model/graph/operation.ts';
import type { FieldReader } from '../field-reader.ts';

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

/** One type of layer: what may be written, and the operation that it means. */
export interface LayerSpec {
  readonly name: string;
  /** Other spellings, compared without case, `_`, `-` and a trailing `1d`, `2d`, `3d`. */
  readonly synonyms: readonly string[];
  readonly description: string;
  readonly fields: Readonly<Record<string, FieldSpec>>;
  /** The field that a value written in place of the fields stands for: `max_pool: 2`. */
  readonly shorthand?: string;
  /** Takes the outputs of several layers. */
  readonly joins?: true;
  /** Has windows, so that `rounding` matters. */
  readonly rounds?: true;
  build(read: FieldReader<string>): Operation;
}

/** A layer whose `build` may only ask for its own fields. */
export function defineLayer<const Fields extends Readonly<Record<string, FieldSpec>>>(
  spec: Omit<LayerSpec, 'fields' | 'build' | 'shorthand'> & {
    readonly fields: Fields;
    readonly shorthand?: keyof Fields & string;
    build(read: FieldReader<keyof Fields & string>): Operation;
  },
): LayerSpec {
  return spec;
}
