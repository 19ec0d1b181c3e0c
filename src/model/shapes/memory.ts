import type { Operation } from '../graph/operation.ts';

const bytesPerValue = 4;

/**
 * Memory of one pass in float32: forward, the largest sum of tensors that are still needed at one moment; for training,
 * all outputs, which backward needs. Views (flatten, reshape, …) hold nothing of their own. Unknown sizes count as 0.
 */
export class MemoryNeed {
  // By layer: the one whose values its output shows, the last one that needs them, the values that it holds.
  readonly #owner: Uint32Array;
  readonly #lastUse: Uint32Array;
  readonly #held: Float64Array;
  #count = 0;

  constructor(layers: number) {
    this.#owner = new Uint32Array(layers);
    this.#lastUse = new Uint32Array(layers);
    this.#held = new Float64Array(layers);
  }

  /** The next layer, in the order in which they run, and how many values its outputs hold. */
  add(operation: Operation, source: number | null, outputElements: number | null): void {
    const index = this.#count++;
    const isOther = source !== null && source < index && isView(operation);
    this.#owner[index] = isOther ? (this.#owner[source] ?? index) : index;
    this.#held[index] = isOther ? 0 : (outputElements ?? 0);
    this.#lastUse[index] = index;
  }

  /** The last layer that was added reads that one's output. */
  read(node: number): void {
    const owner = this.#owner[node];
    if (owner !== undefined) this.#lastUse[owner] = this.#count - 1;
  }

  /** Bytes. */
  total(): { readonly forwardBytes: number; readonly trainingBytes: number } {
    const freed = new Float64Array(this.#count);
    let live = 0;
    let peak = 0;
    let all = 0;
    for (let index = 0; index < this.#count; index++) {
      const size = this.#held[index] ?? 0;
      const end = this.#lastUse[index] ?? index;
      live += size;
      all += size;
      freed[end] = (freed[end] ?? 0) + size;
      peak = Math.max(peak, live);
      live -= freed[index] ?? 0;
    }
    return { forwardBytes: peak * bytesPerValue, trainingBytes: all * bytesPerValue };
  }
}

/** Whether its output holds nothing of its own. */
export function isView(operation: Operation): boolean {
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
