import type { FieldInsertion, FieldName, FieldSource, TensorRef } from '../../../model/graph/graph.ts';
import type { Operation } from '../../../model/graph/operation.ts';
import type { LayerRules } from '../../../model/rules/layer-rule.ts';
import type { AxesRead, MessageReader, Read } from '../message-reader.ts';

/** What a layer's rule may look at. */
export interface LayerContext {
  /** The whole `layer { … }`. */
  readonly reader: MessageReader;
  readonly type: string;
  readonly bottoms: readonly Blob[];
  readonly topCount: number;
  /** What the user says that unknown layers do. */
  readonly rules: LayerRules | undefined;
}

/** A tensor with the number of its dimensions, null where that is unknown. */
export interface Blob {
  readonly tensor: TensorRef | null;
  readonly rank: number | null;
}

export interface Layer {
  readonly operation: Operation;
  /** All bottoms, unless said otherwise. */
  readonly inputs?: readonly (TensorRef | null)[];
  readonly fields?: Fields;
  readonly insertions?: Insertions;
  /** Dimensions of the first output; as the first bottom has, unless said otherwise. */
  readonly rank?: number | null;
  /** What the tops hold: output i for top i, or output 0 for all of them; `loss`: output 0, then copies of the bottom. */
  readonly tops?: 'each' | 'loss';
}

export type LayerRule = (context: LayerContext) => Layer;

export type Fields = Readonly<Partial<Record<FieldName, FieldSource>>>;
export type Insertions = Readonly<Partial<Record<FieldName, FieldInsertion>>>;

/** The sources of those hyper-parameters that the file gives. */
export function fieldsOf(reads: Readonly<Partial<Record<FieldName, Read | AxesRead>>>): Fields {
  const fields: Partial<Record<FieldName, FieldSource>> = {};
  for (const [name, { source }] of Object.entries(reads)) {
    if (source) fields[name as FieldName] = source;
  }
  return fields;
}

/** How to add those hyper-parameters that the file leaves out, by their names in Caffe. */
export function insertionsOf(
  reader: MessageReader,
  names: Readonly<Partial<Record<FieldName, string>>>,
): Insertions {
  const insertions: Partial<Record<FieldName, FieldInsertion>> = {};
  for (const [field, name] of Object.entries(names)) {
    const insertion = reader.insertion(name);
    if (insertion) insertions[field as FieldName] = insertion;
  }
  return insertions;
}

/** The dimensions of the first bottom; null where they are unknown. */
export function rankOf({ bottoms }: LayerContext): number | null {
  return bottoms[0]?.rank ?? null;
}

/** A known layer whose fields do not tell what comes out of it. */
export function unsized(outputs = 1): Layer {
  const shapes = Array.from({ length: outputs }, () => null);
  return {
    operation: { kind: 'declared', outputs: shapes, params: null, macs: null },
    rank: null,
    tops: 'each',
  };
}
