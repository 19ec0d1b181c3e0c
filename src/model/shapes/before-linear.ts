import type { BatchChanged, FeaturesMismatch, Finding, ReshapeMismatch } from '../problems/finding.ts';
import { placeOf, productOf } from './dims.ts';
import type { TracedGraph } from './trace-back.ts';

/** What the findings of some nodes are once the layers around them are known. */
export type Reconsidered = ReadonlyMap<number, readonly Finding[]>;

/**
 * A reshape and the linear layer that takes its rows, seen together. Where the layer expects the values of one sample,
 * the reshape alone is wrong, and one mistake is one problem. Where the batch of 1 was flattened with the sample, the
 * layer cannot tell: any other batch does not fit.
 */
export function beforeLinear(graph: TracedGraph, faulty: readonly number[]): Reconsidered {
  const findings = new Map<number, readonly Finding[]>();
  for (const node of faulty) {
    const mismatch = graph.inferences[node]?.inference.findings.find(isFeaturesMismatch);
    const reshape = mismatch && reshapeOf(graph, node);
    if (!reshape || productOf(reshape.finding.inputShape.slice(1)) !== mismatch.declared) continue;
    const { id = '' } = graph.nodes[node] ?? {};
    findings.set(node, []);
    if (reshape.finding.code === 'batch-changed')
      findings.set(reshape.node, [refused(reshape.finding, id, mismatch.declared)]);
  }
  for (let node = 0; node < graph.inferences.length; node++) {
    if (graph.inferences[node]?.operation.kind !== 'linear') continue;
    const [ref = null] = graph.nodes[node]?.inputs ?? [];
    if (!ref || graph.shapeAt(ref.node, ref.output)?.length !== 1) continue;
    const lost = lostBatch(graph, node);
    if (lost) findings.set(lost.node, [lost.finding]);
  }
  return findings;
}

function isFeaturesMismatch(finding: Finding): finding is FeaturesMismatch {
  return finding.code === 'features-mismatch';
}

/** The reshape that gave a linear layer rows which are no samples. */
function reshapeOf(
  graph: TracedGraph,
  linear: number,
): { readonly node: number; readonly finding: BatchChanged | ReshapeMismatch } | null {
  const node = sourceOf(graph, linear);
  if (node === null || graph.nodes[node]?.operation.kind !== 'reshape') return null;
  for (const finding of graph.inferences[node]?.inference.findings ?? []) {
    const isOfSizes = finding.code === 'reshape-mismatch' && finding.reason === 'elements';
    if (finding.code === 'batch-changed' || isOfSizes) return { node, finding };
  }
  return null;
}

/** What gave a layer its input, past all that kept the sizes. */
function sourceOf(graph: TracedGraph, node: number): number | null {
  const [ref = null] = graph.nodes[node]?.inputs ?? [];
  return ref && graph.originOf(ref.node, 'all');
}

function refused(
  { field, axes, inputShape, outputShape }: BatchChanged,
  id: string,
  features: number,
): Finding {
  return {
    code: 'reshape-mismatch',
    field,
    axes,
    reason: 'features-behind',
    inputShape,
    target: outputShape,
    expected: features,
    behind: id,
  };
}

/** A flatten of `[1, C, H, W]` to one row of values, where a layer before it took the 1 for the batch. */
function lostBatch(
  graph: TracedGraph,
  linear: number,
): { readonly node: number; readonly finding: BatchChanged } | null {
  const node = sourceOf(graph, linear);
  const source = node === null ? undefined : graph.nodes[node];
  const [ref = null] = source?.inputs ?? [];
  const inputShape = ref && graph.shapeAt(ref.node, ref.output);
  const outputShape = node === null ? null : graph.shapeAt(node, 0);
  const flattens =
    source?.operation.kind === 'reshape' ||
    (source?.operation.kind === 'flatten' && placeOf(source.operation.start, inputShape?.length ?? 0) === 0);
  if (node === null || !ref || !inputShape || !outputShape || !flattens || inputShape[0] !== 1) return null;
  if (inputShape.length < 3 || !hasBatch(graph, ref.node)) return null;
  const behind = graph.nodes[linear]?.id ?? '';
  return {
    node,
    finding: { code: 'batch-changed', field: 'dims', axes: [], inputShape, outputShape, behind },
  };
}

/** Whether the first size is the batch: the nearest window before it took one, or the input is a batch of images. */
function hasBatch(graph: TracedGraph, node: number): boolean {
  let each: number | null = node;
  while (each !== null) {
    const source: TracedGraph['nodes'][number] | undefined = graph.nodes[each];
    const rank = graph.shapeAt(each, 0)?.length ?? 0;
    switch (source?.operation.kind) {
      case 'convolution':
      case 'transposed-convolution':
      case 'pool':
        return rank === source.operation.kernel.length + 2;
      case 'input':
        return rank > 3;
      default: {
        // Inputs stand before what reads them, except in a cycle.
        const before: number = source?.inputs[0]?.node ?? each;
        each = before < each ? before : null;
      }
    }
  }
  return false;
}
