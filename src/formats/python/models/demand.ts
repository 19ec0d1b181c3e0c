import type { Dim } from '../../../model/graph/shape.ts';
import type { Operation } from '../../../model/graph/operation.ts';
import { severityOfFinding } from '../../../model/problems/severities.ts';
import { nodeOf, type Recorded } from '../graph/recorded.ts';
import { sameShape } from '../../../model/shapes/dims.ts';
import { said, type Text } from '../../../model/text/text.ts';
import { textIn } from '../../../model/text/text-in.ts';
import { findingsOf } from './misfits.ts';

/** What the first layer that decides about an input asks of it. */
export interface Demand {
  /** Null where a size is free. */
  readonly shape: readonly Dim[];
  /** The layer in words: `conv1 takes 3 channels`. */
  readonly reason: Text;
  readonly node: Recorded;
}

/** What the nodes of a trace with an input of unknown shape ask of this input; null where nothing does. */
export function demandOf(nodes: readonly Recorded[], name: string): Demand | null {
  const input = nodes.find(({ id, operation }) => operation.kind === 'input' && id === name);
  if (!input) return null;
  // Nodes whose content is the input's, perhaps with other sizes.
  const flattened = new Map<Recorded, boolean>([[input, false]]);
  for (const node of nodes) {
    const sources = node.inputs.flatMap((origin) => (origin ? [nodeOf(origin)] : []));
    const [source] = sources;
    const before = source ? flattened.get(source) : undefined;
    if (before === undefined) continue;
    const shape = demanded(node.operation, before);
    if (shape) return { shape, reason: reasonOf(node, shape), node };
    const effect = changesRank.has(node.type) ? 'ends' : passes(node.operation);
    if (effect === 'ends' || sources.length > 1) return null;
    flattened.set(node, before || effect === 'flattens');
  }
  return null;
}

/** Whether both are the same one, in the same words. */
export function isSameDemand(first: Demand | undefined, second: Demand | null): boolean {
  if (!first || !second) return false;
  return sameShape(first.shape, second.shape) && textIn(null, first.reason) === textIn(null, second.reason);
}

/** Whether the layer that asked for so many channels gets others where the input has them. */
export function contradicts({ nodes }: { readonly nodes: readonly Recorded[] }, { node }: Demand): boolean {
  const same = nodes.find(({ id }) => id === node.id);
  if (!same?.found || node.operation.kind === 'linear') return false;
  return findingsOf(same).some(
    ({ code }) => code === 'channel-mismatch' || code === 'normalization-mismatch',
  );
}

function demanded(operation: Operation, flattened: boolean): readonly Dim[] | null {
  const free = (count: number): Dim[] => Array.from({ length: count }, () => null);
  switch (operation.kind) {
    case 'convolution':
    case 'transposed-convolution':
      return flattened ? null : [1, operation.inChannels, ...free(operation.kernel.length)];
    case 'linear':
      return [1, operation.inFeatures];
    case 'pool':
      return flattened ? null : [1, null, ...free(operation.kernel.length)];
    case 'normalization': {
      if (operation.name === 'layer') return null;
      const [features = null] = operation.features;
      const rank = operation.ranks?.[0] ?? null;
      return rank === null || rank < 3 ? null : [1, features, ...free(rank - 2)];
    }
    default:
      return null;
  }
}

/** `conv1 (Conv2d)`; a function by its name. */
export function layerName({ id, type }: Pick<Recorded, 'id' | 'type'>): string {
  return id.includes(`${type}()`) || id === type ? type : `${id} (${type})`;
}

function reasonOf(node: Recorded, [, channels = null, ...spatial]: readonly Dim[]): Text {
  const name = layerName(node);
  if (typeof channels !== 'number') return said('{0} takes {1} spatial axes', name, spatial.length);
  if (spatial.length === 0) return said('{0} takes {1} features', name, channels);
  return said(channels === 1 ? '{0} takes {1} channel' : '{0} takes {1} channels', name, channels);
}

/** Functions whose result has other dimensions than what they are given: what comes next asks nothing of that. */
const changesRank: ReadonlySet<string> = new Set([
  'Embedding', 'EmbeddingBag', 'embedding', 'embedding_bag', 'one_hot', 'unsqueeze', 'squeeze', 'stack', 'select', 'getitem', 'unfold', 'fold', 'expand',
  'repeat', 'unbind', 'unflatten', 'einsum', 'rearrange', 'reduce', 'Rearrange', 'Reduce', 'diag_embed', 'diagonal', 'tensordot', 'outer', 'cdist',
  'atleast_2d', 'atleast_3d', 'gather', 'meshgrid', 'nonzero', 'stft', 'view_as_real', 'view_as_complex',
]); // prettier-ignore

/** Whether an operation leaves the content to the next one, and in what form. */
function passes(operation: Operation): 'same' | 'flattens' | 'ends' {
  switch (operation.kind) {
    case 'elementwise':
    case 'combine':
    case 'declared':
    case 'input':
    case 'normalization':
    case 'pad':
      return 'same';
    case 'flatten':
    case 'reshape':
      return 'flattens';
    default:
      return 'ends';
  }
}

/** Whether PyTorch would refuse some layer what reaches it. */
export function isRefused(nodes: readonly Recorded[]): boolean {
  return nodes.some(
    (node) => node.found && findingsOf(node).some((finding) => severityOfFinding(finding) === 'error'),
  );
}
