import type { Graph } from '../graph/graph.ts';
import { problemOf } from '../problems/problem-of.ts';
import type { Problem } from '../problems/problem.ts';
import { problemWords } from '../problems/words/problem-words.ts';
import { severityOfFinding, type SeveritySettings } from '../problems/severities.ts';
import type { InputReport, LayerReport, ModelReport, ModelTotals } from '../report.ts';
import { beforeLinear } from './before-linear.ts';
import { InferenceMemory } from './inference-memory.ts';
import { inferLayers, type InferenceSources } from './infer-layers.ts';
import type { InferredLayers } from './inferred-layers.ts';
import type { NodeReport } from './node-report.ts';
import { channelsFirst, channelsLastNodes, reportedShape } from './report-layout.ts';
import { explained, TracedGraph } from './trace-back.ts';

export interface InferenceOptions extends InferenceSources {
  readonly severities?: SeveritySettings;
  /** The language of messages, as VS Code names it; English unless told. */
  readonly language?: string;
}

/**
 * Shapes, costs and problems of a whole model. After a layer that is impossible or unknown, inference goes on from
 * what the following layers declare, so that one mistake is one problem, at its root. Never throws; time linear in
 * the graph but for explaining errors.
 */
export function inferGraph(graph: Graph, options: InferenceOptions = {}): ModelReport {
  const { name, span, nodes, framework, layout, params } = graph;
  const asked = JSON.stringify([framework, layout, params, options.severities, options.language]);
  const known = options.memory?.reports.get(nodes);
  if (known?.asked === asked) return { ...known.report, name, span };
  const report = reportOf(graph, options);
  options.memory?.reports.set(nodes, { asked, report });
  return report;
}

function reportOf(graph: Graph, options: InferenceOptions): ModelReport {
  const inferred = inferLayers(graph, options);
  const { layers } = inferred;
  const reported = graph.layout === 'channels-last' ? turned(graph, layers) : layers;
  return {
    name: graph.name,
    framework: graph.framework,
    layout: graph.layout,
    span: graph.span,
    inputs: inputsOf(reported, inferred),
    layers: reported,
    totals: totalsOf(graph, inferred),
    problems: problemsOf(graph, inferred, options),
  };
}

function problemsOf(
  graph: Graph,
  { inferences, faulty }: InferredLayers,
  { severities, language, memory = new InferenceMemory() }: InferenceOptions,
): readonly Problem[] {
  const traced = new TracedGraph(graph.nodes, inferences, graph.layout);
  const words = problemWords(language);
  const said = new Set<string>();
  const problems: Problem[] = [];
  const reconsidered = beforeLinear(traced, faulty);
  const places = new Set([...faulty, ...reconsidered.keys()]);
  for (const index of [...places].sort((a, b) => a - b)) {
    for (const finding of reconsidered.get(index) ?? inferences[index]?.inference.findings ?? []) {
      const severity = severityOfFinding(finding, severities);
      if (!severity) continue;
      const whole = explained(finding, index, traced);
      const problem = problemOf(whole, index, severity, graph, traced, words, memory.messages);
      if (problem && !isRepeated(problem, said)) problems.push(problem);
    }
  }
  return problems;
}

/** Layers that one place of the text makes several times have a problem once, unless its numbers are others. */
function isRepeated({ code, span, ledFrom, message }: Problem, said: Set<string>): boolean {
  const key = `${code} ${span.start} ${span.end} ${span.file ?? ''} ${ledFrom?.start ?? ''} ${message}`;
  if (said.has(key)) return true;
  said.add(key);
  return false;
}

/** The layers with the shapes of channels-last tensors as [N, C, spatial…]. */
function turned(graph: Graph, layers: readonly NodeReport[]): readonly NodeReport[] {
  const channelsLast = channelsLastNodes(graph);
  return layers.map((layer, index) => {
    const { inputs, inputShapes, outputShapes } = layer;
    return layer.withShapes(
      inputShapes.map((shape, place) => reportedShape(shape, inputs[place] ?? null, channelsLast)),
      channelsLast[index] ? outputShapes.map(channelsFirst) : outputShapes,
    );
  });
}

function inputsOf(layers: readonly LayerReport[], { inferences }: InferredLayers): readonly InputReport[] {
  const inputs: InputReport[] = [];
  for (let node = 0; node < inferences.length; node++) {
    const operation = inferences[node]?.operation;
    const layer = layers[node];
    if (operation?.kind !== 'input' || !layer) continue;
    const { origin, reason } = operation;
    const shape = layer.outputShapes[0] ?? null;
    inputs.push({ name: layer.id, shape, origin, node, ...(reason && { reason }) });
  }
  return inputs;
}

function totalsOf(graph: Graph, { layers, need }: InferredLayers): ModelTotals {
  let params = 0;
  let macs = 0;
  const whole = { params: true, macs: true, memory: true };
  for (const layer of layers) {
    const { params: own, macs: multiplied } = layer;
    if (own && layer.sharesParametersOf === undefined) params += own;
    macs += multiplied ?? 0;
    whole.params &&= own !== null || typeof graph.params === 'number';
    whole.macs &&= multiplied !== null;
    whole.memory &&= layer.heldElements !== null;
  }
  return {
    params: graph.params ?? params,
    macs,
    complete: whole.params && whole.macs,
    whole,
    ...need.total(),
  };
}
