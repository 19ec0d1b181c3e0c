import type { Graph, GraphNode, PlacedPart, TensorRef } from '../graph/graph.ts';
import { placedNode } from '../graph/part.ts';
import type { Shape } from '../graph/shape.ts';
import { sameShape } from './dims.ts';
import type { KnownInference, KnownInferences } from './inference.ts';
import { InferenceMemory, type FrameworkMemory } from './inference-memory.ts';
import type { InferredLayers } from './inferred-layers.ts';
import { MemoryNeed } from './memory.ts';
import { NodeReport } from './node-report.ts';
import { outputElements } from './output-elements.ts';
import { ReceptiveFields } from './receptive-fields.ts';

/** Where inferences may come from instead of being worked out. */
export interface InferenceSources {
  /** What the format has already worked out. */
  readonly known?: KnownInferences | undefined;
  /** What was worked out for earlier graphs. */
  readonly memory?: InferenceMemory;
}

/** Shapes and costs of a graph, node by node, and of parts at once. */
export function inferLayers(graph: Graph, sources: InferenceSources): InferredLayers {
  const { nodes, parts = [] } = graph;
  const inference = new LayerInference(graph, sources);
  for (const part of parts) {
    inference.addNodes(nodes, part.first);
    inference.addPart(nodes, part);
  }
  inference.addNodes(nodes, nodes.length);
  return inference;
}

class LayerInference implements InferredLayers {
  readonly inferences: KnownInference[] = [];
  readonly layers: NodeReport[] = [];
  readonly faulty: number[] = [];
  readonly need: MemoryNeed;
  readonly #known: InferenceSources['known'];
  readonly #memory: FrameworkMemory;
  readonly #fields: ReceptiveFields;

  constructor(
    { nodes, framework, layout }: Graph,
    { known, memory = new InferenceMemory() }: InferenceSources,
  ) {
    this.need = new MemoryNeed(nodes.length);
    this.#known = known;
    this.#memory = memory.of(framework, nodes.length);
    this.#fields = new ReceptiveFields(nodes, this.inferences, layout);
  }

  /** Those that stand before `end`. */
  addNodes(nodes: readonly GraphNode[], end: number): void {
    for (let index = this.layers.length; index < end; index++) {
      const node = nodes[index];
      if (!node) return;
      const known = this.#ofFormat(node, index) ?? this.#infer(node);
      if (known.inference.findings.length > 0) this.faulty.push(index);
      this.#add(node, known, node.inputs[0]?.node ?? null, outputElements(known));
      for (const ref of node.inputs) if (ref !== null) this.need.read(ref.node);
    }
  }

  addPart(nodes: readonly GraphNode[], placed: PlacedPart): void {
    const { part, first } = placed;
    const { inferences, elements, faulty } = this.#memory.part(part, this.#shapesAt(placed.inputs));
    let place = 0;
    for (const { inputs } of part.layers) {
      const node = nodes[first + place];
      const known = inferences[place];
      const held = elements[place] ?? null;
      place++;
      if (!node || !known) return;
      const [source = null] = inputs;
      this.#add(node, known, source && placedNode(source, placed), held);
      for (const ref of inputs) {
        const before = ref && placedNode(ref, placed);
        if (before !== null) this.need.read(before);
      }
    }
    for (const faultyPlace of faulty) this.faulty.push(first + faultyPlace);
  }

  /** What the format has made of a node, where its inputs are what it was given there. */
  #ofFormat({ operation, inputs }: GraphNode, index: number): KnownInference | null {
    const known = this.#known?.[index];
    if (known?.operation !== operation || known.inputShapes.length !== inputs.length) return null;
    for (let place = 0; place < inputs.length; place++) {
      if (!sameShape(known.inputShapes[place] ?? null, this.#shapeAt(inputs[place] ?? null))) return null;
    }
    return known;
  }

  #infer({ operation, inputs }: GraphNode): KnownInference {
    return this.#memory.operation(operation, this.#shapesAt(inputs));
  }

  #shapesAt(inputs: readonly (TensorRef | null)[]): readonly Shape[] {
    return inputs.map((ref) => this.#shapeAt(ref));
  }

  #shapeAt(ref: TensorRef | null): Shape {
    return ref === null ? null : (this.inferences[ref.node]?.inference.outputShapes[ref.output] ?? null);
  }

  #add(node: GraphNode, known: KnownInference, source: number | null, elements: number | null): void {
    this.need.add(known.operation, source, elements);
    this.layers.push(new NodeReport(node, known, this.#fields, this.layers.length));
    this.inferences.push(known);
  }
}
