import type { TensorRef } from '../../model/graph/graph.ts';

/** A tensor, or null where it is not known. */
export type Tensor = TensorRef | null;

/** What a row passes on: one tensor, or several as a tuple. */
export type Flow = readonly Tensor[];
