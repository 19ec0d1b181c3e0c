import type { Operation } from '../../../model/graph/operation.ts';
import type { Shape } from '../../../model/graph/shape.ts';
import type { CallSource } from '../interpreter/machine.ts';
import type { Origin, Place, PyInstance, Unknown } from '../interpreter/values.ts';

/** A node while the forward pass is still being followed. */
export class Recorded {
  /** The node that stands for it, where a module's inner operations became one node. */
  collapsed: Recorded | null = null;
  /** The trace that it belongs to. */
  trace = 0;
  /** Its place among the finished nodes. */
  index = -1;
  /** The layer that it is a call of, where it is one. */
  instance: PyInstance | null = null;
  /** Where it stands, where that is not a call: an input's size. */
  place: Place | null = null;

  constructor(
    public id: string,
    public type: string,
    readonly operation: Operation,
    readonly inputs: readonly (Origin | null)[],
    readonly shapes: readonly Shape[],
    /** Whether inference found anything: such nodes are kept apart. */
    readonly found: boolean,
    readonly macs: number | null,
    public source: CallSource | null,
    readonly blocks: readonly string[],
    /** Why a size of it is unknown, where one is. */
    readonly why: Unknown | null,
  ) {}
}

/** The node that an origin leads to, through what was collapsed. */
export function nodeOf(origin: Origin): Recorded | null {
  let node = origin.node instanceof Recorded ? origin.node : null;
  while (node?.collapsed) node = node.collapsed;
  return node;
}
