import type { GraphNode } from '../graph/graph.ts';
import type { Dim, Shape } from '../graph/shape.ts';
import type { Finding, JoinCulprit, JoinMismatch } from '../problems/finding.ts';
import { placeOf, sameDim } from './dims.ts';
import type { OperationInference } from './inference.ts';

/** What is known of the graph when a layer's findings are explained: the layers before it. */
export interface TracedGraph {
  readonly nodes: readonly GraphNode[];
  readonly inferences: readonly OperationInference[];
}

const longestWalk = 2000;

/** The layer that gave a tensor its sizes: back from `node` over layers that kept those that `same` compares. */
export function originOf(
  graph: TracedGraph,
  node: number,
  same: (before: readonly Dim[], after: readonly Dim[]) => boolean,
): number {
  let origin = node;
  for (let step = 0; step < longestWalk; step++) {
    const before = graph.nodes[origin]?.inputs[0] ?? null;
    const after = graph.inferences[origin]?.outputShapes[0] ?? null;
    const from = before === null ? null : shapeAt(graph, before.node, before.output);
    if (before === null || from === null || after === null || !same(from, after)) return origin;
    origin = before.node;
  }
  return origin;
}

/** Two shapes that differ in their channels at most. */
export function sameSpatialSizes(
  before: readonly Dim[],
  after: readonly Dim[],
  channelsLast: boolean,
): boolean {
  if (before.length !== after.length || before.length < 3) return false;
  const sizes = (shape: readonly Dim[]): readonly Dim[] =>
    channelsLast ? shape.slice(1, -1) : shape.slice(2);
  return allSame(sizes(before), sizes(after));
}

export function allSame(before: readonly Dim[], after: readonly Dim[]): boolean {
  return (
    before.length === after.length &&
    before.every((dim, place) => sameDim(dim, after[place] ?? null) === 'yes')
  );
}

/** A finding with what only the graph knows: how features came about, which layer rounded before a join. */
export function explained(finding: Finding, node: number, graph: TracedGraph): Finding {
  switch (finding.code) {
    case 'features-mismatch': {
      if (finding.factors.length !== 1) return finding;
      const factors = flattenedFactors(graph, node);
      return factors === null ? finding : { ...finding, factors };
    }
    case 'join-mismatch': {
      const culprit = finding.reason === 'sizes' ? culpritOf(finding, node, graph) : null;
      return culprit === null ? finding : { ...finding, culprit };
    }
    default:
      return finding;
  }
}

/** The sizes that a flatten before this layer multiplied; null where there is none. */
function flattenedFactors(graph: TracedGraph, node: number): readonly Dim[] | null {
  const flattened = originOf(graph, graph.nodes[node]?.inputs[0]?.node ?? node, allSame);
  const source = graph.nodes[flattened];
  const ref = source?.inputs[0] ?? null;
  const before = ref === null ? null : shapeAt(graph, ref.node, ref.output);
  if (!source || before === null) return null;
  const { operation } = source;
  if (operation.kind === 'reshape') {
    const after = graph.inferences[flattened]?.outputShapes[0];
    return after?.length === 2 && sameDim(after[0] ?? null, before[0] ?? null) === 'yes'
      ? before.slice(1)
      : null;
  }
  if (operation.kind !== 'flatten') return null;
  const start = placeOf(operation.start, before.length);
  const end = placeOf(operation.end, before.length);
  return start === null || end !== before.length - 1 ? null : before.slice(start);
}

/**
 * The first layer on only one of two branches whose stride does not divide its input: what a join with the other
 * branch, or with the same sizes doubled again, must trip over. Where all divide, the first whose output times its
 * stride is not its input.
 */
function culpritOf(
  { inputs, dimension }: JoinMismatch,
  node: number,
  graph: TracedGraph,
): JoinCulprit | null {
  const [first, second] = inputs.map((input) => ancestors(graph, graph.nodes[node]?.inputs[input]?.node));
  if (!first || !second) return null;
  const places = [...first, ...second]
    .filter((place) => first.has(place) !== second.has(place))
    .sort((a, b) => a - b);
  const strided = places.flatMap((place): readonly JoinCulprit[] => {
    const source = graph.nodes[place];
    if (!source || (source.operation.kind !== 'convolution' && source.operation.kind !== 'pool')) return [];
    const spatial = dimension - (source.operation.layout === 'channels-first' ? 2 : 1);
    const geometry = graph.inferences[place]?.axes[spatial]?.geometry ?? null;
    if (geometry === null || geometry.stride === 1) return [];
    return [{ node: place, id: source.id, input: first.has(place) ? inputs[0] : inputs[1], geometry }];
  });
  return (
    strided.find(({ geometry: { inputSize, stride } }) => inputSize % stride !== 0) ??
    strided.find(({ geometry: { inputSize, stride, outputSize } }) => outputSize * stride !== inputSize) ??
    null
  );
}

function ancestors(graph: TracedGraph, node: number | undefined): ReadonlySet<number> {
  const found = new Set<number>();
  const queue = node === undefined ? [] : [node];
  for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
    if (found.has(place) || found.size >= longestWalk) continue;
    found.add(place);
    for (const ref of graph.nodes[place]?.inputs ?? []) if (ref !== null) queue.push(ref.node);
  }
  return found;
}

export function shapeAt(graph: TracedGraph, node: number, output: number): Shape {
  return graph.inferences[node]?.outputShapes[output] ?? null;
}
