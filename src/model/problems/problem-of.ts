import { shortened } from '../../util/shortened.ts';
import type { Span } from '../../util/span.ts';
import { assertNever } from '../../util/assert-never.ts';
import type { FieldName, Graph, GraphNode, NodeSource } from '../graph/graph.ts';
import type { InputOrigin } from '../graph/operation.ts';
import type { TracedGraph } from '../shapes/trace-back.ts';
import type { Finding } from './finding.ts';
import { messageOf } from './messages.ts';
import { shapeText } from './number-text.ts';
import type { Problem, RelatedPlace, Severity } from './problem.ts';

/** A finding of one node as a problem at its place in the text. */
export function problemOf(
  finding: Finding,
  node: number,
  severity: Severity,
  graph: Graph,
  traced: TracedGraph,
): Problem | null {
  const source = graph.nodes[node];
  if (!source) return null;
  return {
    code: finding.code,
    severity,
    message: messageOf(finding, graph.framework, shortened(source.type)),
    span: spanOf(source.source, finding.field, finding.axes),
    related: [...builtAt(source, finding), ...relatedPlaces(finding, node, graph, traced)],
    node,
    finding,
  };
}

/** The layer itself, where the number that it was given stands elsewhere: a block is called with it. */
function builtAt({ id, source }: GraphNode, { field, axes }: Finding): readonly RelatedPlace[] {
  const place = spanOf(source, field, axes);
  const { span, title } = source;
  const isInside = place.file === span.file && place.start >= span.start && place.end <= span.end;
  return isInside || source.fields[field] === undefined
    ? []
    : [{ span: title, message: `${id} is built here.` }];
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
      return input === undefined ? [] : [placeOfLayer(traced.originOf(input, 'spatial'), graph, traced)];
    case 'channel-mismatch':
    case 'groups-mismatch':
    case 'features-mismatch':
    case 'normalization-mismatch':
    case 'reshape-mismatch':
    case 'batch-changed':
    case 'rank-mismatch':
    case 'yolo-filters-mismatch':
      return input === undefined ? [] : [placeOfLayer(traced.originOf(input, 'all'), graph, traced)];
    case 'join-mismatch': {
      const joined = finding.inputs.flatMap((place) => {
        const ref = graph.nodes[node]?.inputs[place];
        return ref ? [placeOfLayer(traced.originOf(ref.node, 'all'), graph, traced)] : [];
      });
      const { culprit } = finding;
      const source = culprit && graph.nodes[culprit.node]?.source;
      if (!source) return joined;
      const { inputSize, outputSize } = culprit.geometry;
      const message = `${culprit.id} makes ${outputSize} of ${inputSize} here.`;
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

const originNames: Readonly<Record<InputOrigin, string>> = {
  file: 'given in the file',
  comment: 'given in a comment',
  setting: 'from the settings',
  memory: 'as chosen last',
  argument: 'as asked for',
  default: 'the default of this format',
  inferred: 'inferred',
};

function placeOfLayer(node: number, graph: Graph, traced: TracedGraph): RelatedPlace {
  const source = graph.nodes[node];
  const shape = shapeText(traced.shapeAt(node, 0));
  if (!source) return { span: graph.span, message: shape };
  if (source.operation.kind !== 'input') {
    return { span: source.source.title, message: `${source.id} gives ${shape} here.` };
  }
  const span = spanOf(source.source, 'input', []);
  return { span, message: `The input is ${shape}, ${originNames[source.operation.origin]}.` };
}
