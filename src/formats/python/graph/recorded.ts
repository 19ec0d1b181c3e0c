import type { Operation } from '../../../model/graph/operation.ts';
import type { Shape } from '../../../model/graph/shape.ts';
import type { KnownInference } from '../../../model/shapes/inference.ts';
import type { CallSource, Machine } from '../interpreter/machine.ts';
import type { Origin, Place } from '../interpreter/atoms.ts';
import { PyTensor, type PyInstance, type Site, type Unknown } from '../interpreter/values.ts';
import { cellCount } from '../torch/tensors.ts';

/** What a call of a function gave. */
export interface CallResult {
  readonly site: Site;
  readonly shapes: readonly Shape[];
  /** How many blocks are around the call. */
  readonly depth: number;
}

const none: readonly CallResult[] = [];

/** A node while the forward pass is still being followed. */
export class Recorded {
  /** The node that stands for it, where a module's inner operations became one node. */
  collapsed: Recorded | null = null;
  /** The trace that it belongs to. */
  trace = 0;
  /** Its place among the finished nodes. */
  index = -1;
  /** The layer that it is a call of, where it is one; in a repeated forward pass something that stands for it. */
  instance: object | null = null;
  /** What inference has already made of it, where it has. */
  known: KnownInference | null = null;
  /** Where it stands, where that is not a call: an input's size. */
  place: Place | null = null;
  /** The call of the function that it stands in, where it is no call itself. */
  within: Site | null = null;
  /** Calls of functions that ended with it, inner ones first. */
  results: readonly CallResult[] = none;

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

  /** An operator has no call of its own: it stands where the interpreter is. */
  standWhere(vm: Machine | null): void {
    this.place = vm?.place ?? null;
    this.within = vm?.frame?.site ?? null;
  }
}

/** The node that an origin leads to, through what was collapsed. */
export function nodeOf(origin: Origin): Recorded | null {
  let node = origin.node instanceof Recorded ? origin.node : null;
  while (node?.collapsed) node = node.collapsed;
  return node;
}

export function isWindow({ kind }: Operation): boolean {
  return kind === 'convolution' || kind === 'transposed-convolution' || kind === 'pool';
}

export function sameNode(first: Origin | null | undefined, second: Origin | null | undefined): boolean {
  if (!first || !second) return !first && !second;
  return first.node === second.node && first.output === second.output;
}

/** How many values a module learns itself; null where a size is unknown. */
export function ownParameters(instance: PyInstance): number | null {
  let total = 0;
  for (const value of instance.shown.values()) {
    if (!(value instanceof PyTensor) || value.role !== 'parameter') continue;
    const cells = cellCount(value.shape);
    if (cells === null) return null;
    total += cells;
  }
  return total;
}
