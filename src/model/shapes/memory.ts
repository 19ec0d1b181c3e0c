import type { GraphNode } from '../graph/graph.ts';

const bytesPerValue = 4;

/** Bytes of activations in float32. */
export interface MemoryNeed {
  readonly forwardBytes: number;
  readonly trainingBytes: number;
}

/**
 * Memory of one pass: forward, the largest sum of tensors that are still needed at one moment; for training, all
 * outputs, which backward needs. Views (flatten, reshape, …) hold nothing of their own. Unknown sizes count as 0.
 */
export function memoryNeed(
  nodes: readonly GraphNode[],
  outputElements: readonly (number | null)[],
): MemoryNeed {
  const owner = nodes.map((_, index) => index);
  const lastUse = nodes.map((_, index) => index);
  nodes.forEach((node, index) => {
    const source = node.inputs[0]?.node;
    if (isView(node) && source !== undefined && source < index) owner[index] = owner[source] ?? index;
    for (const ref of node.inputs) {
      const owned = ref === null ? undefined : owner[ref.node];
      if (owned !== undefined) lastUse[owned] = Math.max(lastUse[owned] ?? 0, index);
    }
  });
  const freedAt = new Map<number, number>();
  let live = 0;
  let peak = 0;
  let all = 0;
  nodes.forEach((_, index) => {
    if (owner[index] === index) {
      const size = outputElements[index] ?? 0;
      live += size;
      all += size;
      const end = lastUse[index] ?? index;
      freedAt.set(end, (freedAt.get(end) ?? 0) + size);
    }
    peak = Math.max(peak, live);
    live -= freedAt.get(index) ?? 0;
  });
  return { forwardBytes: peak * bytesPerValue, trainingBytes: all * bytesPerValue };
}

function isView({ operation }: GraphNode): boolean {
  switch (operation.kind) {
    case 'flatten':
    case 'reshape':
    case 'permute':
    case 'slice':
    case 'split':
      return true;
    case 'elementwise':
      return operation.role === 'identity' || operation.role === 'dropout';
    default:
      return false;
  }
}
