import type { Graph, GraphNode, TensorRef } from '../../model/graph/graph.ts';
import { placedSource } from '../../model/graph/placed-source.ts';
import { placedProblem } from '../../model/problems/placed-problem.ts';
import { customLayer } from '../../model/rules/custom-layer.ts';
import type { LayerRules } from '../../model/rules/layer-rule.ts';
import type { TextProblem } from '../../model/problems/problem.ts';
import type { FormatContext, FormatResult } from '../format.ts';
import { checkKeys } from './check-keys.ts';
import { unsized, type Layer, type LayerContext } from './layers/layer.ts';
import { ruleOf } from './layers/rules.ts';
import { checkTraining, inputNode } from './net-section.ts';
import type { Section } from './read-sections.ts';
import { References } from './references.ts';
import type { PlacedSection, ReadLayer } from './section-memory.ts';
import { sectionType, type SectionType } from './section-type.ts';
import { SectionReader } from './section-reader.ts';
import { withFlatRoutes } from './uneven-routes.ts';

const detectors = new Set(['yolo', 'region', 'detection']);

/** Stands for what the layer before gives, in a layer that is the same wherever it stands. */
const before: TensorRef = { node: -1, output: 0 };

/** The name between a header's brackets. */
function sectionName({ header }: Section): string {
  return header.slice(1, -1);
}

/**
 * The graph of a cfg: the input, then one node for each section, whose id is the layer's number as darknet counts
 * (AlexeyAB/darknet: src/parser.c parse_network_cfg_custom). A layer that is not understood still has its number.
 */
export function buildGraph(
  text: string,
  name: string,
  sections: readonly PlacedSection[],
  context: FormatContext,
): FormatResult {
  const problems: TextProblem[] = [];
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const [net, ...layerSections] = sections;
  if (!net) return { graphs: [], problems };
  const netReader = new SectionReader(net.section, lineBreak, (problem) =>
    problems.push(placedProblem(problem, net.at)),
  );
  sectionType(netReader);
  const last = layerSections.at(-1);
  const isDetector = last !== undefined && detectors.has(sectionName(last.section));
  const input = inputNode(netReader, context, isDetector);
  checkTraining(netReader);
  checkKeys(netReader, 'net');

  const nodes: GraphNode[] = [{ ...input, source: placedSource(input.source, net.at) }];
  const outputs: (TensorRef | null)[] = [];
  let previous: TensorRef = { node: 0, output: 0 };
  for (const [index, placed] of layerSections.entries()) {
    const read = readLayer(placed, lineBreak, new References(index, outputs), context.rules);
    for (const problem of read.problems) problems.push(placedProblem(problem, placed.at));
    outputs.push({ node: nodes.length, output: 0 });
    addNodes(nodes, read, `${index}`, previous, placed.at);
    previous = { node: nodes.length - 1, output: 0 };
  }
  if (layerSections.length === 0) {
    netReader.problem(
      'empty-model',
      'warning',
      'This network has no layers yet. Add a section such as [convolutional].',
      net.section.title,
    );
  }
  const graph: Graph = {
    name,
    framework: 'darknet',
    layout: 'channels-first',
    span: { start: 0, end: text.length },
    nodes: withFlatRoutes(nodes),
  };
  return { graphs: [graph], problems };
}

/** The layer of a section; remembered where it names no other layers, and no rule of the user's may be for it. */
function readLayer(
  { section, layers }: PlacedSection,
  lineBreak: string,
  references: References,
  rules: LayerRules | undefined,
): ReadLayer {
  const known = layers.get(lineBreak);
  if (known) return known;
  const problems: TextProblem[] = [];
  const reader = new SectionReader(section, lineBreak, (problem) => problems.push(problem));
  const type = sectionType(reader);
  const layer = layerOf(reader, type, { previous: before, references }, rules);
  if (type.known) checkKeys(reader, type.type);
  const { span, title } = section;
  const { fields = {}, insertions } = layer;
  const source = { span, title, fields, ...(insertions && { insertions }) };
  const read = { type, layer, source, problems };
  if (!references.asked && type.known) layers.set(lineBreak, read);
  return read;
}

function layerOf(
  reader: SectionReader,
  { type, known, meant }: SectionType,
  place: Omit<LayerContext, 'reader'>,
  rules: LayerRules | undefined,
): Layer {
  const inputs = [place.previous];
  if (!known) {
    const unknown = { kind: 'unknown', outputs: 1, ...(meant ? { meant } : {}) } as const;
    return { operation: customLayer(type, rules, () => reader.values()) ?? unknown, inputs };
  }
  const rule = ruleOf(type);
  if (rule) return rule({ reader, ...place });
  const message =
    "Only the first section is the network's [net]; darknet takes this one as an unknown layer, and stops.";
  reader.problem('duplicate-key', 'error', message, reader.section.title);
  return { operation: unsized, inputs };
}

function addNodes(
  nodes: GraphNode[],
  { type: { type }, layer, source }: ReadLayer,
  id: string,
  previous: TensorRef,
  at: number,
): void {
  const place = nodes.length;
  nodes.push({
    id,
    type,
    operation: layer.operation,
    inputs: layer.inputs.map((input) => (input === before ? previous : input)),
    source: placedSource(source, at),
  });
  if (!layer.then) return;
  nodes.push({
    id: `${id}.blur`,
    type: 'antialiasing',
    operation: layer.then,
    inputs: [{ node: place, output: 0 }],
    source: placedSource({ span: source.span, title: source.title, fields: {} }, at),
  });
}
