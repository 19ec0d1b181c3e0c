import type { Operation } from '../../../model/graph/operation.ts';
import type { FieldReader } from '../field-reader.ts';
import type { FieldSpec } from './field-spec.ts';

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
