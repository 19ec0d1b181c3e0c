import type { Graph, GraphNode } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import type { Shape } from '../graph/shape.ts';
import type { LayerReport, ReceptiveField } from '../report.ts';
import { elementCount, exactCount, sameShapes } from './dims.ts';
import { inferOperation } from './infer-operation.ts';
import type { KnownInference, OperationInference } from './inference.ts';
import type { InferenceMemory } from './inference-memory.ts';
import type { InferredLayers } from './inferred-layers.ts';
import { receptiveFieldOf } from './receptive-field.ts';

/** Where inferences may come from instead of being worked out. */
export interface InferenceSources {
  /** What the format has already worked out, by the operation of a node. */
  readonly known?: ReadonlyMap<Operation, KnownInference> | undefined;
  /** What was worked out for earlier graphs. */
  readonly memory?: InferenceMemory;
}

/**
 * Shapes, costs and receptive fields of a graph, node by node. What the memory has of the version before is taken over
 * as far as it is the same: inferences where a node's operation is and its inputs have the shapes that they had,
 * reports where also the node and the receptive fields before it are the same.
 */
export function inferLayers(graph: Graph, sources: InferenceSources): InferredLayers {
  const earlier = sources.memory?.latest(graph) ?? null;
  const inferred = new LayerInference(graph, sources, earlier).run();
  sources.memory?.remember(graph, inferred);
  return inferred;
}

type Inputs = GraphNode['inputs'];

class LayerInference {
  readonly #graph: Graph;
  readonly #sources: InferenceSources;
  readonly #earlier: InferredLayers | null;
  #inferences: OperationInference[] = [];
  #layers: LayerReport[] = [];
  readonly #faulty: Uint8Array;

  constructor(graph: Graph, sources: InferenceSources, earlier: InferredLayers | null) {
    this.#graph = graph;
    this.#sources = sources;
    this.#earlier = earlier;
    this.#faulty = new Uint8Array(graph.nodes.length);
  }

  run(): InferredLayers {
    const { nodes, layout } = this.#graph;
    for (let index = this.#takeOverBeginning(); index < nodes.length; index++) {
      const node = nodes[index];
      if (!node) continue;
      const before = this.#earlier?.nodes[index];
      const isAsBefore = before?.operation === node.operation && this.#hasShapesOfBefore(node, before);
      if (isAsBefore) this.#takeOver(node, index);
      else {
        const { inputShapes, inference } = this.#infer(node);
        this.#add(node, inputShapes, inference);
      }
    }
    return { layout, nodes, inferences: this.#inferences, layers: this.#layers, faulty: this.#faulty };
  }

  /** Before the first node that is another one nothing has changed. Returns where that is. */
  #takeOverBeginning(): number {
    const { nodes } = this.#graph;
    const before = this.#earlier;
    if (!before) return 0;
    let end = 0;
    while (end < nodes.length && nodes[end] === before.nodes[end]) end++;
    this.#inferences = before.inferences.slice(0, end);
    this.#layers = before.layers.slice(0, end);
    this.#faulty.set(before.faulty.subarray(0, end));
    return end;
  }

  #hasShapesOfBefore({ inputs }: GraphNode, { inputs: before }: GraphNode): boolean {
    if (inputs.length !== before.length) return false;
    for (let place = 0; place < inputs.length; place++) {
      const [ref, old] = [inputs[place] ?? null, before[place] ?? null];
      if (ref?.node !== old?.node || ref?.output !== old?.output) return false;
      if (ref && this.#inferences[ref.node] !== this.#earlier?.inferences[ref.node]) return false;
    }
    return true;
  }

  /** The inference of the version before, and its report where nothing in it has changed. */
  #takeOver(node: GraphNode, index: number): void {
    const layer = this.#earlier?.layers[index];
    const inference = this.#earlier?.inferences[index];
    if (!layer || !inference) return;
    if (node === this.#earlier.nodes[index] && this.#hasFieldsOfBefore(node)) {
      this.#faulty[index] = this.#earlier.faulty[index] ?? 0;
      this.#inferences.push(inference);
      this.#layers.push(layer);
    } else this.#add(node, layer.inputShapes, inference);
  }

  #hasFieldsOfBefore({ inputs }: GraphNode): boolean {
    for (const ref of inputs) {
      if (ref === null) continue;
      const before = this.#earlier?.layers[ref.node];
      const now = this.#layers[ref.node];
      if (now !== before && now?.receptiveField !== before?.receptiveField) return false;
    }
    return true;
  }

  #infer({ operation, inputs }: GraphNode): Pick<KnownInference, 'inputShapes' | 'inference'> {
    const { known, memory } = this.#sources;
    const { framework } = this.#graph;
    const inputShapes = inputs.map((ref) => this.#shapeAt(ref));
    const ofFormat = known?.get(operation);
    if (ofFormat && sameShapes(ofFormat.inputShapes, inputShapes)) return ofFormat;
    if (memory) return memory.of(operation, inputShapes, framework);
    return { inputShapes, inference: inferOperation(operation, inputShapes, framework) };
  }

  #shapeAt(ref: Inputs[number]): Shape {
    return ref === null ? null : (this.#inferences[ref.node]?.outputShapes[ref.output] ?? null);
  }

  #add(node: GraphNode, inputShapes: readonly Shape[], inference: OperationInference): void {
    const { operation, inputs } = node;
    const fields = inputs.map((ref) =>
      ref === null ? null : (this.#layers[ref.node]?.receptiveField ?? null),
    );
    const field = receptiveFieldOf(operation, fields, inputShapes, inference, this.#graph.layout);
    const before = this.#earlier?.layers[this.#layers.length]?.receptiveField ?? null;
    if (inference.findings.length > 0) this.#faulty[this.#layers.length] = 1;
    this.#inferences.push(inference);
    this.#layers.push(reportOf(node, inputShapes, inference, sameField(field, before) ? before : field));
  }
}

function reportOf(
  node: GraphNode,
  inputShapes: readonly Shape[],
  inference: OperationInference,
  receptiveField: ReceptiveField | null,
): LayerReport {
  const report: LayerReport = {
    id: node.id,
    type: node.type,
    operation: node.operation,
    source: node.source,
    blocks: node.blocks ?? [],
    inputs: node.inputs,
    inputShapes,
    outputShapes: inference.outputShapes,
    axes: inference.axes,
    transposedAxes: inference.transposedAxes,
    params: exactCount(inference.params),
    macs: exactCount(inference.macs),
    receptiveField,
    outputElements: elementsOf(inference.outputShapes),
  };
  const { sharesParametersOf } = node;
  return sharesParametersOf === undefined ? report : { ...report, sharesParametersOf };
}

function sameField(first: ReceptiveField | null, second: ReceptiveField | null): boolean {
  if (first === second || first === null || second === null) return first === second;
  if (first.size.length !== second.size.length) return false;
  for (let axis = 0; axis < first.size.length; axis++) {
    if (first.size[axis] !== second.size[axis]) return false;
    if (first.stride[axis] !== second.stride[axis]) return false;
    if (first.start[axis] !== second.start[axis]) return false;
  }
  return true;
}

function elementsOf(shapes: readonly Shape[]): number | null {
  let sum = 0;
  for (const shape of shapes) {
    const count = elementCount(shape);
    if (count === null) return null;
    sum += count;
  }
  return exactCount(sum);
}
