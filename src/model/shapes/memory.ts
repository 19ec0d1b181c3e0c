import type { TensorRef } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';

const bytesPerValue = 4;

/** A layer, and how many values its outputs hold. */
interface Held {
  readonly operation: Operation;
  readonly inputs: readonly (TensorRef | null)[];
  readonly outputElements: number | null;
}

/** Bytes of activations in float32. */
export interface MemoryNeed {
  readonly forwardBytes: number;
  readonly trainingBytes: number;
}

/**
 * Memory of one pass: forward, the largest sum of tensors that are still needed at one moment; for training, all
 * outputs, which backward needs. Views (flatten, reshape, …) hold nothing of their own. Unknown sizes count as 0.
 */
export function memoryNeed(layers: readonly Held[]): MemoryNeed {
  const count = layers.length;
  // By layer: the one whose values its output shows, the last one that needs them, the values that end with it.
  const owner = new Uint32Array(count);
  const lastUse = new Uint32Array(count);
  const freed = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    owner[index] = index;
    lastUse[index] = index;
    const layer = layers[index];
    if (!layer) continue;
    const source = layer.inputs[0]?.node;
    if (source !== undefined && source < index && isView(layer.operation)) {
      owner[index] = owner[source] ?? index;
    }
    for (const ref of layer.inputs) {
      const owned = ref === null ? undefined : owner[ref.node];
      if (owned !== undefined) lastUse[owned] = index;
    }
  }
  let live = 0;
  let peak = 0;
  let all = 0;
  for (let index = 0; index < count; index++) {
    if (owner[index] === index) {
      const size = layers[index]?.outputElements ?? 0;
      live += size;
      all += size;
      const end = lastUse[index] ?? index;
      freed[end] = (freed[end] ?? 0) + size;
    }
    peak = Math.max(peak, live);
    live -= freed[index] ?? 0;
  }
  return { forwardBytes: peak * bytesPerValue, trainingBytes: all * bytesPerValue };
}

function isView(operation: Operation): boolean {
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
