import type { FieldInsertion, FieldName, FieldSource, TensorRef } from '../../../model/graph/graph.ts';
import type { Operation } from '../../../model/graph/operation.ts';
import type { References } from '../references.ts';
import type { Read, SectionReader } from '../section-reader.ts';

/** What a layer's rule may look at: its section and the tensors before it. */
export interface LayerContext {
  readonly reader: SectionReader;
  /** What the layer before gives; null where that is unknown. */
  readonly previous: TensorRef | null;
  readonly references: References;
}

/** One layer in the terms of the graph. */
export interface Layer {
  readonly operation: Operation;
  readonly inputs: readonly (TensorRef | null)[];
  readonly fields?: Fields;
  readonly insertions?: Readonly<Partial<Record<FieldName, FieldInsertion>>>;
  /** A second operation that darknet hides in the layer; the layer after reads its result. */
  readonly then?: Operation;
}

export type LayerRule = (context: LayerContext) => Layer;

export type Fields = Readonly<Partial<Record<FieldName, FieldSource>>>;

/** The sources of those hyper-parameters that the file gives. */
export function fieldsOf(reads: Readonly<Partial<Record<FieldName, Read>>>): Fields {
  const fields: Partial<Record<FieldName, FieldSource>> = {};
  for (const [name, read] of Object.entries(reads)) {
    if (read.source) fields[name as FieldName] = read.source;
  }
  return fields;
}

/** How to add those options that the file leaves out, by the field that each of them gives. */
export function insertionsOf(
  reader: SectionReader,
  keys: Readonly<Partial<Record<FieldName, string>>>,
): Readonly<Partial<Record<FieldName, FieldInsertion>>> {
  const insertions: Partial<Record<FieldName, FieldInsertion>> = {};
  for (const [name, key] of Object.entries(keys)) {
    if (!reader.has(key)) insertions[name as FieldName] = reader.insertion(key);
  }
  return insertions;
}

/** A layer whose input is the one before it. */
export function after(context: LayerContext, operation: Operation, fields: Fields = {}): Layer {
  return { operation, inputs: [context.previous], fields };
}

/** A known layer whose options do not tell what comes out. */
export const unsized: Operation = { kind: 'declared', outputs: [null], params: null, macs: null };
