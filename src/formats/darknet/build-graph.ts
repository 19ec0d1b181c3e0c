import type { Graph, GraphNode, TensorRef } from '../../model/graph/graph.ts';
import type { Problem } from '../../model/problems/problem.ts';
import type { FormatContext, FormatResult } from '../format.ts';
import { checkKeys } from './check-keys.ts';
import { unsized, type Layer } from './layers/layer.ts';
import { ruleOf } from './layers/rules.ts';
import { checkTraining, inputNode } from './net-section.ts';
import type { Section } from './read-sections.ts';
import { References } from './references.ts';
import { sectionType, type SectionType } from './section-type.ts';
import { SectionReader } from './section-reader.ts';
import { withFlatRoutes } from './uneven-routes.ts';

const detectors = new Set(['yolo', 'region', 'detection']);

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
  sections: readonly Section[],
  context: FormatContext,
): FormatResult {
  const problems: Problem[] = [];
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const readerOf = (section: Section) =>
    new SectionReader(section, text, lineBreak, (problem) => problems.push(problem));
  const [net, ...layerSections] = sections;
  if (!net) return { graphs: [], problems };
  const netReader = readerOf(net);
  sectionType(netReader);
  const last = layerSections.at(-1);
  const isDetector = last !== undefined && detectors.has(sectionName(last));
  const input = inputNode(netReader, context, isDetector);
  checkTraining(netReader);
  checkKeys(netReader, 'net');

  const nodes: GraphNode[] = [input];
  const outputs: (TensorRef | null)[] = [];
  let previous: TensorRef | null = { node: 0, output: 0 };
  layerSections.forEach((section, index) => {
    const reader = readerOf(section);
    const type = sectionType(reader);
    const layer = layerOf(reader, type, { previous, references: new References(index, outputs) });
    if (type.known) checkKeys(reader, type.type);
    outputs.push({ node: nodes.length, output: 0 });
    for (const node of nodesOf(layer, `${index}`, type.type, section, nodes.length)) nodes.push(node);
    previous = { node: nodes.length - 1, output: 0 };
  });
  if (layerSections.length === 0) {
    netReader.problem(
      'empty-model',
      'warning',
      'This network has no layers yet. Add a section such as [convolutional].',
      net.title,
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

function layerOf(
  reader: SectionReader,
  { type, known, meant }: SectionType,
  place: { previous: TensorRef | null; references: References },
): Layer {
  const inputs = [place.previous];
  if (!known) return { operation: { kind: 'unknown', outputs: 1, ...(meant ? { meant } : {}) }, inputs };
  const rule = ruleOf(type);
  if (rule) return rule({ reader, ...place });
  const message =
    "Only the first section is the network's [net]; darknet takes this one as an unknown layer, and stops.";
  reader.problem('duplicate-key', 'error', message, reader.section.title);
  return { operation: unsized, inputs };
}

function nodesOf(
  layer: Layer,
  id: string,
  type: string,
  section: Section,
  place: number,
): readonly GraphNode[] {
  const { span, title } = section;
  const node: GraphNode = {
    id,
    type,
    operation: layer.operation,
    inputs: layer.inputs,
    source: {
      span,
      title,
      fields: layer.fields ?? {},
      ...(layer.insertions ? { insertions: layer.insertions } : {}),
    },
  };
  if (!layer.then) return [node];
  const blur: GraphNode = {
    id: `${id}.blur`,
    type: 'antialiasing',
    operation: layer.then,
    inputs: [{ node: place, output: 0 }],
    source: { span, title, fields: {} },
  };
  return [node, blur];
}
