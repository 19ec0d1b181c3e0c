import type { GraphNode, TensorRef } from '../graph/graph.ts';
import type { Shape } from '../graph/shape.ts';
import type { OutputRule } from '../rules/read-formulas.ts';

type Linked = Pick<GraphNode, 'operation' | 'inputs'>;

/**
 * Which layers' tensors are stored [N, spatial…, C], so that reports turn them to [N, C, spatial…]: those that
 * spatial layers in that layout consume or produce, and what follows from them through layers that keep the layout.
 * True per node, for all its outputs.
 */
export function channelsLastNodes(graph: { readonly nodes: readonly Linked[] }): readonly boolean[] {
  const last = graph.nodes.map(() => false);
  const queue: number[] = [];
  const mark = (node: number): void => {
    if (last[node] !== false) return;
    last[node] = true;
    queue.push(node);
  };
  const sources = (node: Linked | undefined): readonly number[] =>
    node?.inputs.flatMap((ref) => (ref === null ? [] : [ref.node])) ?? [];
  const consumers = graph.nodes.map((): number[] => []);
  graph.nodes.forEach((node, index) => {
    for (const source of sources(node)) consumers[source]?.push(index);
    if (!isChannelsLast(node)) return;
    mark(index);
    for (const source of sources(node)) mark(source);
  });
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    const marked = graph.nodes[node];
    if (marked && keepsLayout(marked)) for (const source of sources(marked)) mark(source);
    for (const consumer of consumers[node] ?? []) {
      const following = graph.nodes[consumer];
      if (following && keepsLayout(following)) mark(consumer);
    }
  }
  return last;
}

/** [N, spatial…, C] as [N, C, spatial…]; shapes without spatial axes stay. */
export function channelsFirst(shape: Shape): Shape {
  if (shape === null || shape.length < 3) return shape;
  return [shape[0] ?? null, shape.at(-1) ?? null, ...shape.slice(1, -1)];
}

/** An input shape as reports show it. */
export function reportedShape(shape: Shape, ref: TensorRef | null, channelsLast: readonly boolean[]): Shape {
  return ref !== null && channelsLast[ref.node] === true ? channelsFirst(shape) : shape;
}

function isChannelsLast({ operation }: Linked): boolean {
  return 'layout' in operation && operation.layout === 'channels-last';
}

function keepsLayout({ operation }: Linked): boolean {
  switch (operation.kind) {
    case 'elementwise':
    case 'normalization':
    case 'concat':
    case 'combine':
    case 'split':
    case 'slice':
      return true;
    case 'custom':
      return !('unreadable' in operation.rule) && operation.rule.outputs.every(keepsAxes);
    default:
      return false;
  }
}

/** A rule of fewer sizes may give a row of values, or a sequence of them. */
const keepsAxes = (output: OutputRule): boolean => output === 'same' || output.length >= 4;
