import type { Graph, GraphNode } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import type { Shape } from '../graph/shape.ts';
import { sameShapes } from './dims.ts';
import { inferOperation } from './infer-operation.ts';
import type { KnownInference } from './inference.ts';
import type { InferenceMemory } from './inference-memory.ts';
import type { InferredLayers } from './inferred-layers.ts';
import { NodeReport } from './node-report.ts';
import { ReceptiveFields } from './receptive-fields.ts';

/** Where inferences may come from instead of being worked out. */
export interface InferenceSources {
  /** What the format has already worked out, by the operation of a node. */
  readonly known?: ReadonlyMap<Operation, KnownInference> | undefined;
  /** What was worked out for earlier graphs. */
  readonly memory?: InferenceMemory;
}

/** Shapes and costs of a graph, node by node. */
export function inferLayers(graph: Graph, sources: InferenceSources): InferredLayers {
  const { nodes, layout } = graph;
  sources.memory?.begin(nodes.length);
  const inferences: KnownInference[] = [];
  const fields = new ReceptiveFields(nodes, inferences, layout);
  const layers: NodeReport[] = [];
  const faulty: number[] = [];
  for (const [index, node] of nodes.entries()) {
    const known = infer(node, inferences, graph, sources);
    inferences.push(known);
    layers.push(new NodeReport(node, known, fields, index));
    if (known.inference.findings.length > 0) faulty.push(index);
  }
  return { inferences, layers, faulty };
}

function infer(
  { operation, inputs }: GraphNode,
  before: readonly KnownInference[],
  { framework }: Graph,
  { known, memory }: InferenceSources,
): KnownInference {
  const inputShapes = inputs.map((ref): Shape =>
    ref === null ? null : (before[ref.node]?.inference.outputShapes[ref.output] ?? null),
  );
  const ofFormat = known?.get(operation);
  if (ofFormat && sameShapes(ofFormat.inputShapes, inputShapes)) return ofFormat;
  if (memory) return memory.of(operation, inputShapes, framework);
  return { operation, inputShapes, inference: inferOperation(operation, inputShapes, framework) };
}
