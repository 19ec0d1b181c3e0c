import type { GraphNode } from '../graph/graph.ts';
import type { Dim, Layout, Shape } from '../graph/shape.ts';
import type { Finding, JoinCulprit, JoinMismatch } from '../problems/finding.ts';
import { placeOf, sameDim } from './dims.ts';
import type { KnownInference } from './inference.ts';

/** Which sizes a layer must keep for its input to be looked at: all, or those of the spatial axes. */
export type KeptSizes = 'all' | 'spatial';

/** A graph with what was inferred for its nodes, as far as findings need it to be explained. */
export class TracedGraph {
  readonly nodes: readonly GraphNode[];
  readonly inferences: readonly KnownInference[];
  readonly #layout: Layout;
  /** The origins that are known, by node, else −1: a chain of thousands of layers is walked once, not once for each problem. */
  readonly #origins: Readonly<Record<KeptSizes, Int32Array>>;

  constructor(nodes: readonly GraphNode[], inferences: readonly KnownInference[], layout: Layout) {
    this.nodes = nodes;
    this.inferences = inferences;
    this.#layout = layout;
    const unknown = (): Int32Array => new Int32Array(nodes.length).fill(-1);
    this.#origins = { all: unknown(), spatial: unknown() };
  }

  shapeAt(node: number, output: number): Shape {
    return this.inferences[node]?.inference.outputShapes[output] ?? null;
  }

  /** The layer that gave a tensor its sizes: back from `node` over layers that kept them. */
  originOf(node: number, kept: KeptSizes): number {
    const origins = this.#origins[kept];
    let origin = node;
    for (let place: number | null = node; place !== null; place = this.#inputThatKept(place, kept)) {
      const known: number = origins[place] ?? -1;
      origin = known < 0 ? place : known;
      if (known >= 0) break;
    }
    for (
      let place: number | null = node;
      place !== null && (origins[place] ?? -1) < 0;
      place = this.nodes[place]?.inputs[0]?.node ?? null
    ) {
      origins[place] = origin;
      if (place === origin) break;
    }
    return origin;
  }

  #inputThatKept(node: number, kept: KeptSizes): number | null {
    const input = this.nodes[node]?.inputs[0] ?? null;
    if (input === null || input.node >= node) return null;
    const before = this.shapeAt(input.node, input.output);
    const after = this.shapeAt(node, 0);
    if (before === null || after === null) return null;
    const isKept = kept === 'all' ? allSame(before, after) : this.#sameSpatialSizes(before, after);
    return isKept ? input.node : null;
  }

  /** Two shapes that differ in their channels at most. */
  #sameSpatialSizes(before: readonly Dim[], after: readonly Dim[]): boolean {
    if (before.length !== after.length || before.length < 3) return false;
    const [first, end] = this.#layout === 'channels-last' ? [1, before.length - 1] : [2, before.length];
    for (let axis = first; axis < end; axis++)
      if (sameDim(before[axis] ?? null, after[axis] ?? null) !== 'yes') return false;
    return true;
  }
}

function allSame(before: readonly Dim[], after: readonly Dim[]): boolean {
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
  const flattened = graph.originOf(graph.nodes[node]?.inputs[0]?.node ?? node, 'all');
  const source = graph.nodes[flattened];
  const ref = source?.inputs[0] ?? null;
  const before = ref === null ? null : graph.shapeAt(ref.node, ref.output);
  if (!source || before === null) return null;
  const { operation } = source;
  if (operation.kind === 'reshape') {
    const after = graph.inferences[flattened]?.inference.outputShapes[0];
    if (after?.length === 1) return before;
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
  { inputs, shapes, dimension }: JoinMismatch,
  node: number,
  graph: TracedGraph,
): JoinCulprit | null {
  const [first, second] = inputs.map((input) => graph.nodes[node]?.inputs[input]?.node);
  if (first === undefined || second === undefined) return null;
  const strided = branches(graph, first, second).flatMap(({ place, branch }): readonly JoinCulprit[] => {
    const source = graph.nodes[place];
    if (!source || (source.operation.kind !== 'convolution' && source.operation.kind !== 'pool')) return [];
    const spatial = dimension - (source.operation.layout === 'channels-first' ? 2 : 1);
    const geometry = graph.inferences[place]?.inference.axes[spatial]?.geometry ?? null;
    if (geometry === null || geometry.stride === 1) return [];
    // Rounding alone does not halve a size: without anything that enlarges it again, the stride itself is the matter.
    const [own, other] = [shapes[branch][dimension], shapes[1 - branch]?.[dimension]];
    if (typeof own !== 'number' || typeof other !== 'number') return [];
    const isNear = Math.max(own, other) < 1.5 * Math.min(own, other);
    if (!isNear && own <= geometry.outputSize) return [];
    return [{ node: place, id: source.id, input: inputs[branch], geometry }];
  });
  return (
    strided.find(({ geometry: { inputSize, stride } }) => inputSize % stride !== 0) ??
    strided.find(({ geometry: { inputSize, stride, outputSize } }) => outputSize * stride !== inputSize) ??
    null
  );
}

/** How far back the branches of a join are followed. */
const longestBranch = 4000;
/** Marks of what leads to the first input of a join, and to the second one. */
const toFirst = 1;
const toSecond = 2;
const toBoth = toFirst | toSecond;

interface OnBranch {
  readonly place: number;
  readonly branch: 0 | 1;
}

/**
 * The layers that lead to only one of two layers, first ones first. Inputs stand before what reads them: going back
 * layer by layer marks what leads where, and ends at the fork, where nothing is left that leads to one of them only.
 */
function branches(graph: TracedGraph, first: number, second: number): readonly OnBranch[] {
  const last = Math.max(first, second);
  const end = Math.max(0, last - longestBranch);
  const marks = new Uint8Array(last - end + 1);
  const found: OnBranch[] = [];
  let single = 0;
  const mark = (place: number, leads: number): void => {
    if (place < end) return;
    const before = marks[place - end] ?? 0;
    const after = before | leads;
    marks[place - end] = after;
    single += Number(after !== 0 && after !== toBoth) - Number(before !== 0 && before !== toBoth);
  };
  mark(first, toFirst);
  mark(second, toSecond);
  for (let place = last; place >= end && single > 0; place--) {
    const leads = marks[place - end] ?? 0;
    if (leads === 0) continue;
    if (leads !== toBoth) {
      found.push({ place, branch: leads === toFirst ? 0 : 1 });
      single--;
    }
    for (const ref of graph.nodes[place]?.inputs ?? []) if (ref !== null) mark(ref.node, leads);
  }
  return found.reverse();
}
