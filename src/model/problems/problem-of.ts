import { shortened } from '../../util/shortened.ts';
import type { Span } from '../../util/span.ts';
import { assertNever } from '../../util/assert-never.ts';
import type { FieldName, Framework, Graph, GraphNode, NodeSource } from '../graph/graph.ts';
import type { InferenceMemory } from '../shapes/inference-memory.ts';
import type { TracedGraph } from '../shapes/trace-back.ts';
import type { Finding } from './finding.ts';
import { messageOf } from './messages.ts';
import { shapeText } from './number-text.ts';
import type { Problem, RelatedPlace, Severity } from './problem.ts';
import type { ProblemWords } from './words/english-problems.ts';

/** Where messages are kept that have been worded. */
export type Messages = InferenceMemory['messages'];

/** A finding of one node as a problem at its place in the text. */
export function problemOf(
  finding: Finding,
  node: number,
  severity: Severity,
  graph: Graph,
  traced: TracedGraph,
  words: ProblemWords,
  messages: Messages,
): Problem | null {
  const source = graph.nodes[node];
  if (!source) return null;
  const { ledFrom } = source.source;
  return {
    code: finding.code,
    severity,
    message: worded(finding, graph.framework, shortened(source.type), words, messages),
    span: spanOf(source.source, finding.field, finding.axes),
    ...(ledFrom && { ledFrom }),
    related: [...builtAt(source, finding, words), ...relatedPlaces(finding, node, graph, traced, words)],
    node,
    finding,
  };
}

/** Its message; a large model has the same findings many times. */
function worded(
  finding: Finding,
  framework: Framework,
  type: string,
  words: ProblemWords,
  messages: Messages,
): string {
  const known = messages.get(finding);
  if (known?.type === type && known.framework === framework && known.words === words) return known.message;
  const message = messageOf(finding, framework, type, words);
  messages.set(finding, { type, framework, words, message });
  return message;
}

/** The layer itself, where the number that it was given stands elsewhere: a block is called with it. */
function builtAt(
  { id, source }: GraphNode,
  { field, axes }: Finding,
  { related: say }: ProblemWords,
): readonly RelatedPlace[] {
  const place = spanOf(source, field, axes);
  const { span, title } = source;
  const isInside = place.file === span.file && place.start >= span.start && place.end <= span.end;
  return isInside || source.fields[field] === undefined ? [] : [{ span: title, message: say.builtHere(id) }];
}

/** Where a field is not written, the number that stands for it, or else the layer's head. */
const instead: Readonly<Partial<Record<FieldName, readonly FieldName[]>>> = {
  stride: ['kernel', 'outputSize'],
  padding: ['kernel'],
  inChannels: ['groups'],
  groups: ['inChannels', 'outChannels'],
  inFeatures: ['outFeatures'],
  dims: ['axis'],
  classes: ['outChannels'],
};

/** The guilty number: one axis' own where only that one is meant and the file gives them apart. */
export function spanOf(source: NodeSource, field: FieldName, axes: readonly number[]): Span {
  for (const name of [field, ...(instead[field] ?? [])]) {
    const found = source.fields[name];
    if (!found) continue;
    const [axis] = axes;
    return (axes.length === 1 && axis !== undefined ? found.axes?.[axis] : undefined) ?? found.span;
  }
  return source.title;
}

function relatedPlaces(
  finding: Finding,
  node: number,
  graph: Graph,
  traced: TracedGraph,
  words: ProblemWords,
): readonly RelatedPlace[] {
  const input = graph.nodes[node]?.inputs[0]?.node;
  switch (finding.code) {
    case 'padding-unused':
    case 'overhang':
    case 'subsampled':
    case 'pixels-lost':
    case 'kernel-larger-than-input':
    case 'impossible':
      // From where the input of a window has its spatial sizes.
      return input === undefined
        ? []
        : [placeOfLayer(traced.originOf(input, 'spatial'), graph, traced, words)];
    case 'channel-mismatch':
    case 'groups-mismatch':
    case 'features-mismatch':
    case 'normalization-mismatch':
    case 'reshape-mismatch':
    case 'batch-changed':
    case 'rank-mismatch':
    case 'yolo-filters-mismatch':
      return input === undefined ? [] : [placeOfLayer(traced.originOf(input, 'all'), graph, traced, words)];
    case 'join-mismatch': {
      const joined = finding.inputs.flatMap((place) => {
        const ref = graph.nodes[node]?.inputs[place];
        return ref ? [placeOfLayer(traced.originOf(ref.node, 'all'), graph, traced, words)] : [];
      });
      const { culprit } = finding;
      const source = culprit && graph.nodes[culprit.node]?.source;
      if (!source) return joined;
      const { inputSize, outputSize } = culprit.geometry;
      const message = words.related.makes(culprit.id, outputSize, inputSize);
      return [{ span: spanOf(source, 'stride', []), message }, ...joined];
    }
    case 'refused-hyperparameter':
    case 'weights-mismatch':
    case 'yolo-input-size':
    case 'layer-rule':
    case 'unknown-layer':
      return [];
    default:
      return assertNever(finding);
  }
}

function placeOfLayer(
  node: number,
  graph: Graph,
  traced: TracedGraph,
  { related: say }: ProblemWords,
): RelatedPlace {
  const source = graph.nodes[node];
  const shape = shapeText(traced.shapeAt(node, 0));
  if (!source) return { span: graph.span, message: shape };
  if (source.operation.kind !== 'input') {
    return { span: source.source.title, message: say.gives(source.id, shape) };
  }
  const span = spanOf(source.source, 'input', []);
  return { span, message: say.input(shape, source.operation.origin) };
}
