import type { Operation } from '../../../model/graph/operation.ts';
import type { PyTensor } from '../interpreter/values.ts';
import type { Names } from './names.ts';
import { Recorded } from './recorded.ts';

/** Weights and constants that the operations of one trace read: nodes from when they are first read. */
export class Constants {
  readonly #nodes = new Map<PyTensor, Recorded>();
  readonly #names: Names;
  readonly #add: (node: Recorded) => void;

  constructor(names: Names, add: (node: Recorded) => void) {
    this.#names = names;
    this.#add = add;
  }

  /** The node of a tensor that the module called `outer` reads. */
  of(tensor: PyTensor, outer: string): Recorded {
    const known = this.#nodes.get(tensor);
    if (known) return known;
    const { role, shape } = tensor;
    const type = role === 'parameter' ? 'Parameter' : role === 'buffer' ? 'Buffer' : 'Constant';
    const id =
      this.#names.ofTensor(tensor) ?? this.#names.ofFunction(type.toLowerCase(), outer).replace('()', '');
    const operation: Operation = { kind: 'declared', outputs: [shape], params: 0, macs: 0 };
    const node = new Recorded(id, type, operation, [], [shape], false, 0, null, [], null);
    this.#add(node);
    this.#nodes.set(tensor, node);
    return node;
  }

  /** These nodes are gone: what reads their tensors next reads them first. */
  forget(nodes: readonly Recorded[]): void {
    for (const [tensor, node] of this.#nodes) if (nodes.includes(node)) this.#nodes.delete(tensor);
  }
}
