import type { GraphNode } from '../graph/graph.ts';
import type { Layout } from '../graph/shape.ts';
import type { LayerReport } from '../report.ts';
import type { OperationInference } from './inference.ts';

/** What was worked out for the nodes of a graph, in their order. Shapes are in the framework's own order. */
export interface InferredLayers {
  readonly layout: Layout;
  readonly nodes: readonly GraphNode[];
  readonly inferences: readonly OperationInference[];
  readonly layers: readonly LayerReport[];
  /** 1 for a node whose inference has findings. */
  readonly faulty: Uint8Array;
}
