import type { Graph, GraphNode } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import type { Shape } from '../graph/shape.ts';
import { problemOf } from '../problems/problem-of.ts';
import type { Problem } from '../problems/problem.ts';
import { severityOfFinding, type SeveritySettings } from '../problems/severities.ts';
import type { InputReport, LayerReport, ModelReport, ModelTotals, ReceptiveField } from '../report.ts';
import { elementCount, exactCount, sameShapes } from './dims.ts';
import { inferOperation } from './infer-operation.ts';
import type { KnownInference, OperationInference } from './inference.ts';
import type { InferenceMemory } from './inference-memory.ts';
import { memoryNeed } from './memory.ts';
import { receptiveFieldOf } from './receptive-field.ts';
import { channelsFirst, channelsLastNodes, reportedShape } from './report-layout.ts';
import { explained, TracedGraph } from './trace-back.ts';

export interface InferenceOptions {
  readonly severities?: SeveritySettings;
  /** What the format has already worked out, by the operation of a node. */
  readonly known?: ReadonlyMap<Operation, KnownInference> | undefined;
  /** What was worked out for the operations of earlier graphs. */
  readonly memory?: InferenceMemory;
}

/**
 * Shapes, costs and problems of a whole model. After a layer that is impossible or unknown, inference goes on from
 * what the following layers declare, so that one mistake is one problem, at its root. Never throws; time linear in
 * the graph but for explaining errors.
 */
export function inferGraph(graph: Graph, options: InferenceOptions = {}): ModelReport {
  const inferences: OperationInference[] = [];
  const fields: (ReceptiveField | null)[] = [];
  const problems: Problem[] = [];
  const said = new Set<string>();
  const traced = new TracedGraph(graph.nodes, inferences, graph.layout);
  const layers = graph.nodes.map((node, index): LayerReport => {
    const { inputShapes, inference } = inferenceOf(node, traced, graph, options);
    const inputFields = node.inputs.map((ref) => (ref === null ? null : (fields[ref.node] ?? null)));
    const field = receptiveFieldOf(node.operation, inputFields, inputShapes, inference, graph.layout);
    inferences.push(inference);
    fields.push(field);
    for (const finding of inference.findings) {
      const severity = severityOfFinding(finding, options.severities);
      const problem =
        severity && problemOf(explained(finding, index, traced), index, severity, graph, traced);
      if (problem && !isRepeated(problem, said)) problems.push(problem);
    }
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
      receptiveField: field,
      outputElements: elementsOf(inference.outputShapes),
    };
    const { sharesParametersOf } = node;
    return sharesParametersOf === undefined ? report : { ...report, sharesParametersOf };
  });
  const reported = graph.layout === 'channels-last' ? turned(graph, layers) : layers;
  return {
    name: graph.name,
    framework: graph.framework,
    layout: graph.layout,
    span: graph.span,
    inputs: inputsOf(reported),
    layers: reported,
    totals: totalsOf(graph, layers),
    problems,
  };
}

function inferenceOf(
  { operation, inputs }: GraphNode,
  traced: TracedGraph,
  { framework }: Graph,
  { known, memory }: InferenceOptions,
): Pick<KnownInference, 'inputShapes' | 'inference'> {
  const inputShapes = inputs.map((ref) => (ref === null ? null : traced.shapeAt(ref.node, ref.output)));
  const ofFormat = known?.get(operation);
  if (ofFormat && sameShapes(ofFormat.inputShapes, inputShapes)) return ofFormat;
  if (memory) return memory.of(operation, inputShapes, framework);
  return { inputShapes, inference: inferOperation(operation, inputShapes, framework) };
}

/** Layers that one place of the text makes several times have a problem once, unless its numbers are others. */
function isRepeated({ code, span, message }: Problem, said: Set<string>): boolean {
  const key = `${code} ${span.start} ${span.end} ${span.file ?? ''} ${message}`;
  if (said.has(key)) return true;
  said.add(key);
  return false;
}

/** The layers with the shapes of channels-last tensors as [N, C, spatial…]. */
function turned(graph: Graph, layers: readonly LayerReport[]): readonly LayerReport[] {
  const channelsLast = channelsLastNodes(graph);
  return layers.map((layer, index) => ({
    ...layer,
    inputShapes: layer.inputShapes.map((shape, place) =>
      reportedShape(shape, layer.inputs[place] ?? null, channelsLast),
    ),
    outputShapes: channelsLast[index] ? layer.outputShapes.map(channelsFirst) : layer.outputShapes,
  }));
}

function inputsOf(layers: readonly LayerReport[]): readonly InputReport[] {
  return layers.flatMap(({ id, operation, outputShapes }, node) => {
    if (operation.kind !== 'input') return [];
    const { origin, reason } = operation;
    return [{ name: id, shape: outputShapes[0] ?? null, origin, node, ...(reason && { reason }) }];
  });
}

function totalsOf(graph: Graph, layers: readonly LayerReport[]): ModelTotals {
  let params = 0;
  let macs = 0;
  let complete = true;
  for (const layer of layers) {
    if (layer.sharesParametersOf === undefined) params += layer.params ?? 0;
    macs += layer.macs ?? 0;
    complete &&= (layer.params !== null || typeof graph.params === 'number') && layer.macs !== null;
  }
  return { params: graph.params ?? params, macs, complete, ...memoryNeed(layers) };
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
