import { inferOperation } from '../../../model/shapes/infer-operation.ts';
import type { Dim, Shape } from '../../../model/graph/shape.ts';
import type { Finding } from '../../../model/problems/finding.ts';
import { nodeOf, type Recorded } from '../graph/recorded.ts';
import { PyInstance } from '../interpreter/values.ts';
import { toNumber } from '../torch/tensors.ts';

/** How many of something a layer wants, and how many it gets. */
interface Quantity {
  readonly wanted: number;
  readonly found: number;
}

/** A layer that cannot take what reached it. */
export interface Misfit {
  readonly id: string;
  readonly type: string;
  /** Its place among the nodes of the pass. */
  readonly order: number;
  readonly of: 'values' | 'size';
  /** Of a join either side may be the one that wants. */
  readonly quantities: readonly Quantity[];
  /** Channels of what was flattened. */
  readonly channels: number | null;
  /** Whether the features are the last of several sizes. */
  readonly hasSizes?: boolean;
  /** Whether the framework takes it all the same, so that it may be meant. */
  readonly isAccepted?: boolean;
}

/** What does not fit in a pass, in its order; the layers that may not do so because of the input's size. */
export function misfitsOf(nodes: readonly Recorded[]): readonly Misfit[] {
  return nodes.flatMap((node, order) => misfitOf(node, order) ?? []);
}

function misfitOf(node: Recorded, order: number): Misfit | null {
  const { id, type, operation, inputs, shapes } = node;
  if (node.found) {
    const found = findingsOf(node);
    const quantities = found.flatMap((finding) => quantitiesOf(finding, node) ?? []);
    if (!found.some(isOfSize)) return null;
    const of = found.some(({ code }) => code === 'join-mismatch') ? 'size' : 'values';
    const hasSizes = found.some(
      (finding) => finding.code === 'features-mismatch' && finding.inputShape.length > 2,
    );
    return { id, type, order, of, quantities, channels: channelsOf(found, node), hasSizes };
  }
  const input = shapeOf(inputs[0] ?? null);
  if (operation.kind === 'reshape') {
    const quantity = cutAcross(operation.dims, input, shapes[0] ?? null);
    return (
      quantity && { id, type, order, of: 'values', quantities: [quantity], channels: null, isAccepted: true }
    );
  }
  const quantity = operation.kind === 'declared' ? recurrentWidth(node, input) : null;
  return quantity && { id, type, order, of: 'values', quantities: [quantity], channels: null };
}

/** Whether another input size may be what a layer wants. */
function isOfSize({ code }: Finding): boolean {
  switch (code) {
    case 'features-mismatch':
    case 'normalization-mismatch':
    case 'channel-mismatch':
    case 'batch-changed':
    case 'reshape-mismatch':
    case 'join-mismatch':
    case 'impossible':
    case 'kernel-larger-than-input':
    case 'rank-mismatch':
      return true;
    default:
      return false;
  }
}

function quantitiesOf(finding: Finding, { operation }: Recorded): readonly Quantity[] | null {
  switch (finding.code) {
    case 'features-mismatch':
    case 'channel-mismatch':
    case 'normalization-mismatch':
      return [{ wanted: finding.declared, found: finding.actual }];
    case 'batch-changed':
    case 'reshape-mismatch': {
      const [, ...rest] = finding.inputShape;
      const target = operation.kind === 'reshape' ? operation.dims : [];
      const sizes = target.slice(1).map((dim) => (typeof dim === 'number' && dim > 0 ? dim : null));
      const [wanted, found] = [productOf(sizes), productOf(rest)];
      return wanted === null || found === null ? null : [{ wanted, found }];
    }
    case 'join-mismatch': {
      if (finding.reason !== 'sizes') return null;
      const rank = Math.max(...finding.shapes.map(({ length }) => length));
      const [first, second] = finding.shapes.map((shape) => shape[finding.dimension - rank + shape.length]);
      if (typeof first !== 'number' || typeof second !== 'number') return null;
      return [
        { wanted: first, found: second },
        { wanted: second, found: first },
      ];
    }
    default:
      return null;
  }
}

/** `view(-1, 8, 14 * 14)` of other sizes: values of one sample land in another one, or the batch grows. */
function cutAcross(dims: readonly (Dim | 'copy')[], input: Shape, output: Shape): Quantity | null {
  const [rest, ...sizes] = dims;
  if (rest !== -1 || !input || !output || input.length < 3 || output[0] === input[0]) return null;
  const wanted = productOf(sizes.map((dim) => (dim === 'copy' ? null : dim)));
  const tails = input.map((_, place) => productOf(input.slice(place)));
  const [, found = null] = tails;
  return wanted === null || found === null || tails.includes(wanted) ? null : { wanted, found };
}

/** The features that a recurrent layer is built for, where it gets others. */
function recurrentWidth({ instance }: Recorded, input: Shape): Quantity | null {
  if (!(instance instanceof PyInstance)) return null;
  const wanted = toNumber(instance.attributes.get('input_size') ?? null);
  const found = input?.at(-1);
  return wanted === null || typeof found !== 'number' || found === wanted ? null : { wanted, found };
}

export function findingsOf({ known, operation, inputs }: Recorded): readonly Finding[] {
  return known?.inference.findings ?? inferOperation(operation, inputs.map(shapeOf), 'pytorch').findings;
}

/** Channels before the flattening that led to a linear layer, or of what is reshaped. */
function channelsOf(findings: readonly Finding[], node: Recorded): number | null {
  for (const finding of findings) {
    if (finding.code === 'features-mismatch') return channelsBefore(node);
    if (finding.code !== 'batch-changed' && finding.code !== 'reshape-mismatch') continue;
    const [, channels] = finding.inputShape;
    return typeof channels === 'number' ? channels : null;
  }
  return null;
}

function channelsBefore(node: Recorded): number | null {
  let each: Recorded | null = node;
  for (let steps = 0; each && steps < 6; steps++) {
    const origin: Recorded['inputs'][number] = each.inputs[0] ?? null;
    const shape = shapeOf(origin);
    if (shape && shape.length > 2) return typeof shape[1] === 'number' ? shape[1] : null;
    each = origin ? nodeOf(origin) : null;
  }
  return null;
}

function shapeOf(origin: Recorded['inputs'][number]): Shape {
  const node = origin && nodeOf(origin);
  return node?.shapes[origin?.output ?? 0] ?? null;
}

function productOf(dims: readonly Dim[]): number | null {
  let product = 1;
  for (const dim of dims) {
    if (typeof dim !== 'number') return null;
    product *= dim;
  }
  return dims.length === 0 ? null : product;
}
