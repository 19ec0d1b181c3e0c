import type { KnownInference } from './inference.ts';
import type { MemoryNeed } from './memory.ts';
import type { NodeReport } from './node-report.ts';

/** What was worked out for the nodes of a graph, in their order. Shapes are in the framework's own order. */
export interface InferredLayers {
  readonly inferences: readonly KnownInference[];
  readonly layers: readonly NodeReport[];
  /** The places of those whose inference has findings. */
  readonly faulty: readonly number[];
  readonly need: MemoryNeed;
}
