import type { GraphNode } from '../graph/graph.ts';
import type { Layout } from '../graph/shape.ts';
import type { ReceptiveField } from '../report.ts';
import type { KnownInference } from './inference.ts';
import { receptiveFieldOf } from './receptive-field.ts';

/** The receptive fields of a graph's layers, worked out up to the one that is asked for. */
export class ReceptiveFields {
  readonly #nodes: readonly GraphNode[];
  readonly #inferences: readonly KnownInference[];
  readonly #layout: Layout;
  readonly #fields: (ReceptiveField | null)[] = [];

  constructor(nodes: readonly GraphNode[], inferences: readonly KnownInference[], layout: Layout) {
    this.#nodes = nodes;
    this.#inferences = inferences;
    this.#layout = layout;
  }

  at(index: number): ReceptiveField | null {
    for (let next = this.#fields.length; next <= index; next++) this.#fields.push(this.#fieldOf(next));
    return this.#fields[index] ?? null;
  }

  #fieldOf(index: number): ReceptiveField | null {
    const known = this.#inferences[index];
    if (!known) return null;
    const inputs = this.#nodes[index]?.inputs ?? [];
    const fields = inputs.map((ref) => (ref === null ? null : (this.#fields[ref.node] ?? null)));
    return receptiveFieldOf(known.operation, fields, known.inputShapes, known.inference, this.#layout);
  }
}
